import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import type { Account } from '../../model/accounts/account';
import { mirroredAttributes } from '../../model/accounts/account';
import type { IdentityRow } from '../../model/accounts/identities';
import { BY_USERS_PERMISSIONS } from '../../model/connections/connection-store';
import { rootAttributesIn, userIdFor, usernameIn } from '../../model/connections/source-profile';
import { asJson, table, systemColumns, type Row } from '../../runtime/database/rows';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';

const userIdOf = async (strapi: Core.Strapi, identity: IdentityRow): Promise<string> => {
  const [name, externalId] = [String(identity.connection), String(identity.external_id)];
  const connection = await getService(strapi, 'connection-store').findRow(name);
  if (!connection || connection.managed_by === BY_USERS_PERMISSIONS) {
    return `${name}|${externalId}`;
  }
  return userIdFor(connection.strategy, name, externalId);
};

/** What is left to go by where the account is gone. */
const attributesOf = (said: JsonObject, userId: string) => ({
  email: typeof said.email === 'string' ? said.email : null,
  name: rootAttributesIn(said).name ?? userId,
  nickname: rootAttributesIn(said).nickname ?? userId,
  blocked: false,
});

/**
 * Enters a user for an identity alone: its own `user_id`, what its source said, and no metadata.
 *
 * @returns the row
 * @throws ConflictError where there is a user with this `user_id`
 */
export const insertUser = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identity: IdentityRow,
  account: Account | null
): Promise<Row> => {
  const userId = await userIdOf(strapi, identity);
  const find = (): Promise<Row | undefined> =>
    table(strapi, trx, UIDS.user).where({ user_id: userId }).first();
  if (await find()) {
    throw new ConflictError(`There is a user "${userId}" already`, ['identityId']);
  }
  const said = asJson<JsonObject>(identity.profile_data, {});
  const known = account ? mirroredAttributes(account, said) : attributesOf(said, userId);
  await table(strapi, trx, UIDS.user).insert({
    ...systemColumns(strapi, UIDS.user, new Date()),
    created_at: account?.createdAt ?? identity.created_at,
    user_id: userId,
    connection: identity.connection,
    ...(account?.isNative ? {} : { username: usernameIn(said) }),
    ...rootAttributesIn(said),
    ...known,
    email_verified: said.email_verified === true && said.email === known.email,
    logins_count: 0,
    revision: 1,
  });
  const row = await find();
  if (!row) {
    throw new Error(`The user ${userId} was not entered`);
  }
  return row;
};
