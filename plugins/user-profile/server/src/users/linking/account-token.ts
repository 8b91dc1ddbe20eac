import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { PROOF_MINUTES } from '../../../../shared/contracts/identities';
import { lastLoginOf, loginBehind, type AccessPayload } from '../../sessions/last-login';
import { problem, validationError } from '../../utils/errors';

const MINUTE_MS = 60_000;

const refuse = (message: string) => validationError([problem(['token'], message)]);

/** Tokens that come of a refresh are as old as the login that they come of. */
const isFresh = (login: Date | null): boolean =>
  login !== null && login.getTime() >= Date.now() - PROOF_MINUTES * MINUTE_MS;

/** What an access token says; null where it is none, was ended, or is too old to say. */
const verify = async (strapi: Core.Strapi, token: string): Promise<AccessPayload | null> => {
  try {
    return await strapi.plugin('users-permissions').service('jwt').verify(token);
  } catch {
    return null;
  }
};

/** What Users & Permissions asks of whoever comes with a token. */
const maySignIn = async (strapi: Core.Strapi, id: number): Promise<boolean> => {
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['blocked', 'confirmed'], where: { id } });
  const { email_confirmation: mustConfirm } = ((await strapi
    .store({ type: 'plugin', name: 'users-permissions' })
    .get({ key: 'advanced' })) ?? {}) as { email_confirmation?: boolean };
  return account !== null && !account.blocked && (!mustConfirm || account.confirmed === true);
};

/**
 * Whose account an access token proves that somebody has just signed in to.
 *
 * @returns the id of the account
 * @throws ValidationError for a token that is none, was ended, or is too old
 */
export const provenAccount = async (strapi: Core.Strapi, token: string): Promise<number> => {
  const payload = await verify(strapi, token);
  const id = payload?.id;
  if (!payload || typeof id !== 'number' || !(await maySignIn(strapi, id))) {
    throw refuse('token must be an access token of the other account that is still good');
  }
  if (isFresh(await loginBehind(strapi, payload))) {
    return id;
  }
  throw refuse(
    `token must come of a login within the last ${PROOF_MINUTES} minutes: sign in to the other account again`
  );
};

/**
 * Has whoever is signed in have done so just now as well: a token that was stolen must not give its
 * thief a way in for good.
 *
 * @throws ForbiddenError
 */
export const requireFreshLogin = async (strapi: Core.Strapi, ctx: KoaContext): Promise<void> => {
  if (isFresh(await lastLoginOf(strapi, ctx))) {
    return;
  }
  throw new errors.ForbiddenError(
    `Sign in again, then repeat this within ${PROOF_MINUTES} minutes`,
    { reason: 'recent_login_required', minutes: PROOF_MINUTES }
  );
};
