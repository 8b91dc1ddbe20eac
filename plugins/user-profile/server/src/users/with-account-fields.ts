import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import type { AskedAccountFields } from '../../../shared/contracts/account-fields';
import type { JsonObject } from '../../../shared/contracts/users';
import { changeAccountFields } from '../model/accounts/account-fields';
import { findLoginAccounts } from '../model/accounts/account-roles';
import { readAccountFields, type MayReadEntries } from '../model/accounts/read-account-fields';
import { codedError } from '../utils/errors';

/** Which account fields a caller wants, and may see of other types. */
export interface AccountFieldsRequest {
  asked: AskedAccountFields;
  mayRead?: MayReadEntries;
}

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
  const accounts = await findLoginAccounts(
    strapi,
    rows.map(({ id }) => id)
  );
  const documentIds = [...accounts.values()].map(({ documentId }) => documentId);
  const values = await readAccountFields(strapi, documentIds, asked, mayRead);
  return profiles.map((profile, index) => ({
    ...profile,
    account_fields: values.get(accounts.get(rows[index].id)?.documentId ?? '') ?? {},
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
  const accounts = await findLoginAccounts(strapi, [userId]);
  const account = accounts.get(userId);
  if (account === undefined) {
    throw new errors.ApplicationError(...codedError('account_deleted'));
  }
  await changeAccountFields(strapi, account.documentId, values);
};
