import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { createPasswords, type Passwords } from '../../model/connections/passwords';
import { currentAttempt } from '../../request/attempt';
import { getService } from '../../utils/service';
import { wrapAuthActions, type AuthActionHandler } from './index';

const hasPassword = async (strapi: Core.Strapi, id: number): Promise<boolean> => {
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['password'], where: { id } });
  return Boolean(account?.password);
};

/**
 * Where there was no password to compare, Users & Permissions answers at once, which tells that nobody
 * has the identifier. A comparison with nothing takes the same time.
 */
const compareWithNothing = async (
  strapi: Core.Strapi,
  password: string,
  accountId: number | null,
  passwords: Passwords
): Promise<void> => {
  if (accountId !== null && (await hasPassword(strapi, accountId))) {
    return;
  }
  await passwords.matches(password, null);
};

const guarded = (strapi: Core.Strapi, callback: AuthActionHandler): AuthActionHandler => {
  const passwords = createPasswords(strapi);

  return async function guardedCallback(ctx, next, ...rest) {
    const attempt = currentAttempt();
    const identifier = attempt?.subject.identifier;
    const { password } = (ctx.request.body ?? {}) as { password?: unknown };
    if (!attempt || !identifier || typeof password !== 'string') {
      return callback.call(this, ctx, next, ...rest);
    }
    const bruteForce = getService(strapi, 'brute-force');
    const { accountId } = attempt.subject;
    const tried = { attempt, identifier, accountId };
    try {
      await bruteForce.check(tried);
    } catch (error) {
      attempt.isLogged = true;
      ctx.state.userProfileLogged = true;
      throw error;
    }
    try {
      const result = await callback.call(this, ctx, next, ...rest);
      await bruteForce.noteSuccess(tried);
      return result;
    } catch (error) {
      if (error instanceof errors.ValidationError) {
        await compareWithNothing(strapi, password, accountId, passwords);
        await bruteForce.noteFailure(tried);
      }
      throw error;
    }
  };
};

/** Puts the protection against guessing in front of U&P's login by password. */
export const guardLogin = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, ['callback'], (_name, callback) => guarded(strapi, callback));
