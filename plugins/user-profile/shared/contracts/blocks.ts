import { z } from '@strapi/utils';

import { MAX_BLOCK_DAYS, MAX_BLOCK_REASON } from '../constants';
import { DAY_MS } from '../durations';
import { schemaRule } from '../error-texts';
import { isoDate, nameText } from './common';

/** Relative to the time of the server that receives the request. */
const isBlockEnd = (date: string): boolean => {
  const ahead = Date.parse(date) - Date.now();
  return ahead > 0 && ahead <= MAX_BLOCK_DAYS * DAY_MS;
};

export const blockTerms = {
  reason: nameText(MAX_BLOCK_REASON).nullish().describe('For admins only.'),
  until: isoDate
    .refine(isBlockEnd, schemaRule('block_end', { max: MAX_BLOCK_DAYS }))
    .nullish()
    .describe('When the block ends. Without it, the block has no end.'),
};

/** POST /users/:id/block. The body may be omitted. The response is that of other changes. */
export const blockUserBody = z
  .strictObject({ data: z.strictObject(blockTerms).nullish() })
  .nullish();

/** The terms in a request. */
export type BlockRequest = NonNullable<NonNullable<z.output<typeof blockUserBody>>['data']>;

/** Why and until when a user is blocked. */
export interface BlockTerms {
  reason: string | null;
  /** ISO 8601 */
  until: string | null;
}
