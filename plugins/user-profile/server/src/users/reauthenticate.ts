import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { ERASURE_LOGIN_MINUTES, STRAPI_UIDS } from '../../../shared/constants';
import { requireRecentLogin } from '../sessions/last-login';
import { problem, validationError } from '../utils/errors';
import { providerOf } from '../utils/provider-of';
import { getService } from '../utils/service';

interface Account {
  id: number;
  email: string | null;
  username: string | null;
  password: string | null;
  provider: string | null;
}

/** Wrong passwords count as failed logins, under the same limits. */
const requirePassword = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  { id, email, username, provider, password }: Account,
  sent: string | undefined
): Promise<void> => {
  if (sent === undefined) {
    const message = 'current_password is required: this account has a password';
    throw validationError([problem(['current_password'], message)]);
  }
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  const attempt = { facts, connection: providerOf(provider) };
  const tried = { attempt, identifier: email ?? username ?? String(id), accountId: id };
  const compare = async (): Promise<void> => {
    const accounts = strapi.plugin('users-permissions').service('user');
    if (!(await accounts.validatePassword(sent, password))) {
      const message = 'current_password is not the password of this account';
      throw validationError([problem(['current_password'], message)]);
    }
  };
  await getService(strapi, 'brute-force').protect(
    tried,
    compare,
    (error) => error instanceof errors.ValidationError
  );
};

/**
 * Asks for proof of identity before an irreversible action, since the token may be stolen: the password
 * if the account has one, otherwise a recent login.
 *
 * @throws ValidationError if the password is missing or wrong
 * @throws RateLimitError after too many wrong passwords
 * @throws ForbiddenError if the login is too old
 */
export const reauthenticate = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  password: string | undefined
): Promise<void> => {
  const account: Account | null = await strapi.db.query(STRAPI_UIDS.account).findOne({
    select: ['id', 'email', 'username', 'password', 'provider'],
    where: { id: ctx.state.user?.id },
  });
  if (account?.password) {
    await requirePassword(strapi, ctx, account, password);
  } else {
    await requireRecentLogin(strapi, ctx, ERASURE_LOGIN_MINUTES);
  }
};
