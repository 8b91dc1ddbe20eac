import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import {
  asBoolean,
  asJson,
  asNumber,
  asText,
  lockRows,
  query,
  table,
  type LockMode,
  type Row,
} from '../../runtime/database/rows';
import { sha256 } from '../../utils/sha256';

/** A row of the identities table, in the types that all databases share. */
export interface IdentityRow extends Row {
  user_id: number;
  connection: string;
  external_id: string;
  identity_key: string;
  is_primary: boolean;
  /** The `documentId` of the account; null if the account was deleted. */
  account: string | null;
  logins_count: number;
  profile_data: JsonObject;
}

const toIdentityRow = (row: Row): IdentityRow => ({
  ...row,
  user_id: Number(row.user_id),
  connection: String(row.connection),
  external_id: String(row.external_id),
  identity_key: String(row.identity_key),
  is_primary: asBoolean(row.is_primary),
  account: asText(row.account),
  logins_count: Number(row.logins_count ?? 0),
  profile_data: asJson<JsonObject>(row.profile_data, {}),
});

/** What selects one identity: its key or the `documentId` of its account, both unique. */
export type IdentitySelector = { identity_key: string } | { account: string };

/**
 * One key for one identity. Databases compare text differently (case, accents, trailing spaces), so
 * the unique constraint is on a hash.
 */
export const identityKey = (connection: string, externalId: string): string =>
  sha256(connection, externalId);

/** The id of an identity in a path: `<connection>|<external id>`. Connection names contain no `|`. */
export const identityIdOf = ({
  connection,
  external_id,
}: Pick<IdentityRow, 'connection' | 'external_id'>): string => `${connection}|${external_id}`;

/** The key of the identity with this id; null if the id has no connection. */
export const keyOfIdentityId = (id: string): string | null => {
  const bar = id.indexOf('|');
  return bar < 1 ? null : identityKey(id.slice(0, bar), id.slice(bar + 1));
};

/** The keys that the identity of a `user_id` can have: a strategy may precede the connection. */
export const keysOfUserId = (userId: string): string[] => {
  const withoutStrategy = userId.slice(userId.indexOf('|') + 1);
  return [keyOfIdentityId(userId), keyOfIdentityId(withoutStrategy)].filter((key) => key !== null);
};

export const findIdentity = async (
  strapi: Core.Strapi,
  selector: IdentitySelector
): Promise<IdentityRow | null> => {
  const row: Row | undefined = await query(strapi, UIDS.identity).where(selector).first();
  return row ? toIdentityRow(row) : null;
};

/** The identities of users, those of one user with the primary one first, then the oldest. */
export const identitiesOfUsers = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<IdentityRow[]> => {
  const rows: Row[] = await query(strapi, UIDS.identity)
    .whereIn('user_id', userIds)
    .orderBy([{ column: 'is_primary', order: 'desc' }, { column: 'id' }]);
  return rows.map(toIdentityRow);
};

/** The identities of a user, the primary one first, then the oldest. */
export const identitiesOf = (strapi: Core.Strapi, userId: number): Promise<IdentityRow[]> =>
  identitiesOfUsers(strapi, [userId]);

/**
 * Locks the user of an identity, then the identity, until the end of the transaction. Linking and
 * unlinking lock users too, so what the identity says afterwards stays true.
 *
 * @param knownUserId the user that the identity had at the last look-up, which saves one
 * @returns the identity as it is once its user is locked; null if there is no such identity
 */
export const lockIdentity = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  selector: IdentitySelector,
  mode: LockMode,
  knownUserId?: number
): Promise<IdentityRow | null> => {
  const identity = () => table(strapi, trx, UIDS.identity).where(selector);
  const findUserId = async (): Promise<number | undefined> =>
    asNumber((await identity().first('user_id'))?.user_id) ?? undefined;
  let userId = knownUserId ?? (await findUserId());
  while (userId !== undefined) {
    await lockRows(strapi, table(strapi, trx, UIDS.user).where({ id: userId }), mode).first('id');
    const row: Row | undefined = await lockRows(strapi, identity(), mode).first();
    const found = row ? toIdentityRow(row) : null;
    if (!found || found.user_id === userId) {
      return found;
    }
    userId = found.user_id;
  }
  return null;
};
