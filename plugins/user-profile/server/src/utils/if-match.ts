import type { Context as KoaContext } from 'koa';

import { problem, validationError } from './errors';

const HEADER = 'If-Match';

/** Revisions are whole numbers that a database can hold. */
const ETAG = /^(?:W\/)?"(\d{1,15})"$/;

const refuse = (message: string): never => {
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
  return refuse(`${HEADER} must be the ETag of an earlier answer, such as "3"`);
};

/**
 * The revision that a change starts from, by the `ETag` of the answer before or by the body. `*` is any.
 *
 * @param sent what the body says
 * @throws ValidationError where the header is no such thing, or says something else than the body: ignored,
 *   it would let the change overwrite another
 */
export const startingRevision = (ctx: KoaContext, sent?: number): number | undefined => {
  const matched = revisionIn(ctx);
  if (sent !== undefined && matched !== undefined && sent !== matched) {
    return refuse(`${HEADER} and revision must not name different revisions`);
  }
  return matched ?? sent;
};
