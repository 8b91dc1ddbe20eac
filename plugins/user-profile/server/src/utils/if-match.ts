import type { Context as KoaContext } from 'koa';

import { problem, validationError } from './errors';

const HEADER = 'If-Match';

/** Sets the `ETag` that `startingRevision` reads. */
export const setRevision = (ctx: KoaContext, revision: number): void => {
  ctx.set('ETag', `"${revision}"`);
};

/** Revisions are integers. */
const ETAG = /^(?:W\/)?"(\d{1,15})"$/;

const rejectRevision = (message: string): never => {
  throw validationError([problem([HEADER], message)]);
};

const revisionIn = (ctx: KoaContext): number | undefined => {
  const sent = ctx.get(HEADER).trim();
  if (sent === '' || sent === '*') {
    return undefined;
  }
  const match = ETAG.exec(sent);
  if (match) {
    return Number(match[1]);
  }
  return rejectRevision(`${HEADER} must be the ETag of an earlier response, such as "3"`);
};

/**
 * The revision that a change starts from. `ETag` and `If-Match` are the mechanism; `*` matches any
 * revision. The body may contain `revision` instead, for one reason: Strapi's default CORS settings
 * (`@strapi/core` 5.54, `middlewares/cors`) neither allow the `If-Match` request header nor expose
 * `ETag`, so a front end or a panel on another origin can use neither.
 *
 * @param sent `revision` of the body, and of its `data`: `update` of `@strapi/client` sends nothing else
 * @throws ValidationError if the header is not an ETag of this API, or contradicts the body. Ignoring
 *   it would let the change overwrite another one.
 */
export const startingRevision = (
  ctx: KoaContext,
  ...sent: (number | undefined)[]
): number | undefined => {
  const [revision, ...others] = [revisionIn(ctx), ...sent].filter((each) => each !== undefined);
  if (others.some((other) => other !== revision)) {
    return rejectRevision(`${HEADER} and revision must not contradict each other`);
  }
  return revision;
};
