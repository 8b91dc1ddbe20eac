import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { UIDS } from '../../../../../../shared/constants';
import type { JsonObject } from '../../../../../../shared/contracts/users';
import { lockUniqueAccounts } from '../../../../model/connections/uniqueness';
import { inTransaction, table } from '../../../../runtime/database/rows';
import {
  coded,
  ConflictError,
  problem,
  type CodedText,
  type Problem,
} from '../../../../utils/errors';

const MAX_LENGTH = 128;

/** The options for usernames. */
export const usernameOptions = {
  requires_username: z
    .boolean()
    .default(false)
    .describe('Users have a username in addition to the email address'),
  username_min: z.number().int().min(1).max(MAX_LENGTH).default(1),
  username_max: z.number().int().min(1).max(MAX_LENGTH).default(15),
};

const CHARACTERS = /^[a-z0-9_+\-.@^$!#~'`]+$/;
const LIKE_AN_EMAIL = /^[^@]+@[^@]+\.[^@]+$/;

/**
 * Checks a username in lower case, as it is stored. The rules are those of Auth0:
 * https://auth0.com/docs/authenticate/database-connections/require-username
 */
export const usernameProblems = (options: JsonObject, username: string): Problem[] => {
  const name = username.toLowerCase();
  const [min, max] = [Number(options.username_min), Number(options.username_max)];
  const messages = [
    name.length < min || name.length > max ? coded('username_length', { min, max }) : null,
    CHARACTERS.test(name) ? null : coded('username_characters'),
    LIKE_AN_EMAIL.test(name) ? coded('username_email') : null,
  ];
  return messages
    .filter((message) => message !== null)
    .map((message) => problem(['username'], message));
};

/** Why a directory cannot take a user with this username, or without one (`null`). Empty if it can. */
export const rejectUsername = (
  options: JsonObject,
  username: string | null,
  user: string
): CodedText[] => {
  const isRequired = options.requires_username === true;
  if (username === null) {
    return isRequired ? [coded('target_username_missing', { user })] : [];
  }
  if (!isRequired) {
    return [coded('target_username_unsupported', { user, username })];
  }
  return usernameProblems(options, username).map(({ message: problem }) =>
    coded('target_username_invalid', { user, username, problem })
  );
};

/** @returns the username of the source in lower case; null if it is not valid as a login name */
export const loginNameFromUsername = (username: string | null): string | null => {
  const name = username?.toLowerCase() ?? '';
  const isUsable = name.length <= MAX_LENGTH && CHARACTERS.test(name) && !LIKE_AN_EMAIL.test(name);
  return isUsable ? name : null;
};

/** Whether the username is free in the connection. The result holds until the end of the transaction. */
export const isFreeLoginName = (
  strapi: Core.Strapi,
  connection: string,
  loginName: string
): Promise<boolean> =>
  inTransaction(strapi, async (trx) => {
    await lockUniqueAccounts(strapi);
    const taken = await table(strapi, trx, UIDS.identity)
      .where({ connection, login_name: loginName })
      .first('id');
    return !taken;
  });

/** @throws ConflictError */
export const requireFreeLoginName = async (
  strapi: Core.Strapi,
  connection: string,
  loginName: string | null
): Promise<void> => {
  if (loginName === null || (await isFreeLoginName(strapi, connection, loginName))) {
    return;
  }
  throw new ConflictError(coded('username_taken_in_connection'), ['username']);
};
