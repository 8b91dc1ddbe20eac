import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { confirmPasswordResetBody } from '../../../../shared/contracts/sign-up';
import { findIdentity } from '../../model/accounts/identities';
import { loadUser } from '../../model/users/load-user';
import { UNKNOWN_SUBJECT } from '../../request/attempt';
import { AUTH_ACTIONS } from '../../request/auth-action-events';
import { inTransaction } from '../../runtime/database/rows';
import { problem, validationError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { captureCall } from '../attempt-recorder';
import type { FoundReset, ResetCodes } from './codes';

type ProveEmail = (account: { id: number; email: string }) => Promise<void>;

const INVALID_CODE = 'The code is wrong, already used or expired';

/** Sets a new password with the code from the mail. */
export const createResetConfirm = (strapi: Core.Strapi, codes: ResetCodes) => {
  const rejectCode = (): never => {
    throw validationError([problem(['code'], INVALID_CODE)]);
  };

  /** If the source rejects the password, the code stays valid. */
  const changeAtSource = async (
    { data }: FoundReset,
    code: string,
    work: () => Promise<void> | undefined
  ): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await codes.reissue(code, data);
      throw error;
    }
  };

  const change = async (
    found: FoundReset,
    code: string,
    password: string,
    proveEmail: ProveEmail
  ): Promise<void> => {
    const { account, data, email } = found;
    const login = getService(strapi, 'login');
    const { connection, strategy } = await login.requireConnection(
      data.connection,
      'changePassword'
    );
    login.requireEnabled(connection);
    await strategy.checkPassword?.(connection, password);
    if (!(await codes.consume(code))) {
      rejectCode();
    }
    const identity = await findIdentity(strapi, { account: account.documentId });
    const externalId = String(identity?.external_id);
    const ref = { id: account.id, email, externalId };
    await changeAtSource(found, code, () =>
      strategy.atSource?.changePassword?.(connection, ref, password)
    );
    await inTransaction(strapi, async (trx) => {
      const { row, accountIds } = await loadUser(strapi, data.profile);
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, [row.id]);
      await sessions.endAll(accountIds);
      await strategy.changePassword(connection, ref, password);
      // Using the code proves access to the mailbox.
      await proveEmail({ id: account.id, email });
    });
  };

  /**
   * Sets the new password and ends all sessions. If the password breaks a rule, the code stays valid.
   *
   * @param proveEmail records, in the same transaction, that the code was read in this mailbox
   * @throws ValidationError that lists every rule that the password breaks
   * @throws ValidationError if the code is invalid
   */
  return async (
    ctx: KoaContext,
    { code, password }: z.output<typeof confirmPasswordResetBody>,
    proveEmail: ProveEmail
  ): Promise<void> => {
    const found = await codes.find(code);
    const call = {
      action: 'resetPassword',
      events: AUTH_ACTIONS.resetPassword,
      connection: found?.data.connection ?? null,
      subject: { ...UNKNOWN_SUBJECT, accountId: found?.account.id ?? null },
    };
    await captureCall(strapi, ctx, call, async () => {
      if (!found) {
        rejectCode();
      } else {
        await change(found, code, password, proveEmail);
      }
      ctx.body = { data: { reset: true } };
    });
  };
};
