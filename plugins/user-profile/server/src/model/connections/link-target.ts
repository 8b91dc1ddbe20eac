import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { getConfig } from '../../config/get';
import { table, type Row } from '../../runtime/database/rows';
import { toUserRow, type UserRow } from '../users/user-row';
import type { SourceProfile } from './source-profile';
import type { ConnectionRef } from './strategy';

/** More users than this share an email only if something else is wrong. */
const MAX_CANDIDATES = 100;

/**
 * The user that a first login is linked to automatically: the one with this email, verified on both sides,
 * locked until the end of the transaction. A weaker rule would let the operator of a source take over accounts.
 */
export const findLinkTarget = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  connection: ConnectionRef,
  { email, emailVerified }: Pick<SourceProfile, 'email' | 'emailVerified'>
): Promise<UserRow | null> => {
  if (!getConfig(strapi).linking.automatic || !email || !emailVerified) {
    return null;
  }
  const found: Row[] = await table(strapi, trx, UIDS.user)
    .where({ email, email_verified: true })
    .orderBy('id')
    .forUpdate()
    .limit(MAX_CANDIDATES);
  // MariaDB compares text without case and accents.
  const [target, ...others] = found.map(toUserRow).filter((user) => user.email === email);
  if (!target || others.length > 0 || target.blocked) {
    return null;
  }
  // The source has two ids, so these are two people: email addresses are reassigned.
  const known = await table(strapi, trx, UIDS.identity)
    .where({ user_id: target.id, connection: connection.name })
    .first('id');
  return known ? null : target;
};
