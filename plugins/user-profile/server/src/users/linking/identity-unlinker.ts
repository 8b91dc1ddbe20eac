import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { LOGIN_EVENT } from '../../../../shared/event-types';
import type { Account } from '../../model/accounts/account';
import { syncRoles } from '../../model/accounts/account-roles';
import { findIdentity, identityIdOf, keyOfIdentityId } from '../../model/accounts/identities';
import type { IdentityRow } from '../../model/accounts/identities';
import { findAccount, refOf } from '../../model/accounts/look-up';
import { updateMarks } from '../../model/accounts/missing-accounts';
import { keepFollowedEmail } from '../../model/connections/followed-email';
import { loadUser, type UserContext } from '../../model/users/load-user';
import type { UserRow } from '../../model/users/user-row';
import { inTransaction, table, type Row } from '../../runtime/database/rows';
import { sharedNow } from '../../runtime/database/shared-clock';
import { codedError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { insertUser } from './insert-user';
import { moveIdentityDevices } from './move-devices';

declare module '../../utils/service' {
  interface Services {
    'identity-unlinker': ReturnType<typeof createIdentityUnlinker>;
  }
}

export interface UnlinkedUser {
  documentId: string;
  user_id: string;
}

/** Turns a secondary identity back into a user. */
export const createIdentityUnlinker = ({ strapi }: { strapi: Core.Strapi }) => {
  const findSecondary = async ({ row }: UserContext, identityId: string): Promise<IdentityRow> => {
    const key = keyOfIdentityId(identityId);
    const found = key ? await findIdentity(strapi, { identity_key: key }) : null;
    const identity = found?.user_id === row.id ? found : null;
    if (!identity) {
      throw new errors.NotFoundError(...codedError('identity_not_found'));
    }
    if (!identity.is_primary) {
      return identity;
    }
    throw new errors.ApplicationError(...codedError('identity_primary'));
  };

  /** The account of a blocked user stays blocked: otherwise an unlink would undo the block. */
  const accountFor = async (
    { row }: UserContext,
    identity: IdentityRow
  ): Promise<Account | null> => {
    const account = await findAccount(strapi, { document_id: identity.account });
    if (!account || !row.blocked || account.blocked) {
      return account;
    }
    await strapi.db
      .query(STRAPI_UIDS.account)
      .update({ where: { id: account.id }, data: { blocked: true } });
    return { ...account, blocked: true };
  };

  const latestLogin = async (profile: string) => {
    const event = await getService(strapi, 'event-reader').findLatestLogin(profile);
    return event ? { last_login: new Date(event.date), last_ip: event.ip } : null;
  };

  const countriesOf = async (trx: Knex.Transaction, profile: string): Promise<string[]> => {
    const rows: Row[] = await table(strapi, trx, UIDS.event)
      .where({ profile, type: LOGIN_EVENT })
      .whereNotNull('country_code')
      .distinct('country_code');
    return rows.map((row) => String(row.country_code));
  };

  /** Moves the identity's events to the new user and recomputes the login counters of both users. */
  const moveHistory = async (
    trx: Knex.Transaction,
    { row }: UserContext,
    identity: IdentityRow,
    user: UserRow
  ): Promise<void> => {
    const users = (id: number) => table(strapi, trx, UIDS.user).where({ id });
    const [left, moved] = [row.document_id, user.document_id];
    await table(strapi, trx, UIDS.event)
      .where({ profile: left, identity: identity.identity_key })
      .update({ profile: moved });
    const logins = identity.logins_count;
    await users(user.id).update({
      logins_count: logins,
      known_countries: JSON.stringify(await countriesOf(trx, moved)),
      ...(await latestLogin(moved)),
    });
    await users(row.id)
      .update({
        logins_count: Math.max(row.logins_count - logins, 0),
        // Without a login left in the log, the columns keep their values.
        ...(await latestLogin(left)),
        updated_at: new Date(),
      })
      .increment('revision', 1);
  };

  const recordUnlink = async (
    target: UserContext,
    identity: IdentityRow,
    user: UserRow
  ): Promise<void> => {
    const audit = getService(strapi, 'audit');
    await audit.record('sapi', target.profile, {
      operation: 'unlink-identity',
      identity: identityIdOf(identity),
    });
    await audit.record('sapi', refOf(user, identity.identity_key), {
      operation: 'unlinked-from',
      user_id: target.profile.userId,
    });
  };

  const unlink = async (
    trx: Knex.Transaction,
    target: UserContext,
    identity: IdentityRow
  ): Promise<UnlinkedUser> => {
    const { row, accountIds, connection } = target;
    const separate = await keepFollowedEmail(strapi, trx, identity, row, connection.name);
    const account = await accountFor(target, separate);
    await getService(strapi, 'sessions').lockDevices(trx, [row.id]);
    const user = await insertUser(strapi, trx, separate, account);
    if (user.blocked) {
      const { block_reason: reason, blocked_until: until } = row;
      await table(strapi, trx, UIDS.user)
        .where({ id: user.id })
        .update({ block_reason: reason, blocked_until: until });
    }
    await table(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({
        user_id: user.id,
        is_primary: true,
        tokens_not_before: new Date(sharedNow(strapi)),
        updated_at: new Date(),
      });
    await updateMarks(strapi, trx, [row.id, user.id]);
    await syncRoles(strapi, trx, [row.id, user.id]);
    await moveIdentityDevices(strapi, trx, {
      userId: row.id,
      newUserId: user.id,
      key: identity.identity_key,
      accountId: account?.id ?? null,
      accountIds: accountIds.filter((accountId) => accountId !== account?.id),
    });
    await moveHistory(trx, target, identity, user);
    await getService(strapi, 'event-publisher').profileChanged(trx, row.id);
    await getService(strapi, 'event-publisher').profileChanged(trx, user.id, 'create');
    await recordUnlink(target, identity, user);
    return { documentId: user.document_id, user_id: user.user_id };
  };

  return {
    /**
     * Turns a secondary identity back into a user, with its account, devices and history and with empty
     * metadata. Sessions that were started with it end.
     *
     * @param id the user, by `documentId` or `user_id`
     * @param identityId `<connection>|<id at the source>`
     * @throws NotFoundError for an unknown user or identity
     * @throws ApplicationError for the primary identity
     */
    unlink: (id: string, identityId: string): Promise<UnlinkedUser> =>
      inTransaction(strapi, async (trx) => {
        const target = await loadUser(strapi, id);
        return unlink(trx, target, await findSecondary(target, identityId));
      }),
  };
};
