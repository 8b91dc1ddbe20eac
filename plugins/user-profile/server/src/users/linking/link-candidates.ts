import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { isStorable } from '../../../../shared/storable-text';
import { identitiesOf, keysOfUserId } from '../../model/accounts/identities';
import type { IdentityRow } from '../../model/accounts/identities';
import { isUserId } from '../../model/users/find-user';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { table, type Row } from '../../runtime/database/rows';
import { problem, validationError, coded, codedError, type CodedText } from '../../utils/errors';

/** One of the two users of a link. */
export interface LinkCandidate {
  row: UserRow;
  /** The primary one first. */
  identities: IdentityRow[];
}

export interface LinkCandidates {
  /** Keeps its attributes, metadata and `user_id`. */
  primary: LinkCandidate;
  /** Becomes an identity of the primary user. */
  secondary: LinkCandidate;
}

const columnOf = (id: string) => (isUserId(id) ? 'user_id' : 'document_id');

/**
 * Reads both rows in one statement, ordered by id. Of two parallel links of the same users, in either
 * direction, the second waits for the first instead of deadlocking.
 */
const readRows = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: string[],
  lock: boolean
): Promise<UserRow[]> => {
  const query = table(strapi, trx, UIDS.user).where((any) => {
    for (const id of ids) {
      any.orWhere({ [columnOf(id)]: id });
    }
  });
  query.orderBy('id');
  const rows: Row[] = await (lock ? query.forUpdate() : query);
  return rows.map(toUserRow);
};

/** Why a user was not found. A user who is already linked has no row any more. */
const reasonNotFound = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  primary: UserRow,
  id: string
): Promise<CodedText> => {
  const identity: Row | undefined = await table(strapi, trx, UIDS.identity)
    .whereIn('identity_key', keysOfUserId(id))
    .first('user_id');
  if (!identity) {
    return coded('user_not_found');
  }
  return identity.user_id === primary.id ? coded('link_twice') : coded('link_taken');
};

const hasAppMetadata = ({ row }: LinkCandidate): boolean =>
  Object.keys(row.app_metadata).length > 0;

/**
 * A link must not bypass or spread a block, and must not lose an erasure request.
 * The owner of a mailbox must not get a user that another person registered and linked identities to.
 */
const reasonAgainst = (
  { primary, secondary }: LinkCandidates,
  bySelf: boolean
): string | CodedText | null => {
  if (primary.row.id === secondary.row.id) {
    return coded('link_same_user');
  }
  if (primary.row.blocked) {
    return coded('link_user_blocked');
  }
  if (secondary.row.blocked) {
    return coded('link_other_blocked');
  }
  if (bySelf && primary.row.email !== null && !primary.row.email_verified) {
    return 'The email address of your user is not verified. Verify it before you link another account.';
  }
  if (secondary.row.erasure_requested_at !== null) {
    return coded('link_erasure_requested');
  }
  return bySelf && hasAppMetadata(secondary)
    ? 'The site stores settings for the other account, which a link would delete. Ask the site to link the accounts.'
    : null;
};

export interface LinkCandidatesQuery {
  /** The primary user, by `documentId` or `user_id`. */
  id: string;
  /** The secondary user, by `documentId` or `user_id`. */
  secondaryUser: string;
  /** The request field that problems with the secondary user are reported for. */
  at?: string;
  /** Whether the user asks, who must not be able to drop `app_metadata` by linking. */
  bySelf?: boolean;
  /** Whether to lock both rows until the end of the transaction. */
  lock: boolean;
}

/**
 * Loads the two users of a link.
 *
 * @throws NotFoundError for an unknown primary user
 * @throws ValidationError with the reason if the two cannot be linked
 */
export const loadLinkCandidates = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { id, secondaryUser, at = 'secondary_user', bySelf = false, lock }: LinkCandidatesQuery
): Promise<LinkCandidates> => {
  const reject = (reason: string | CodedText) => validationError([problem([at], reason)]);
  const rows = await readRows(strapi, trx, [id, secondaryUser].filter(isStorable), lock);
  const find = (wanted: string) => rows.find((row) => row[columnOf(wanted)] === wanted);
  const [primary, secondary] = [find(id), find(secondaryUser)];
  if (!primary) {
    throw new errors.NotFoundError(...codedError('user_not_found'));
  }
  if (!secondary) {
    throw reject(await reasonNotFound(strapi, trx, primary, secondaryUser));
  }
  const candidates = {
    primary: { row: primary, identities: await identitiesOf(strapi, primary.id) },
    secondary: { row: secondary, identities: await identitiesOf(strapi, secondary.id) },
  };
  const reason = reasonAgainst(candidates, bySelf);
  if (reason) {
    throw reject(reason);
  }
  return candidates;
};

export interface MergedMetadata {
  /** The `user_metadata` after a link. Of keys that both have, the primary user's value stays. */
  merged: JsonObject;
  /** The keys whose values differ: the secondary user's value is lost. */
  conflicts: string[];
}

/** Merges the `user_metadata` of both users, key by key. */
export const joinMetadata = ({ primary, secondary }: LinkCandidates): MergedMetadata => {
  const [kept, other] = [primary.row.user_metadata, secondary.row.user_metadata];
  const conflicts = Object.keys(other).filter(
    (key) => Object.hasOwn(kept, key) && !isDeepStrictEqual(kept[key], other[key])
  );
  return { merged: { ...other, ...kept }, conflicts };
};
