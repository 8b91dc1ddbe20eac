import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { SESSION_ORIGIN, UIDS } from '../../../shared/constants';
import { inTransaction, on, systemColumns, type Row } from '../database/rows';
import { findSession, type SessionRow } from '../sessions/session-rows';
import { getService } from '../utils/service';

/** Strapi drops a criterion that is empty, which would end the sessions of everybody. */
const checked = (accountId: number): string => {
  if (!Number.isInteger(accountId) || accountId <= 0) {
    throw new Error(`${accountId} is not the id of an account`);
  }
  return String(accountId);
};

/** Ends sessions of Users & Permissions, the refreshed ones and those that they led to alike. */
export const createSessions = ({ strapi }: { strapi: Core.Strapi }) => {
  const manager = () => strapi.sessionManager(SESSION_ORIGIN);
  const hasSessions = () => strapi.sessionManager.hasOrigin(SESSION_ORIGIN);

  const lockDevice = async (
    trx: Knex.Transaction,
    userId: number,
    deviceId: string
  ): Promise<void> => {
    const lock = (): Promise<Row | undefined> =>
      on(strapi, trx, UIDS.device)
        .where({ user_id: userId, device_id: deviceId })
        .forUpdate()
        .first('id');
    if (await lock()) return;
    const now = new Date();
    await on(strapi, trx, UIDS.device)
      .insert({
        ...systemColumns(strapi, UIDS.device, now),
        user_id: userId,
        device_id: deviceId,
        first_seen: now,
        last_seen: now,
      })
      .onConflict(['user_id', 'device_id'])
      .ignore();
    await lock();
  };

  return {
    /**
     * Does work that concerns a session while nobody else can touch its device. Refresh, Unlink and
     * block all take this lock, so that none of them slips past another. SQLite has one connection,
     * and needs no lock.
     *
     * The lock is the first statement of the transaction: on MariaDB a plain read before it would fix
     * what all later ones see, which is what was there before the wait.
     *
     * @param work gets the session as it is once the lock is held; null where it is gone
     */
    async withLockedDevice<T>(
      sessionId: string,
      work: (trx: Knex.Transaction, session: SessionRow | null) => Promise<T>
    ): Promise<T> {
      const known = await inTransaction(strapi, (trx) => findSession(strapi, trx, sessionId));
      const owner = known
        ? await inTransaction(strapi, (trx) =>
            getService(strapi, 'accounts').ensureProfile(trx, known.accountId)
          )
        : null;
      return inTransaction(strapi, async (trx) => {
        if (owner && known?.deviceId) await lockDevice(trx, owner.id, known.deviceId);
        return work(trx, known ? await findSession(strapi, trx, sessionId) : null);
      });
    },

    /** Holds all devices of a user until the end of the transaction, always in the same order. */
    async lockDevices(trx: Knex.Transaction, userId: number): Promise<void> {
      await on(strapi, trx, UIDS.device)
        .where({ user_id: userId })
        .orderBy('id')
        .forUpdate()
        .select('id');
    },

    /** Ends every session of a device, for all of the user's accounts. */
    async endDevice(accountIds: number[], deviceId: string | null): Promise<void> {
      if (!deviceId) throw new Error('A session without a device cannot be ended by its device');
      if (!hasSessions()) return;
      for (const id of accountIds) await manager().invalidateRefreshToken(checked(id), deviceId);
    },

    /** Ends every session of the accounts, and in `legacy-support` mode every token. */
    async endAll(accountIds: number[]): Promise<void> {
      if (accountIds.length === 0) return;
      await inTransaction(strapi, async (trx) => {
        if (hasSessions()) {
          for (const id of accountIds) await manager().invalidateRefreshToken(checked(id));
        }
        await getService(strapi, 'accounts').cutOffTokens(trx, accountIds);
      });
    },
  };
};
