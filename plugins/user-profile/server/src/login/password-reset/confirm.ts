import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { UIDS } from '../../../../shared/constants';
import type { confirmPasswordResetBody } from '../../../../shared/contracts/sign-up';
import { loadUser } from '../../model/users/load-user';
import { AUTH_ACTIONS } from '../../request/auth-action-events';
import { inTransaction, table } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { captureCall, startAttempt } from '../attempt-recorder';
import type { Found, ResetCodes } from './codes';

const WRONG_CODE = 'The code is wrong, was used already, or is too old';

/** The new password, by the code of the mail. */
export const createResetConfirm = (strapi: Core.Strapi, codes: ResetCodes) => {
  const refuse = (): never => {
    throw validationError([problem(['code'], WRONG_CODE)]);
  };

  /** A source has rules of its own: what it refuses leaves the code good. */
  const changeAtSource = async (
    { data }: Found,
    code: string,
    work: () => Promise<void> | undefined
  ): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await codes.giveBack(code, data);
      throw error;
    }
  };

  const change = async (found: Found, code: string, password: string): Promise<void> => {
    const { account, user, data } = found;
    const login = getService(strapi, 'login');
    const { connection, strategy } = await login.requireConnection(
      data.connection,
      'changePassword'
    );
    login.requireEnabled(connection);
    await strategy.checkPassword?.(connection, password);
    if (!(await codes.redeem(code))) {
      refuse();
    }
    const externalId = String((await codes.findIdentity(account))?.external_id);
    const ref = { id: account.id, email: data.email, externalId };
    await changeAtSource(found, code, () =>
      strategy.atSource?.changePassword?.(connection, ref, password)
    );
    await inTransaction(strapi, async (trx) => {
      const { row, accountIds } = await loadUser(strapi, data.profile);
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, row.id);
      await sessions.endAll(accountIds);
      await strategy.changePassword(connection, ref, password);
      // Whoever used the code reads the mail.
      await table(strapi, trx, UIDS.user)
        .where({ id: user.id, email: account.email })
        .update({ email_verified: true });
      await getService(strapi, 'event-publisher').profileChanged(trx, Number(user.id));
    });
  };

  /**
   * Sets the new password and ends all sessions. A password that breaks a rule leaves the code good.
   *
   * @throws ValidationError that lists every rule that the password breaks, or for the code
   */
  return async (
    ctx: KoaContext,
    { code, password }: z.output<typeof confirmPasswordResetBody>
  ): Promise<void> => {
    const found = await codes.find(code);
    const attempt = startAttempt(strapi, ctx, {
      action: 'resetPassword',
      connection: found?.data.connection ?? null,
      subject: { identifier: null, accountId: found?.account.id ?? null },
    });
    await captureCall(strapi, AUTH_ACTIONS.resetPassword, attempt, ctx, async () => {
      if (!found) {
        refuse();
      } else {
        await change(found, code, password);
      }
      ctx.body = { data: { reset: true } };
    });
  };
};
