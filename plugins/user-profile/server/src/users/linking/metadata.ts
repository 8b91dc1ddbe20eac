import { isDeepStrictEqual } from 'node:util';

import type { JsonObject } from '../../../../shared/contracts/users';
import { asJson } from '../../runtime/database/rows';
import type { LinkCandidates } from './link-candidates';

export interface MergedMetadata {
  /** What the user would have: of keys that both have, those of the one who stays. */
  merged: JsonObject;
  /** The keys whose values differ: what the other has under them is lost. */
  conflicts: string[];
}

/** Joins the `user_metadata` of two users, key by key. */
export const joinMetadata = ({ primary, secondary }: LinkCandidates): MergedMetadata => {
  const kept = asJson<JsonObject>(primary.row.user_metadata, {});
  const other = asJson<JsonObject>(secondary.row.user_metadata, {});
  const conflicts = Object.keys(other).filter(
    (key) => Object.hasOwn(kept, key) && !isDeepStrictEqual(kept[key], other[key])
  );
  return { merged: { ...other, ...kept }, conflicts };
};
