import { errors } from '@strapi/utils';

import { createPasswords, type Passwords } from '../../model/connections/passwords';
import { currentAttempt, type Subject } from '../../request/attempt';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/**
 * If there is no password to compare, Users & Permissions responds at once, which reveals that the
 * identifier is unknown. A comparison with a dummy hash takes the same time.
 */
const compareWithDummy = async (
  password: string,
  { passwordHash, hasProvider }: Subject,
  passwords: Passwords
): Promise<void> => {
  const isCompared = passwordHash !== null && hasProvider;
  if (!isCompared) {
    await passwords.matches(password, null);
  }
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
            await compareWithDummy(password, attempt.subject, passwords);
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
