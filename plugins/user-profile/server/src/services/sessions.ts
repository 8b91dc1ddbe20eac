import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { SESSION_ORIGIN, UIDS } from '../../../shared/constants';
import { inTransaction, on, systemColumns } from '../database/rows';
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

  return {
    /**
     * Holds the device until the end of the transaction. Refresh, Unlink and block all take this lock
     * first, so that none of them slips past another. SQLite has one connection, and needs no lock.
     */
    async lockDevice(
      trx: Knex.Transaction,
      accountId: number,
      deviceId: string | null
    ): Promise<void> {
      const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
      if (!profile || !deviceId) return;
      const now = new Date();
      await on(strapi, trx, UIDS.device)
        .insert({
          ...systemColumns(strapi, UIDS.device, now),
          user_id: profile.id,
          device_id: deviceId,
          first_seen: now,
          last_seen: now,
        })
        .onConflict(['user_id', 'device_id'])
        .ignore();
      await on(strapi, trx, UIDS.device)
        .where({ user_id: profile.id, device_id: deviceId })
        .forUpdate()
        .first('id');
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
