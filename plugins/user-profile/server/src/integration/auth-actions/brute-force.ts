import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { createPasswords, type Passwords } from '../../model/connections/passwords';
import { currentAttempt } from '../../request/attempt';
import { hasNoProvider } from '../../utils/provider-of';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** Whether Users & Permissions compares the password of the account. */
const isCompared = async (strapi: Core.Strapi, id: number): Promise<boolean> => {
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['password', 'provider'], where: { id } });
  return Boolean(account?.password) && !hasNoProvider(account?.provider);
};

/**
 * If there is no password to compare, Users & Permissions responds at once, which reveals that the
 * identifier is unknown. A comparison with a dummy hash takes the same time.
 */
const compareWithDummy = async (
  strapi: Core.Strapi,
  password: string,
  accountId: number | null,
  passwords: Passwords
): Promise<void> => {
  if (accountId !== null && (await isCompared(strapi, accountId))) {
    return;
  }
  await passwords.matches(password, null);
};

/** Protects the password login of Users & Permissions against guessing. */
export const bruteForce: AuthActionWrapper = {
  actions: ['callback'],

  wrap: (strapi, _name, callback) => {
    const passwords = createPasswords(strapi);

    return async function protectedCallback(ctx, next, ...rest) {
      const original = () => callback.call(this, ctx, next, ...rest);
      const attempt = currentAttempt();
      const identifier = attempt?.subject.identifier;
      const { password } = (ctx.request.body ?? {}) as { password?: unknown };
      if (!attempt || !identifier || typeof password !== 'string') {
        return original();
      }
      const { accountId } = attempt.subject;
      const logIn = async (): Promise<unknown> => {
        try {
          return await original();
        } catch (error) {
          if (error instanceof errors.ValidationError) {
            await compareWithDummy(strapi, password, accountId, passwords);
          }
          throw error;
        }
      };
      return getService(strapi, 'brute-force').protect(
        { attempt, identifier, accountId },
        logIn,
        (error) => error instanceof errors.ValidationError
      );
    };
  },
};
