import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { lockEventUser, type EventUser } from '../events/event-user';
import { rememberProfile } from '../model/accounts/look-up';
import { currentAttempt } from '../request/attempt';
import {
  inTransaction,
  lockForWriting,
  lockRows,
  systemColumns,
  table,
  type Row,
} from '../runtime/database/rows';
import { revokeTokens } from './revoke-tokens';
import {
  findSessionOf,
  findSessionWithProfile,
  sessionsMadeBy,
  type LockedSession,
} from './session-rows';

declare module '../utils/service' {
  interface Services {
    sessions: ReturnType<typeof createSessions>;
  }
}

/**
 * Strapi ignores an empty user id (@strapi/core 5.54.0, services/session-manager.js, `deleteBy`), which
 * would end the sessions of all users.
 */
const checkedId = (accountId: number): string => {
  if (!Number.isInteger(accountId) || accountId <= 0) {
    throw new Error(`${accountId} is not the id of an account`);
  }
  return String(accountId);
};

/** Ends sessions of Users & Permissions, rotated ones included. */
export const createSessions = ({ strapi }: { strapi: Core.Strapi }) => {
  const manager = () => strapi.sessionManager(SESSION_ORIGIN);
  const hasSessions = () => strapi.sessionManager.hasOrigin(SESSION_ORIGIN);

  /** Locks the device of a session, whose row is created if it is missing. */
  const lockDevice = async (
    trx: Knex.Transaction,
    userId: number,
    deviceId: string
  ): Promise<void> => {
    const lock = (): Promise<Row | undefined> =>
      table(strapi, trx, UIDS.device)
        .where({ user_id: userId, device_id: deviceId })
        .forUpdate()
        .first('id');
    if (await lock()) {
      return;
    }
    const now = new Date();
    await table(strapi, trx, UIDS.device)
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

  const accountIdsOf = async (trx: Knex.Transaction, userId: number): Promise<number[]> => {
    const rows: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
      .whereIn(
        'document_id',
        table(strapi, trx, UIDS.identity)
          .where({ user_id: userId })
          .whereNotNull('account')
          .select('account')
      )
      .select('id');
    return rows.map(({ id }) => id);
  };

  const documentIdsOf = async (trx: Knex.Transaction, ids: number[]): Promise<string[]> => {
    const rows: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
      .whereIn('id', ids)
      .select('document_id');
    return rows.map((row) => String(row.document_id));
  };

  /**
   * Ends the sessions that identities opened for another account, that of the user's primary identity.
   *
   * @param column of the identities table that `values` are compared with
   */
  const endMadeBy = async (column: 'account' | 'identity_key', values: string[]): Promise<void> => {
    if (!hasSessions()) {
      return;
    }
    await inTransaction(strapi, async (trx) => {
      const identities: Row[] = await table(strapi, trx, UIDS.identity)
        .whereIn(column, values)
        .where({ is_primary: false })
        .select('user_id', 'identity_key');
      for (const { user_id: userId, identity_key: key } of identities) {
        const accountIds = await accountIdsOf(trx, Number(userId));
        await sessionsMadeBy(strapi, trx, accountIds, String(key)).delete();
      }
    });
  };

  /** Ends every session of the accounts. Tokens of `legacy-support` mode stay valid. */
  const endSessions = async (trx: Knex.Transaction, accountIds: number[]): Promise<void> => {
    if (accountIds.length === 0 || !hasSessions()) {
      return;
    }
    // What the session manager does for one account (@strapi/core 5.54.0, `deleteBy`).
    await strapi.db.query(STRAPI_UIDS.session).deleteMany({
      where: { origin: SESSION_ORIGIN, userId: { $in: accountIds.map(checkedId) } },
    });
    await endMadeBy('account', await documentIdsOf(trx, accountIds));
  };

  const endAll = async (accountIds: number[]): Promise<void> => {
    if (accountIds.length === 0) {
      return;
    }
    await inTransaction(strapi, async (trx) => {
      await endSessions(trx, accountIds);
      await revokeTokens(strapi, trx, accountIds);
    });
  };

  /** Locks the users of accounts until the end of the transaction. */
  const lockUsersOf = async (trx: Knex.Transaction, accountIds: number[]): Promise<void> => {
    const identities = table(strapi, trx, UIDS.identity).whereIn(
      'account',
      table(strapi, trx, STRAPI_UIDS.account).whereIn('id', accountIds).select('document_id')
    );
    const users = table(strapi, trx, UIDS.user)
      .whereIn('id', identities.select('user_id'))
      .orderBy('id');
    await lockRows(strapi, users, 'exclusive').select('id');
  };

  return {
    /**
     * Locks the device of a session while `work` runs. Refresh, unlink and block take this lock, so they
     * run one after the other. SQLite has a single connection and needs no lock.
     *
     * The user is locked first, as by all actions on a user.
     *
     * @param work receives the session as read under the lock, null if it is gone or belongs to another account;
     * and the locked user, null if the account was deleted
     */
    async withLockedDevice<T>(
      { sessionId, accountId }: { sessionId: string; accountId: number },
      work: (
        trx: Knex.Transaction,
        session: LockedSession | null,
        user: EventUser | null
      ) => Promise<T>
    ): Promise<T> {
      const known = await findSessionWithProfile(strapi, sessionId, accountId);
      const { session, profile } = known;
      rememberProfile(currentAttempt(), accountId, profile);
      return inTransaction(strapi, async (trx) => {
        if (!session) {
          return work(trx, null, null);
        }
        // Strapi takes any error of a refresh for an invalid token, so a retry would come too late.
        await lockForWriting(strapi, trx);
        const user = await lockEventUser(strapi, trx, { type: 'sertft', profile, accountId });
        if (user?.history && session.deviceId) {
          await lockDevice(trx, user.profile.id, session.deviceId);
        }
        return work(trx, await findSessionOf(strapi, trx, sessionId, session), user);
      });
    },

    /** Locks all devices of users until the end of the transaction, always in the same order. */
    async lockDevices(trx: Knex.Transaction, userIds: number[]): Promise<void> {
      await table(strapi, trx, UIDS.device)
        .whereIn('user_id', userIds)
        .orderBy('id')
        .forUpdate()
        .select('id');
    },

    /** Ends every session of a device, for all of the user's accounts. */
    async endDevice(accountIds: number[], deviceId: string | null): Promise<void> {
      if (!deviceId) {
        throw new Error('A session without a device cannot be ended by its device');
      }
      if (!hasSessions()) {
        return;
      }
      for (const id of accountIds) {
        await manager().invalidateRefreshToken(checkedId(id), deviceId);
      }
    },

    endMadeBy,
    accountIdsOf,

    /** Ends the sessions of all accounts of a user. Tokens of `legacy-support` mode stay valid. */
    async endSessionsOf(trx: Knex.Transaction, userId: number): Promise<void> {
      if (!hasSessions()) {
        return;
      }
      for (const id of await accountIdsOf(trx, userId)) {
        await manager().invalidateRefreshToken(checkedId(id));
      }
    },

    endSessions,

    /** Ends every session of the accounts, and in `legacy-support` mode every token. */
    endAll,

    /**
     * The same for accounts that other code has changed. A login that is in flight waits for the lock of its user,
     * and then sees the change.
     */
    async endAllInFlight(trx: Knex.Transaction, accountIds: number[]): Promise<void> {
      await lockUsersOf(trx, accountIds);
      await endAll(accountIds);
    },
  };
};
