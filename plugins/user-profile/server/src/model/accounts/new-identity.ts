import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { isOldNews } from '../../events/signals';
import { hasInserted, on, systemColumns } from '../../runtime/database/rows';
import { ConflictError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { rootAttributesIn, usernameIn } from '../connections/source-profile';
import type { Account } from './account';
import { identityKey, identityOf, mirroredAttributes, sourceAttributes } from './attributes';
import type { LookUp } from './look-up';
import { currentOrigin } from './origin';
import type { ProfileRef } from './profile-ref';

/** Makes the identity of an account that has none and, unless it is linked, the profile. */
export const createNewIdentity = (strapi: Core.Strapi, { findProfile }: LookUp) => {
  /** Safe to run twice at the same moment: the second finds the row of the first. */
  const insertProfile = async (
    trx: Knex.Transaction,
    account: Account,
    userId: string,
    said: JsonObject
  ): Promise<number> => {
    const inserted: unknown = await on(strapi, trx, UIDS.user)
      .insert({
        ...systemColumns(strapi, UIDS.user, new Date()),
        created_at: account.createdAt,
        user_id: userId,
        connection: account.provider,
        ...(account.isNative ? {} : { username: usernameIn(said) }),
        ...rootAttributesIn(said),
        ...mirroredAttributes(account, said),
        email_verified: false,
        logins_count: 0,
        revision: 1,
      })
      .onConflict('user_id')
      .ignore()
      .returning('id');
    const profile = await on(strapi, trx, UIDS.user)
      .where({ user_id: userId })
      .first('id', 'user_id');
    // MariaDB takes other cases and accents for the same text; ids that differ are two people.
    if (profile.user_id !== userId) {
      throw new ConflictError('Another user has an id that is the same but for its spelling', [
        'id',
      ]);
    }
    if (hasInserted(inserted) && !isOldNews(account.createdAt)) {
      await getService(strapi, 'event-publisher').profileChanged(trx, Number(profile.id), 'create');
    }
    return Number(profile.id);
  };

  const hasPrimary = async (trx: Knex.Transaction, profileId: number): Promise<boolean> =>
    Boolean(
      await on(strapi, trx, UIDS.identity)
        .where({ user_id: profileId, is_primary: true })
        .first('id')
    );

  return async (trx: Knex.Transaction, account: Account): Promise<ProfileRef | null> => {
    const origin = currentOrigin();
    const found = identityOf(account);
    const userId = origin?.userId ?? found.userId;
    const externalId = origin?.source.id ?? found.externalId;
    const said = origin?.source.data ?? sourceAttributes(account);
    const connection = account.provider;
    const key = identityKey(connection, externalId);
    await getService(strapi, 'connection-store').ensure(trx, connection);
    const profileId = origin?.linkTo ?? (await insertProfile(trx, account, userId, said));
    // Whoever lost the account of the primary identity is found by its `user_id` when it comes back.
    const isPrimary = !(await hasPrimary(trx, profileId));
    await on(strapi, trx, UIDS.identity)
      .insert({
        ...systemColumns(strapi, UIDS.identity, new Date()),
        user_id: profileId,
        connection,
        external_id: externalId,
        identity_key: key,
        is_social: getService(strapi, 'connection-store').typeOf(connection) === 'social',
        is_primary: isPrimary,
        logins_count: 0,
        profile_data: JSON.stringify(said),
        login_name: origin?.source.localCredentials?.loginName ?? null,
        account: account.documentId,
      })
      .onConflict('account')
      .ignore();
    if (!isPrimary) {
      await getService(strapi, 'event-publisher').profileChanged(trx, profileId);
    }
    return findProfile(trx, profileId, key);
  };
};
