import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../../shared/constants';
import type { Kept, SourceProfile } from '../../../../model/connections/source-profile';
import { on, type Row } from '../../../../runtime/database/rows';
import { isFreeLoginName } from './usernames';

/**
 * What an account is to keep: without a username that somebody else in the connection has, and by the
 * email where the account itself goes without one.
 *
 * @param email that of the account
 */
export const keepable = async (
  strapi: Core.Strapi,
  connection: string,
  { keep, email: said }: SourceProfile,
  email: string | null
): Promise<Kept | undefined> => {
  if (!keep) {
    return undefined;
  }
  const loginName = email === null ? said : keep.loginName;
  const isFree = loginName !== null && (await isFreeLoginName(strapi, connection, loginName));
  return { ...keep, loginName: isFree ? loginName : null };
};

/** Keeps the password of a user who was known before users were moved over. */
export const keepPassword = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identity: Row,
  source: SourceProfile
): Promise<void> => {
  const account = () =>
    on(strapi, trx, STRAPI_UIDS.account).where({ document_id: identity.account });
  const row: Row | undefined = await account().first('email', 'password');
  if (!row || row.password) {
    return;
  }
  const email = typeof row.email === 'string' ? row.email : null;
  const keep = await keepable(strapi, String(identity.connection), source, email);
  if (!keep) {
    return;
  }
  await account().update({ password: keep.passwordHash });
  await on(strapi, trx, UIDS.identity)
    .where({ id: identity.id })
    .update({ login_name: keep.loginName });
};
