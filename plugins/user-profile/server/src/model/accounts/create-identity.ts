import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { hasInserted, table, withReturning } from '../../runtime/database/rows';
import { coded, ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { isBackfilled } from '../event-publisher';
import type { Account } from './account';
import { findRoleKeysOf } from './account-roles';
import { findIdentity } from './identities';
import { findProfile, type ProfileRef } from './look-up';
import { newRowsOf, type AccountOrigin, type NewRows } from './new-rows';

/** Safe to run twice in parallel: the second run finds the row of the first. */
const insertProfile = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { user }: NewRows,
  account: Account
): Promise<number> => {
  const userId = user.user_id;
  const inserted: unknown = await withReturning(
    strapi,
    table(strapi, trx, UIDS.user).insert(user).onConflict('user_id').ignore(),
    ['id']
  );
  const profile = await table(strapi, trx, UIDS.user)
    .where({ user_id: userId })
    .first('id', 'user_id');
  // MariaDB compares text without case and accents; ids that differ belong to different users.
  if (profile.user_id !== userId) {
    throw new ConflictError(coded('user_id_similar'), ['id']);
  }
  if (hasInserted(inserted) && !isBackfilled(account.createdAt)) {
    await getService(strapi, 'event-publisher').profileChanged(trx, Number(profile.id), 'create');
  }
  return Number(profile.id);
};

const hasPrimary = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  profileId: number
): Promise<boolean> =>
  Boolean(
    await table(strapi, trx, UIDS.identity)
      .where({ user_id: profileId, is_primary: true })
      .first('id')
  );

/** Creates the identity of an account that has none and, unless it is linked, the profile. */
export const createIdentity = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  account: Account,
  origin?: AccountOrigin
): Promise<ProfileRef | null> => {
  await getService(strapi, 'connection-store').ensure(trx, account.provider);
  const roles = await findRoleKeysOf(strapi, [account.id]);
  const rows = newRowsOf(strapi, account, roles.get(account.id) ?? null, origin);
  const profileId = origin?.linkTo ?? (await insertProfile(strapi, trx, rows, account));
  // The profile may exist, with an identity of another connection.
  const isPrimary = !(await hasPrimary(strapi, trx, profileId));
  const identity = {
    ...rows.identity,
    profile_data: JSON.stringify(rows.identity.profile_data),
    user_id: profileId,
    is_primary: isPrimary,
  };
  // Of any key: if another transaction inserts the same identity, PostgreSQL may find another key first.
  const inserted: unknown = await withReturning(
    strapi,
    table(strapi, trx, UIDS.identity).insert(identity).onConflict().ignore(),
    ['id']
  );
  const isOwn =
    hasInserted(inserted) || (await findIdentity(strapi, { account: account.documentId })) !== null;
  if (!isOwn) {
    throw new ConflictError('Another account has the same identity', ['id']);
  }
  if (!isPrimary) {
    await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
  }
  return findProfile(strapi, profileId, rows.identity.identity_key);
};
