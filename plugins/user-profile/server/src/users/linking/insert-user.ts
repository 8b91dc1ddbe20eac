import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import type { Account } from '../../model/accounts/account';
import { mirroredAttributes } from '../../model/accounts/account';
import type { IdentityRow } from '../../model/accounts/identities';
import { BY_USERS_PERMISSIONS } from '../../model/connections/connection-store';
import { attributeIn } from '../../model/connections/source-attributes';
import { rootAttributesIn, userIdFor, usernameIn } from '../../model/connections/source-profile';
import { toUserRow, type UserRow } from '../../model/users/user-row';
import { table, systemColumns, type Row } from '../../runtime/database/rows';
import { ConflictError, coded } from '../../utils/errors';
import { getService } from '../../utils/service';

const userIdOf = async (strapi: Core.Strapi, identity: IdentityRow): Promise<string> => {
  const { connection: name, external_id: externalId } = identity;
  const connection = await getService(strapi, 'connection-store').findRow(name);
  if (!connection || connection.managed_by === BY_USERS_PERMISSIONS) {
    return `${name}|${externalId}`;
  }
  return userIdFor(connection.strategy, name, externalId);
};

/** The attributes of a user whose account was deleted. */
const attributesOf = (claims: JsonObject, userId: string) => ({
  email: attributeIn(claims, 'email'),
  name: rootAttributesIn(claims).name ?? userId,
  nickname: rootAttributesIn(claims).nickname ?? userId,
  blocked: false,
});

/**
 * Inserts a user for one identity, with its own `user_id`, the claims of its source, and no metadata.
 *
 * @throws ConflictError if another user has this `user_id`
 */
export const insertUser = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identity: IdentityRow,
  account: Account | null
): Promise<UserRow> => {
  const userId = await userIdOf(strapi, identity);
  const find = (): Promise<Row | undefined> =>
    table(strapi, trx, UIDS.user).where({ user_id: userId }).first();
  if (await find()) {
    throw new ConflictError(coded('user_id_taken_on_site', { id: userId }), ['identityId']);
  }
  const claims = identity.profile_data;
  const known = account ? mirroredAttributes(account, claims) : attributesOf(claims, userId);
  await table(strapi, trx, UIDS.user).insert({
    ...systemColumns(strapi, UIDS.user, new Date()),
    created_at: account?.createdAt ?? identity.created_at,
    user_id: userId,
    connection: identity.connection,
    ...(account?.isNative ? {} : { username: usernameIn(claims) }),
    ...rootAttributesIn(claims),
    ...known,
    email_verified: claims.email_verified === true && claims.email === known.email,
    logins_count: 0,
    revision: 1,
  });
  const row = await find();
  if (!row) {
    throw new Error(`The user ${userId} was not inserted`);
  }
  return toUserRow(row);
};
