import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { mirroredAttributes, type Account } from '../model/accounts/account';
import type { IdentityRow } from '../model/accounts/identities';
import { findAccount } from '../model/accounts/look-up';
import { mentions, withEarlierAttributes } from '../model/connections/source-attributes';
import {
  rootAttributesIn,
  usernameIn,
  type SourceProfile,
} from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { isFreeEmail } from '../model/connections/uniqueness';
import { phoneChange, toUserRow, type UserRow } from '../model/users/user-row';
import { table } from '../runtime/database/rows';
import { getService } from '../utils/service';

/** The changes that bring a profile in line with the source of its primary identity. */
const changesBy = (user: UserRow, account: Account, data: JsonObject): Record<string, unknown> => {
  const { overrides } = user;
  const wanted: Record<string, unknown> = {
    given_name: null,
    family_name: null,
    picture: null,
    // An admin may have set a phone number that no source has mentioned.
    ...(mentions(data, 'phone_number') ? { phone_number: null } : {}),
    ...mirroredAttributes(account, data, overrides),
    ...rootAttributesIn(data),
  };
  if (!account.isNative) {
    wanted.username = usernameIn(data);
  }
  const claimed = Object.entries(wanted).filter(([key]) => !overrides.includes(key));
  const current: Record<string, unknown> = { ...user };
  const changes: Record<string, unknown> = Object.fromEntries(
    claimed.filter(([key, value]) => (current[key] ?? null) !== value)
  );
  return { ...changes, ...phoneChange(user, changes) };
};

export const createSyncClaims = (strapi: Core.Strapi) => {
  const followEmail = async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    { email }: SourceProfile,
    account: Account
  ): Promise<void> => {
    if (!email || email === account.email) {
      return;
    }
    if (!(await isFreeEmail(strapi, email, connection.name))) {
      return;
    }
    await strapi.db
      .query(STRAPI_UIDS.account)
      .update({ where: { id: account.id }, data: { email } });
    await table(strapi, trx, UIDS.user)
      .whereIn(
        'id',
        table(strapi, trx, UIDS.identity).where({ account: account.documentId }).select('user_id')
      )
      .update({ email_verified: false });
  };

  /** Stores the claims on the identity; if it is the primary one, the profile follows them. */
  return async (
    trx: Knex.Transaction,
    connection: ConnectionRef,
    identity: IdentityRow,
    source: SourceProfile,
    isFirst: boolean
  ): Promise<void> => {
    const claims = withEarlierAttributes(source.data, identity.profile_data);
    const hasChanged = !isDeepStrictEqual(identity.profile_data, claims);
    await table(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ profile_data: JSON.stringify(claims), updated_at: new Date() });
    if (hasChanged) {
      await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
    }
    const readAccount = () => findAccount(strapi, { document_id: identity.account });
    const before = await readAccount();
    if (!before || !identity.is_primary) {
      return;
    }
    const user = () => table(strapi, trx, UIDS.user).where({ id: identity.user_id });
    const follows = isFirst || connection.options.set_user_root_attributes !== 'on_first_login';
    if (follows && !before.isNative) {
      await followEmail(trx, connection, source, before);
    }
    const account = (await readAccount()) ?? before;
    const row = toUserRow(await user().first());
    const changes = follows ? changesBy(row, account, claims) : {};
    if (source.emailVerified && source.email === row.email && !row.email_verified) {
      changes.email_verified = true;
    }
    if (Object.keys(changes).length === 0) {
      return;
    }
    await user()
      .update({ ...changes, updated_at: new Date() })
      .increment('revision', 1);
    await getService(strapi, 'event-publisher').profileChanged(trx, identity.user_id);
  };
};
