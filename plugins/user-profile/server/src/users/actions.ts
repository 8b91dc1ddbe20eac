import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { BlockRequest } from '../../../shared/contracts/blocks';
import type { EventType } from '../../../shared/event-types';
import { setBlocked } from '../login/set-blocked';
import { loadUser, type UserContext } from '../model/users/load-user';
import { requireAction } from '../model/users/user-actions';
import { keepSessions } from '../request/keep-sessions';
import { inTransaction } from '../runtime/database/rows';
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
    await sessions.lockDevices(trx, [row.id]);
    await sessions.endAll(accountIds);
  };

  const setOneBlocked = async (
    id: string,
    blocked: boolean,
    terms?: BlockRequest
  ): Promise<void> => {
    const { problems } = await setBlocked(strapi, [id], blocked, terms);
    if (problems.has(id)) {
      throw problems.get(id);
    }
  };

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
    block: (id: string, terms?: BlockRequest): Promise<void> => setOneBlocked(id, true, terms),

    /** Unblocks a user. Ended sessions stay ended. */
    unblock: (id: string): Promise<void> => setOneBlocked(id, false),

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
        await (endSessions ? change() : keepSessions([account.id], change));
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
