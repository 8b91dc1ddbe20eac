import { randomBytes } from 'node:crypto';
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import { STRAPI_UIDS } from '../../../shared/constants';
import { currentAttempt } from '../capture/attempt';
import { wrapAuthActions, type AuthActionHandler } from '../utils/auth-actions';
import { getService } from '../utils/service';

const users = (strapi: Core.Strapi) => strapi.plugin('users-permissions').service('user');

/** A hash that no password has, made as costly as those of the users. */
const createDummyHash = (strapi: Core.Strapi) => {
  const make = async (): Promise<string> => {
    const password = randomBytes(24).toString('base64');
    return (await users(strapi).ensureHashedPasswords({ password })).password;
  };
  let hash: Promise<string> | undefined;
  return (): Promise<string> => (hash ??= make());
};

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
  dummyHash: () => Promise<string>
): Promise<void> => {
  if (accountId !== null && (await hasPassword(strapi, accountId))) return;
  await users(strapi).validatePassword(password, await dummyHash());
};

const guarded = (strapi: Core.Strapi, callback: AuthActionHandler): AuthActionHandler => {
  const dummyHash = createDummyHash(strapi);

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
        await compareWithNothing(strapi, password, accountId, dummyHash);
        await bruteForce.noteFailure(tried);
      }
      throw error;
    }
  };
};

/** Puts the protection against guessing in front of U&P's login by password. */
export const guardLogin = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, ['callback'], (_name, callback) => guarded(strapi, callback));
