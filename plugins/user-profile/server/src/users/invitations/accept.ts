import type { Core } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { acceptInvitationBody } from '../../../../shared/contracts/sign-up';
import { captureCall } from '../../login/attempt-recorder';
import { can, type AccountRef, type Strategy } from '../../model/connections/strategy';
import { loadUser, type UserContext } from '../../model/users/load-user';
import { UNKNOWN_SUBJECT } from '../../request/attempt';
import type { AuthAction } from '../../request/auth-action-events';
import { inTransaction } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { isEqualInConstantTime } from '../../utils/is-equal-in-constant-time';
import { getService } from '../../utils/service';
import { sha256 } from '../../utils/sha256';
import { proveEmailByReset } from '../linking/prove-email-by-reset';

const ACCEPT: AuthAction = { success: 'si', failure: 'fi', subject: 'none' };

/** The same for every token, so it does not reveal which ones existed. */
const INVALID_TOKEN = 'The invitation is invalid, already used, revoked or expired';

/** Binds a token to the email address that it was sent to. Without the token it cannot be reversed. */
export const invitationMark = (token: string, email: string): string => sha256(token, email);

/** An invited user with what accepting the invitation needs. */
interface Invited extends UserContext {
  account: AccountRef & { email: string };
  strategy: Strategy & Required<Pick<Strategy, 'changePassword'>>;
}

/** Sets the password of an invited user. */
export const createAcceptance = (strapi: Core.Strapi) => {
  const oneTimeTokens = () => getService(strapi, 'one-time-tokens');

  const rejectToken = (): never => {
    throw validationError([problem(['token'], INVALID_TOKEN)]);
  };

  const loadKnown = async (id: string): Promise<UserContext | null> => {
    try {
      return await loadUser(strapi, id);
    } catch (error) {
      if (error instanceof errors.NotFoundError) {
        return null;
      }
      throw error;
    }
  };

  /** The user of a valid token; null for any other token. Inside a transaction, the user stays locked. */
  const find = async (token: string): Promise<Invited | null> => {
    const data = await oneTimeTokens().inspect('invitation', token);
    const target = data && (await loadKnown(String(data.profile)));
    if (!target) {
      return null;
    }
    const { row, account, connection, strategy, hasPassword } = target;
    const isCurrent = isEqualInConstantTime(
      row.invitation_key ?? '',
      oneTimeTokens().keyOf('invitation', token)
    );
    const email = account?.email ?? null;
    if (!isCurrent || row.blocked || hasPassword || account === null || email === null) {
      return null;
    }
    const isForEmail = isEqualInConstantTime(String(data.mark), invitationMark(token, email));
    return isForEmail && can(strategy, connection, 'changePassword')
      ? { ...target, account: { ...account, email }, strategy }
      : null;
  };

  const setPassword = (token: string, password: string): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      const target = (await find(token)) ?? rejectToken();
      const { row, account, accountIds, connection, strategy } = target;
      // Of parallel requests, one consumes the token. A failure below makes it valid again.
      if (!(await oneTimeTokens().consume('invitation', token))) {
        rejectToken();
      }
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, [row.id]);
      await sessions.endAll(accountIds);
      // The account lifecycle ends the invitation and confirms the account.
      await strategy.changePassword(connection, account, password);
      await proveEmailByReset(strapi, account);
    });

  /**
   * Sets the password of the invited user, whose email address is then verified. Does not log in. If the
   * password breaks a rule, the token stays valid.
   *
   * @throws ValidationError that lists every rule that the password breaks
   * @throws ValidationError if the token is invalid
   */
  return async (
    ctx: KoaContext,
    { token, password }: z.output<typeof acceptInvitationBody>
  ): Promise<void> => {
    const found = await find(token);
    const call = {
      action: 'acceptInvitation',
      events: ACCEPT,
      connection: found?.connection.name ?? null,
      subject: { ...UNKNOWN_SUBJECT, accountId: found?.account.id ?? null },
    };
    await captureCall(strapi, ctx, call, async () => {
      const { account, connection, strategy } = found ?? rejectToken();
      getService(strapi, 'login').requireEnabled(connection);
      await strategy.checkPassword?.(connection, password);
      await setPassword(token, password);
      ctx.body = {
        data: { accepted: true, connection: connection.name, email: account.email },
      };
    });
  };
};
