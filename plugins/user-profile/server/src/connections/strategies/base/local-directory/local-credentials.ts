import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../../shared/constants';
import type { LocalCredentials, SourceProfile } from '../../../../model/connections/source-profile';
import { table, type Row } from '../../../../runtime/database/rows';
import { isFreeLoginName } from './usernames';

/**
 * The credentials that an account can store. A login name that is taken in the connection is dropped. If
 * the account has no email address, the source's email address becomes its login name.
 *
 * @param accountEmail null if the account has none
 * @returns undefined if the source profile has no local credentials
 */
export const storableCredentials = async (
  strapi: Core.Strapi,
  connection: string,
  { localCredentials, email: sourceEmail }: SourceProfile,
  accountEmail: string | null
): Promise<LocalCredentials | undefined> => {
  if (!localCredentials) {
    return undefined;
  }
  const loginName = accountEmail === null ? sourceEmail : localCredentials.loginName;
  const isFree = loginName !== null && (await isFreeLoginName(strapi, connection, loginName));
  return { ...localCredentials, loginName: isFree ? loginName : null };
};

/** Stores the password of a user who logged in before import mode was enabled, unless one is stored already. */
export const storeCredentials = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identity: Row,
  source: SourceProfile
): Promise<void> => {
  const account = () =>
    table(strapi, trx, STRAPI_UIDS.account).where({ document_id: identity.account });
  const row: Row | undefined = await account().first('email', 'password');
  if (!row || row.password) {
    return;
  }
  const email = typeof row.email === 'string' ? row.email : null;
  const credentials = await storableCredentials(strapi, String(identity.connection), source, email);
  if (!credentials) {
    return;
  }
  await account().update({ password: credentials.passwordHash });
  await table(strapi, trx, UIDS.identity)
    .where({ id: identity.id })
    .update({ login_name: credentials.loginName });
};
