import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import jwt from 'jsonwebtoken';
import { STRAPI_UIDS } from '../../../../shared/constants';
import { PROOF_MINUTES } from '../../../../shared/contracts/identities';
import type { LegacyPayload } from '../../sessions/legacy-tokens';
import { problem, validationError } from '../../utils/errors';

const MINUTE_MS = 60_000;

const refuse = (message: string) => validationError([problem(['token'], message)]);

/** @param token whose signature is verified */
const isFresh = (token: string): boolean => {
  const payload = jwt.decode(token) as LegacyPayload | null;
  const issued = payload?.issued_at ?? (payload?.iat ?? 0) * 1000;
  return issued >= Date.now() - PROOF_MINUTES * MINUTE_MS;
};

/** Who an access token is of; null where it is none, was ended, or is too old to say. */
const verify = async (strapi: Core.Strapi, token: string): Promise<number | null> => {
  try {
    const payload: LegacyPayload = await strapi
      .plugin('users-permissions')
      .service('jwt')
      .verify(token);
    return typeof payload.id === 'number' ? payload.id : null;
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
  const id = await verify(strapi, token);
  if (id === null || !(await maySignIn(strapi, id))) {
    throw refuse('token must be an access token of the other account that is still good');
  }
  if (isFresh(token)) return id;
  throw refuse(
    `token must have been issued within the last ${PROOF_MINUTES} minutes: sign in to the other account again`
  );
};

/**
 * Has whoever is signed in come with a new token as well: one that was stolen long ago must not give
 * its thief a way in for good.
 *
 * @throws ForbiddenError
 */
export const requireFreshToken = (ctx: KoaContext): void => {
  const [, token] = ctx.get('authorization').split(/\s+/);
  if (token && isFresh(token)) return;
  throw new errors.ForbiddenError(
    `Sign in again, then repeat this within ${PROOF_MINUTES} minutes`,
    { reason: 'recent_login_required', minutes: PROOF_MINUTES }
  );
};
