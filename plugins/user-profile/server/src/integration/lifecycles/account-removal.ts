import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { syncRoles } from '../../model/accounts/account-roles';
import { identitiesOf, lockIdentity } from '../../model/accounts/identities';
import { NO_INVITATION } from '../../model/accounts/invitations';
import { findAccount, findProfile, type ProfileRef } from '../../model/accounts/look-up';
import { keepFollowedEmail } from '../../model/connections/followed-email';
import { hubUserOf } from '../../model/event-publisher';
import { toUserRow } from '../../model/users/user-row';
import { actorOfRequest, currentActor } from '../../request/actor';
import { afterCommit } from '../../runtime/background-tasks';
import { query, table, type Row } from '../../runtime/database/rows';
import { neverThrows } from '../../runtime/never-throws';
import { getService } from '../../utils/service';
import type { DeletedAccount } from './before-account-change';

/** Few enough for the variables of one statement. */
const BATCH = 500;

/**
 * Makes the oldest remaining identity of a user the primary one.
 *
 * @param connection that of the primary identity so far
 * @returns false if no identity remains
 */
const promote = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number,
  connection: string
): Promise<boolean> => {
  const [next] = await identitiesOf(strapi, userId);
  if (!next) {
    return false;
  }
  const user = toUserRow(await table(strapi, trx, UIDS.user).where({ id: userId }).first());
  await keepFollowedEmail(strapi, trx, next, user, connection);
  await table(strapi, trx, UIDS.identity).where({ id: next.id }).update({ is_primary: true });
  await table(strapi, trx, UIDS.user)
    .where({ id: userId })
    .update({ connection: next.connection, ...NO_INVITATION, updated_at: new Date() });
  await syncRoles(strapi, trx, [userId]);
  const account = await findAccount(strapi, { document_id: next.account });
  if (account) {
    await getService(strapi, 'accounts').syncAccount(trx, account);
  }
  return true;
};

/**
 * Removes the identity of a deleted account and, if it was the last one, the profile with its devices.
 * History stays.
 *
 * @param accountDocumentId of the deleted account
 * @returns the profile that was deleted with it; null if the profile stays
 */
const removeAccount = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountDocumentId: string
): Promise<ProfileRef | null> => {
  await getService(strapi, 'imported-passwords').removeUnused(trx, [accountDocumentId]);
  const identity = await lockIdentity(strapi, trx, { account: accountDocumentId }, 'exclusive');
  if (!identity) {
    return null;
  }
  const profileId = identity.user_id;
  const publisher = getService(strapi, 'event-publisher');
  const profile = await findProfile(strapi, profileId, identity.identity_key);
  await table(strapi, trx, UIDS.identity).where({ id: identity.id }).delete();
  const remains = identity.is_primary
    ? await promote(strapi, trx, profileId, identity.connection)
    : profile !== null;
  if (remains) {
    await publisher.profileChanged(trx, profileId);
    return null;
  }
  await table(strapi, trx, UIDS.device).where({ user_id: profileId }).delete();
  await table(strapi, trx, UIDS.user).where({ id: profileId }).delete();
  if (profile) {
    await publisher.profileDeleted(hubUserOf(profile));
  }
  return profile;
};

const endSessionsOf = async (strapi: Core.Strapi, rows: DeletedAccount[]): Promise<void> => {
  await neverThrows(strapi, 'the end of sessions', (trx) =>
    getService(strapi, 'sessions').endAllInFlight(
      trx,
      rows.map(({ id }) => id)
    )
  );
  await neverThrows(strapi, 'the end of sessions', () =>
    getService(strapi, 'sessions').endMadeBy(
      'account',
      rows.map(({ documentId }) => documentId)
    )
  );
};

/** Leaves out accounts that no longer met the condition when the others were deleted. */
export const withoutRemaining = async (
  strapi: Core.Strapi,
  rows: DeletedAccount[]
): Promise<DeletedAccount[]> => {
  const remaining = new Set<number>();
  for (let start = 0; start < rows.length; start += BATCH) {
    const ids = rows.slice(start, start + BATCH).map(({ id }) => id);
    const found: Row[] = await query(strapi, STRAPI_UIDS.account).whereIn('id', ids).select('id');
    found.forEach(({ id }) => remaining.add(id));
  }
  return rows.filter(({ id }) => !remaining.has(id));
};

/** Ends the sessions of deleted accounts, and removes their identities and profiles. */
export const removeAccounts = async (
  strapi: Core.Strapi,
  rows: DeletedAccount[]
): Promise<void> => {
  for (let start = 0; start < rows.length; start += BATCH) {
    await endSessionsOf(strapi, rows.slice(start, start + BATCH));
  }
  const facts = getService(strapi, 'request-facts').current();
  const actor = currentActor() ?? actorOfRequest(strapi);
  /** In turn: after the commit of many deletions, all callbacks start together. */
  let recorded: Promise<unknown> = Promise.resolve();
  for (const { documentId } of rows) {
    const removed = await neverThrows(strapi, 'a deleted account', (trx) =>
      removeAccount(strapi, trx, documentId)
    );
    if (!removed) {
      continue;
    }
    await afterCommit(strapi, async () => {
      recorded = recorded.then(() =>
        getService(strapi, 'event-writer').record({ type: 'sdu', profile: removed, facts, actor })
      );
      await recorded;
    });
  }
};
