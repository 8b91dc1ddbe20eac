import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { identitiesOf, keysOfUserId } from '../../model/accounts/identities';
import type { IdentityRow } from '../../model/accounts/identities';
import { isUserId } from '../../model/users/find-user';
import { asBoolean, asJson, table, type Row } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { isStorable } from '../../utils/storable-text';

/** One of two users that are to become one. */
export interface LinkCandidate {
  row: Row;
  /** The primary one first. */
  identities: IdentityRow[];
}

export interface LinkCandidates {
  /** Whose attributes, metadata and `user_id` stay. */
  primary: LinkCandidate;
  secondary: LinkCandidate;
}

const columnOf = (id: string) => (isUserId(id) ? 'user_id' : 'document_id');

/**
 * Both rows in one statement and in the order of their ids: of two links of the same users, in
 * whichever direction, one waits for the other and finds what is left.
 */
const readRows = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: string[],
  lock: boolean
): Promise<Row[]> => {
  const rows = table(strapi, trx, UIDS.user).where((any) => {
    for (const id of ids) {
      any.orWhere({ [columnOf(id)]: id });
    }
  });
  rows.orderBy('id');
  return lock ? rows.forUpdate() : rows;
};

/** Why somebody cannot be found: whoever is linked already has no row any more. */
const whyUnknown = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  primary: Row,
  id: string
): Promise<string> => {
  const identity: IdentityRow | undefined = await table(strapi, trx, UIDS.identity)
    .whereIn('identity_key', keysOfUserId(id))
    .first('user_id');
  if (!identity) {
    return 'There is no user with this id';
  }
  return identity.user_id === primary.id
    ? 'This identity is linked to this user already'
    : 'This identity is linked to another user. Unlink it there first.';
};

const hasAppMetadata = ({ row }: LinkCandidate): boolean =>
  Object.keys(asJson<object>(row.app_metadata, {})).length > 0;

/**
 * A block must neither be got round by a link nor spread by one; a wish to be erased must not get lost.
 * The owner of a mailbox must not get a user that another person registered and linked identities to.
 */
const whyRefused = ({ primary, secondary }: LinkCandidates, bySelf: boolean): string | null => {
  if (primary.row.id === secondary.row.id) {
    return 'A user cannot be linked with itself';
  }
  if (asBoolean(primary.row.blocked)) {
    return 'This user is blocked. Unblock the user first.';
  }
  if (asBoolean(secondary.row.blocked)) {
    return 'The other user is blocked. Unblock that user first.';
  }
  if (bySelf && primary.row.email !== null && !asBoolean(primary.row.email_verified)) {
    return 'The email address of your user is not verified. Verify it before you link another account.';
  }
  if (secondary.row.erasure_requested_at !== null) {
    return 'The other user asked to be erased. Settle that request first.';
  }
  return bySelf && hasAppMetadata(secondary)
    ? 'The site keeps settings for the other account, which a link would drop: ask the site to link them'
    : null;
};

export interface LinkCandidatesQuery {
  /** The one who stays, a `documentId` or a `user_id`. */
  id: string;
  /** The other, in the same way. */
  secondaryUser: string;
  /** What problems with the other are said to be about. */
  at?: string;
  /** Whether the one who asks is the person, who must not get rid of `app_metadata` by it. */
  bySelf?: boolean;
  /** Whether nobody may change the two until the end of the transaction. */
  lock: boolean;
}

/**
 * Looks up two users that are to become one.
 *
 * @throws NotFoundError for the first; ValidationError that says why the two cannot be linked
 */
export const loadLinkCandidates = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { id, secondaryUser, at = 'secondary_user', bySelf = false, lock }: LinkCandidatesQuery
): Promise<LinkCandidates> => {
  const refuse = (message: string) => validationError([problem([at], message)]);
  const ids = [id, secondaryUser].filter(isStorable);
  const rows = await readRows(strapi, trx, ids, lock);
  const find = (wanted: string) => rows.find((row) => row[columnOf(wanted)] === wanted);
  const [primary, secondary] = [find(id), find(secondaryUser)];
  if (!primary) {
    throw new errors.NotFoundError('There is no user with this id');
  }
  if (!secondary) {
    throw refuse(await whyUnknown(strapi, trx, primary, secondaryUser));
  }
  const candidates = {
    primary: { row: primary, identities: await identitiesOf(strapi, primary.id) },
    secondary: { row: secondary, identities: await identitiesOf(strapi, secondary.id) },
  };
  const refusal = whyRefused(candidates, bySelf);
  if (refusal) {
    throw refuse(refusal);
  }
  return candidates;
};
