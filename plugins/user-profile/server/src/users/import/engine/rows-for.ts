import type { Core } from '@strapi/types';

import type { JsonObject } from '../../../../../shared/contracts/json';
import { ROOT_FIELDS } from '../../../../../shared/user-fields';
import type { Account } from '../../../model/accounts/account';
import { newRowsOf, type NewRows } from '../../../model/accounts/new-rows';
import type { ImportUser } from '../records/import-user';

/** The claims of a user whose source is Users & Permissions contain the email address and the username. */
const claimsOf = (account: Account, data: JsonObject): JsonObject =>
  account.isNative ? { ...data, email: account.email, username: account.username } : data;

/**
 * The rows of a user as a source with the claims of the file would make them, with the attributes of the file
 * beside: those that differ are overrides.
 *
 * @param loginName the username to log in with, of a connection that stores passwords
 */
export const rowsFor = (
  strapi: Core.Strapi,
  account: Account,
  role: string | null,
  given: {
    userId: string;
    externalId: string;
    data: JsonObject;
    emailVerified: boolean;
    loginName: string | null;
    attributes: ImportUser['attributes'];
  }
): NewRows & { overrides: string[]; columns: Record<string, unknown> } => {
  const rows = newRowsOf(strapi, account, role, {
    userId: given.userId,
    source: {
      id: given.externalId,
      email: account.email,
      emailVerified: given.emailVerified,
      data: claimsOf(account, given.data),
      localCredentials: { passwordHash: null, loginName: given.loginName },
    },
    linkTo: null,
  });
  const base: Record<string, unknown> = rows.user;
  const overrides = ROOT_FIELDS.filter((field) => {
    const value = given.attributes[field];
    return value !== undefined && value !== base[field];
  });
  const columns = Object.fromEntries(
    ROOT_FIELDS.map((field) => [field, given.attributes[field] ?? base[field] ?? null])
  );
  return { ...rows, overrides, columns };
};
