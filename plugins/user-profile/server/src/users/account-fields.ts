import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { AskedAccountFields } from '../../../shared/contracts/account-fields';
import type { JsonObject } from '../../../shared/contracts/users';
import { changeAccountFields } from '../model/accounts/account-fields';
import { readAccountFields, type MayReadEntries } from '../model/accounts/read-account-fields';
import { query, type Row } from '../runtime/database/rows';

/** Which account fields a caller wants, and may see of other types. */
export interface AccountFieldsRequest {
  asked: AskedAccountFields;
  mayRead?: MayReadEntries;
}

/** The `documentId` of the account that each user logs in as, by the id of the user's row. */
const personAccounts = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<Map<number, string>> => {
  const accounts = strapi.db.metadata.get(STRAPI_UIDS.account).tableName;
  const identities = strapi.db.metadata.get(UIDS.identity).tableName;
  const rows: Row[] = await query(strapi, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .whereIn(`${identities}.user_id`, userIds)
    .orderBy([
      { column: `${identities}.is_primary`, order: 'asc' },
      { column: `${identities}.id`, order: 'desc' },
    ])
    .select(`${identities}.user_id`, `${identities}.account`);
  // The last one of a user counts: that of the primary identity or else of the oldest one.
  return new Map(rows.map((row) => [Number(row.user_id), String(row.account)]));
};

/**
 * Adds the site's own attributes to profiles, if they are asked for. A user without an account has none.
 *
 * @param rows the rows of the profiles, in the same order
 */
export const withAccountFields = async <Shown extends object>(
  strapi: Core.Strapi,
  rows: { id: number }[],
  profiles: Shown[],
  { asked, mayRead }: AccountFieldsRequest
): Promise<(Shown & { account_fields?: JsonObject })[]> => {
  if (asked === undefined) {
    return profiles;
  }
  const accounts = await personAccounts(
    strapi,
    rows.map(({ id }) => id)
  );
  const values = await readAccountFields(strapi, [...accounts.values()], asked, mayRead);
  return profiles.map((profile, index) => ({
    ...profile,
    account_fields: values.get(accounts.get(rows[index].id) ?? '') ?? {},
  }));
};

/**
 * Changes the site's own attributes of the account that a user logs in as.
 *
 * @throws ApplicationError (400) if the user has no account
 * @throws AccountFieldsError (400) that lists every problem
 */
export const updateAccountFields = async (
  strapi: Core.Strapi,
  userId: number,
  values: JsonObject
): Promise<void> => {
  const accounts = await personAccounts(strapi, [userId]);
  const account = accounts.get(userId);
  if (account === undefined) {
    throw new errors.ApplicationError('The account of this user was deleted');
  }
  await changeAccountFields(strapi, account, values);
};
