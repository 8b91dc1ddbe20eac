import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { UIDS } from '../../../../../../shared/constants';
import type { JsonObject } from '../../../../../../shared/contracts/users';
import { takeTurns } from '../../../../model/connections/uniqueness';
import { inTransaction, table } from '../../../../runtime/database/rows';
import { ConflictError, problem, type Problem } from '../../../../utils/errors';

const MAX_LENGTH = 128;

/** The options by which a connection says what usernames are like. */
export const usernameOptions = {
  requires_username: z.boolean().default(false).describe('Users have a username besides the email'),
  username_min: z.number().int().min(1).max(MAX_LENGTH).default(1),
  username_max: z.number().int().min(1).max(MAX_LENGTH).default(15),
};

const CHARACTERS = /^[a-z0-9_+\-.@^$!#~'`]+$/;
const LIKE_AN_EMAIL = /^[^@]+@[^@]+\.[^@]+$/;

/**
 * Usernames are stored in lower case.
 * https://auth0.com/docs/authenticate/database-connections/require-username
 */
export const usernameProblems = (options: JsonObject, username: string): Problem[] => {
  const name = username.toLowerCase();
  const [min, max] = [Number(options.username_min), Number(options.username_max)];
  const messages = [
    name.length < min || name.length > max
      ? `The username must have ${min} to ${max} characters`
      : null,
    CHARACTERS.test(name)
      ? null
      : "The username may have letters (a-z), digits and _ + - . @ ^ $ ! # ~ ' ` only",
    LIKE_AN_EMAIL.test(name) ? 'The username must not be an email address' : null,
  ];
  return messages
    .filter((message) => message !== null)
    .map((message) => problem(['username'], message));
};

/** What the rules of a directory have against the username of one of its users, or against none. */
export const refuseUsername = (options: JsonObject, username: string | null): string[] => {
  const isRequired = options.requires_username === true;
  if (username === null) {
    return isRequired ? ['There is no username, and users of the target have one'] : [];
  }
  if (!isRequired) {
    return [`The username is "${username}", and users of the target have none`];
  }
  return usernameProblems(options, username).map(
    ({ message }) => `The username is "${username}". ${message}`
  );
};

/** The name that a user signs in by, made of what a source calls them; null where it cannot be one. */
export const loginNameOf = (username: string | null): string | null => {
  const name = username?.toLowerCase() ?? '';
  const isUsable = name.length <= MAX_LENGTH && CHARACTERS.test(name) && !LIKE_AN_EMAIL.test(name);
  return isUsable ? name : null;
};

/** Whether nobody in the connection has the username, until the end of the transaction. */
export const isFreeLoginName = (
  strapi: Core.Strapi,
  connection: string,
  loginName: string
): Promise<boolean> =>
  inTransaction(strapi, async (trx) => {
    await takeTurns(strapi);
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
  throw new ConflictError('Another user of this connection has this username', ['username']);
};
