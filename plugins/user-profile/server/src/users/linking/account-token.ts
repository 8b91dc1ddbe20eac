import type { Core } from '@strapi/types';

import { LINKING_LOGIN_MINUTES, STRAPI_UIDS } from '../../../../shared/constants';
import { usersPermissionsSettings } from '../../model/connections/users-permissions-settings';
import { isRecentLogin, loginOfToken, type AccessPayload } from '../../sessions/last-login';
import { problem, validationError } from '../../utils/errors';

const invalidToken = (message: string) => validationError([problem(['token'], message)]);

/** The payload of an access token; null if the token is invalid, ended or expired. */
const verify = async (strapi: Core.Strapi, token: string): Promise<AccessPayload | null> => {
  try {
    return await strapi.plugin('users-permissions').service('jwt').verify(token);
  } catch {
    return null;
  }
};

/** The checks of U&P for the account of a token. */
const mayLogIn = async (strapi: Core.Strapi, id: number): Promise<boolean> => {
  const account = await strapi.db
    .query(STRAPI_UIDS.account)
    .findOne({ select: ['blocked', 'confirmed'], where: { id } });
  const { email_confirmation: mustConfirm } = await usersPermissionsSettings(strapi);
  return account !== null && !account.blocked && (!mustConfirm || account.confirmed === true);
};

/**
 * The account that an access token proves a recent login to.
 *
 * @returns the id of the account
 * @throws ValidationError if the token is invalid or ended, or if its login is too old
 */
export const accountOfToken = async (strapi: Core.Strapi, token: string): Promise<number> => {
  const payload = await verify(strapi, token);
  const id = payload?.id;
  if (!payload || typeof id !== 'number' || !(await mayLogIn(strapi, id))) {
    throw invalidToken('token must be a valid access token of the other account');
  }
  if (isRecentLogin(await loginOfToken(strapi, payload), LINKING_LOGIN_MINUTES)) {
    return id;
  }
  throw invalidToken(
    `token must come from a login within the last ${LINKING_LOGIN_MINUTES} minutes: log in to the other account again`
  );
};
