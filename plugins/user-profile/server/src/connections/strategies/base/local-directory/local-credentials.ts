import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../../shared/constants';
import type { LocalCredentials, SourceProfile } from '../../../../model/connections/source-profile';
import { table, type Row } from '../../../../runtime/database/rows';
import { isFreeLoginName } from './usernames';

/**
 * What an account is to keep: without a username that somebody else in the connection has, and by the
 * email where the account itself goes without one.
 *
 * @param email that of the account
 */
export const storableCredentials = async (
  strapi: Core.Strapi,
  connection: string,
  { localCredentials, email: sourceEmail }: SourceProfile,
  email: string | null
): Promise<LocalCredentials | undefined> => {
  if (!localCredentials) {
    return undefined;
  }
  const loginName = email === null ? sourceEmail : localCredentials.loginName;
  const isFree = loginName !== null && (await isFreeLoginName(strapi, connection, loginName));
  return { ...localCredentials, loginName: isFree ? loginName : null };
};

/** Keeps the password of a user who was known before users were moved over. */
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
