import type { Context as KoaContext } from 'koa';
import { problem, validationError } from './errors';

const HEADER = 'If-Match';

/** Revisions are whole numbers that a database can hold. */
const ETAG = /^(?:W\/)?"(\d{1,15})"$/;

/**
 * The revision that a change starts from, by the `ETag` of the answer before. `*` is any.
 *
 * @throws ValidationError where it is none: ignored, it would let the change overwrite another
 */
export const revisionIn = (ctx: KoaContext): number | undefined => {
  const sent = ctx.get(HEADER).trim();
  if (sent === '' || sent === '*') return undefined;
  const match = ETAG.exec(sent);
  if (match) return Number(match[1]);
  const message = `${HEADER} must be the ETag of an earlier answer, such as "3"`;
  throw validationError([problem([HEADER], message)]);
};
