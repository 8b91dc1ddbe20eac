import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { BlockRequest } from '../../../shared/contracts/user-writes';
import type { EventType } from '../../../shared/event-types';
import { loadUser, requireAction, type UserContext } from '../model/users/load-user';
import { keepSessions } from '../request/keep-sessions';
import { inTransaction, table } from '../runtime/database/rows';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-actions': ReturnType<typeof createUserActions>;
  }
}

/** Actions on a user other than editing. */
export const createUserActions = ({ strapi }: { strapi: Core.Strapi }) => {
  const endAllSessions = async (
    trx: Knex.Transaction,
    { row, accountIds }: UserContext
  ): Promise<void> => {
    const sessions = getService(strapi, 'sessions');
    await sessions.lockDevices(trx, row.id);
    await sessions.endAll(accountIds);
  };

  /** @param terms null: a user who is blocked already keeps reason and end */
  const setBlocked = (id: string, blocked: boolean, terms: BlockRequest | null): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      const target = await loadUser(strapi, id);
      const { row, profile, accountIds } = target;
      if (blocked && !row.blocked) {
        requireAction(target, 'block');
      }
      if (blocked) {
        await endAllSessions(trx, target);
      }
      const reason = (blocked && terms?.reason) || null;
      const until = blocked && terms?.until ? new Date(terms.until) : null;
      const isSame = row.block_reason === reason && Number(row.blocked_until) === Number(until);
      if (row.blocked === blocked && (!terms || isSame)) {
        return;
      }
      await strapi.db.query(STRAPI_UIDS.account).updateMany({
        where: { id: { $in: accountIds } },
        data: { blocked },
      });
      await table(strapi, trx, UIDS.user)
        .where({ id: row.id })
        .update({ blocked, block_reason: reason, blocked_until: until, updated_at: new Date() });
      await getService(strapi, 'event-publisher').profileChanged(trx, row.id);
      await getService(strapi, 'audit').record('sapi', profile, {
        operation: blocked ? 'block-user' : 'unblock-user',
        ...(reason === null ? {} : { block_reason: reason }),
        ...(until === null ? {} : { until: until.toISOString() }),
      });
    });

  const mail = async (
    id: string,
    action: 'send-verification-email' | 'send-password-reset',
    type: EventType,
    send: (target: UserContext) => Promise<void> | undefined
  ): Promise<string> => {
    const target = await loadUser(strapi, id);
    requireAction(target, action);
    await send(target);
    await getService(strapi, 'audit').record(type, target.profile, { operation: action });
    return target.account?.email ?? '';
  };

  const changePasswordAtSource = async (id: string, password: string): Promise<void> => {
    const target = await loadUser(strapi, id);
    requireAction(target, 'change-password');
    const { account, connection, strategy } = target;
    if (!account) {
      return;
    }
    await strategy.checkPassword?.(connection, password);
    await strategy.atSource?.changePassword?.(connection, account, password);
  };

  return {
    /**
     * Blocks a user and ends all sessions. A blocked user stays blocked.
     *
     * @param terms replace the reason and the end of a user who is blocked already; if both are omitted, those
     * stay
     */
    block(id: string, terms: BlockRequest = {}): Promise<void> {
      const isEmpty = terms.reason === undefined && terms.until === undefined;
      return setBlocked(id, true, isEmpty ? null : terms);
    },

    /** Unblocks a user. Ended sessions stay ended. */
    unblock: (id: string): Promise<void> => setBlocked(id, false, null),

    /**
     * @throws ValidationError that lists every rule of the connection that the password breaks
     * @throws SourceError if the source of the connection rejects it
     */
    async setPassword(id: string, password: string, endSessions: boolean): Promise<void> {
      await changePasswordAtSource(id, password);
      await inTransaction(strapi, async (trx) => {
        const target = await loadUser(strapi, id);
        requireAction(target, 'change-password');
        const { account, connection, strategy, profile } = target;
        if (!account) {
          return;
        }
        const change = async () => strategy.changePassword?.(connection, account, password);
        if (endSessions) {
          await endAllSessions(trx, target);
        }
        await (endSessions ? change() : keepSessions(change));
        await getService(strapi, 'audit').record('scp', profile, {
          operation: 'set-password',
          sessions_ended: endSessions,
        });
      });
    },

    /** @returns the email address that the mail was sent to */
    sendVerificationEmail: (id: string): Promise<string> =>
      mail(id, 'send-verification-email', 'svr', ({ strategy, account }) =>
        account ? strategy.sendVerificationEmail?.(account) : undefined
      ),

    /** @returns the email address that the mail was sent to */
    sendPasswordReset: (id: string): Promise<string> =>
      mail(id, 'send-password-reset', 'scpr', ({ strategy, connection, account }) =>
        account
          ? strategy.sendPasswordReset?.(
              connection,
              account,
              getService(strapi, 'password-reset').send
            )
          : undefined
      ),
  };
};
