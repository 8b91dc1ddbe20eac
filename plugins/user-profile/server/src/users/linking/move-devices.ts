import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { asDate, table, systemColumns, type Row } from '../../runtime/database/rows';
import { sessionsMadeBy, sessionTable } from '../../sessions/session-rows';
import { jwtManagement } from '../../sessions/token';

const timeOf = (row: Row, column: string): number => asDate(row[column])?.getTime() ?? 0;

/** The columns about the last use of a device, without those that belong to the user. */
const lastUseOf = ({
  id: _id,
  document_id: _documentId,
  user_id: _userId,
  created_at: _createdAt,
  first_seen: _firstSeen,
  unlinked_at: _unlinkedAt,
  tokens_not_before: _tokensNotBefore,
  ...lastUse
}: Row) => lastUse;

/** Merges a device that both users have. Revoked tokens stay revoked. */
const merge = (kept: Row, other: Row) => ({
  ...(timeOf(other, 'last_seen') > timeOf(kept, 'last_seen') ? lastUseOf(other) : {}),
  first_seen:
    timeOf(other, 'first_seen') < timeOf(kept, 'first_seen') ? other.first_seen : kept.first_seen,
  unlinked_at: other.unlinked_at === null ? null : kept.unlinked_at,
});

/**
 * Moves all devices of one user to another. The devices of both users must be locked.
 *
 * @param key the identity of devices that have none
 */
export const moveAllDevices = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  from: number,
  to: number,
  key: string | null
): Promise<void> => {
  const devices = () => table(strapi, trx, UIDS.device);
  await devices().where({ user_id: from }).whereNull('identity').update({ identity: key });
  const others: Row[] = await devices()
    .where({ user_id: from })
    .whereIn('device_id', devices().where({ user_id: to }).select('device_id'));
  for (const other of others) {
    const shared = { user_id: to, device_id: other.device_id };
    const kept: Row = await devices().where(shared).first();
    await devices().where({ id: other.id }).delete();
    await devices().where({ id: kept.id }).update(merge(kept, other));
  }
  await devices().where({ user_id: from }).update({ user_id: to });
};

interface UnlinkedIdentity {
  userId: number;
  /** The user that the identity was turned into. */
  newUserId: number;
  key: string;
  /** The accounts of the user's other identities. */
  accountIds: number[];
  /** The account of the unlinked identity; null if it was deleted. */
  accountId: number | null;
}

const deviceIdsIn = async (sessions: Knex.QueryBuilder): Promise<Set<string>> => {
  const rows: Row[] = await sessions.whereNotNull('device_id').distinct('device_id');
  return new Set(rows.map((row) => String(row.device_id)));
};

/**
 * Ends the sessions that an identity started as the user, and moves its devices: those that it used last,
 * and those where it was logged in. A device that other identities use too is copied. Without sessions nothing
 * says which do, so all are copied: otherwise no device of the user would end their tokens. The user's devices
 * must be locked.
 */
export const moveIdentityDevices = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { userId, newUserId, key, accountIds, accountId }: UnlinkedIdentity
): Promise<void> => {
  const devices = () => table(strapi, trx, UIDS.device);
  const ofAccounts = (ids: number[]) =>
    sessionTable(strapi, trx).whereIn('user_id', ids.map(String)).where({ status: 'active' });
  const own = await deviceIdsIn(
    sessionsMadeBy(strapi, trx, accountIds, key).where({ status: 'active' })
  );
  await sessionsMadeBy(strapi, trx, accountIds, key).delete();
  if (accountId) {
    for (const id of await deviceIdsIn(ofAccounts([accountId]))) {
      own.add(id);
    }
  }
  const inUse = await deviceIdsIn(ofAccounts(accountIds));
  const rows: Row[] = await devices()
    .where({ user_id: userId })
    .where((any) => any.where({ identity: key }).orWhereIn('device_id', [...own]));
  const now = new Date();
  const hasSessions = jwtManagement(strapi) === 'refresh';
  for (const row of rows) {
    const stays = !hasSessions || inUse.has(String(row.device_id));
    // Without `tokens_not_before`, revoked tokens would be accepted again.
    if (!stays && row.tokens_not_before === null) {
      await devices().where({ id: row.id }).update({ user_id: newUserId });
      continue;
    }
    const { id: _id, tokens_not_before: _cut, ...columns } = row;
    const { document_id } = systemColumns(strapi, UIDS.device, now);
    await devices().insert({ ...columns, document_id, user_id: newUserId, identity: key });
    await devices()
      .where({ id: row.id })
      .update({ identity: null, ...(stays ? {} : { unlinked_at: now }) });
  }
};
