import type { Core } from '@strapi/types';

import { identitiesOf, keysOfUserId } from '../accounts/identities';
import type { UserRow } from './user-row';

/**
 * Finds out which ids in the log are those of one user. The log names the account or the identity that acted: of
 * linked users, it need not be the one that the `user_id` is made of.
 *
 * @returns whether a `user_id`, or the id of an identity, belongs to the user
 */
export const createIsSelf = async (
  strapi: Core.Strapi,
  { id, user_id: userId }: Pick<UserRow, 'id' | 'user_id'>
): Promise<(id: string) => boolean> => {
  const identities = await identitiesOf(strapi, id);
  const keys = new Set(identities.map(({ identity_key: key }) => key));
  const accounts = new Set(identities.map(({ connection, account }) => `${connection}|${account}`));
  return (named) =>
    named === userId || accounts.has(named) || keysOfUserId(named).some((key) => keys.has(key));
};
