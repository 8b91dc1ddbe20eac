import type { Core } from '@strapi/types';

import { userIdOfActor } from '../../request/actor';
import { identitiesOf, keysOfUserId } from '../accounts/identities';
import type { UserRow } from './user-row';

/**
 * Finds out which actors of the log are one user. The log names the account or the identity that acted: of linked
 * users, it need not be the one that the `user_id` is made of.
 */
export const createIsSelf = async (
  strapi: Core.Strapi,
  { id, user_id: userId }: Pick<UserRow, 'id' | 'user_id'>
): Promise<(actor: string) => boolean> => {
  const identities = await identitiesOf(strapi, id);
  const keys = new Set(identities.map(({ identity_key: key }) => key));
  const accounts = new Set(identities.map(({ connection, account }) => `${connection}|${account}`));
  return (actor) => {
    const acting = userIdOfActor(actor);
    return (
      acting !== null &&
      (acting === userId ||
        accounts.has(acting) ||
        keysOfUserId(acting).some((key) => keys.has(key)))
    );
  };
};
