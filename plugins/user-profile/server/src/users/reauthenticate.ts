import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../shared/constants';
import { lastLoginOf } from '../sessions/last-login';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';

/** Whoever has no password to repeat must have signed in within this time. */
export const RECENT_LOGIN_MINUTES = 15;
const MINUTE_MS = 60_000;

interface Account {
  id: number;
  email: string | null;
  username: string | null;
  password: string | null;
  provider: string | null;
}

/** Guessing here counts as guessing at the login, and is stopped with it. */
const requirePassword = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  { id, email, username, provider, password }: Account,
  sent: string | undefined
): Promise<void> => {
  if (sent === undefined) {
    const message = 'current_password is needed: this account has a password';
    throw validationError([problem(['current_password'], message)]);
  }
  const bruteForce = getService(strapi, 'brute-force');
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  const attempt = { facts, connection: provider ?? 'local' };
  const tried = { attempt, identifier: email ?? username ?? String(id), accountId: id };
  await bruteForce.check(tried);
  const accounts = strapi.plugin('users-permissions').service('user');
  if (await accounts.validatePassword(sent, password)) {
    return bruteForce.noteSuccess(tried);
  }
  await bruteForce.noteFailure(tried);
  throw validationError([problem(['current_password'], 'current_password is not the password')]);
};

const requireRecentLogin = async (strapi: Core.Strapi, ctx: KoaContext): Promise<void> => {
  const date = await lastLoginOf(strapi, ctx);
  if (date && date.getTime() >= Date.now() - RECENT_LOGIN_MINUTES * MINUTE_MS) {
    return;
  }
  throw new errors.ForbiddenError(
    `Sign in again, then repeat this within ${RECENT_LOGIN_MINUTES} minutes`,
    { reason: 'recent_login_required', minutes: RECENT_LOGIN_MINUTES }
  );
};

/**
 * Has whoever is signed in prove it anew, for what cannot be undone: a token may be a stolen one. By
 * the password where the account has one, by a recent login otherwise.
 *
 * @throws ValidationError for a password that is missing or wrong, RateLimitError after too many of
 *   them, ForbiddenError where the login is too long ago
 */
export const requireProof = async (
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
    await requireRecentLogin(strapi, ctx);
  }
};
