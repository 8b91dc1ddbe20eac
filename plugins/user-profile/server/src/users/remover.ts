import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../shared/constants';
import { DAY_MS } from '../../../shared/durations';
import { ERASED, ERASURE, erasureOf, PERSONAL_COLUMNS } from '../events/history-erasure';
import { identitiesOf } from '../model/accounts/identities';
import { hubUserOf } from '../model/event-publisher';
import { loadUser } from '../model/users/load-user';
import type { UserRow } from '../model/users/user-row';
import { USER_ACTORS } from '../request/actor';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asText, inTransaction, table, type Row } from '../runtime/database/rows';
import type { JobRun } from '../runtime/jobs';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-remover': ReturnType<typeof createUserRemover>;
  }
}

const ERASE_BATCH = 1000;

/** How long events of a deleted user may still be in flight, or wait for the database on some instance. */
const REMEMBERED_MS = DAY_MS;

/** Deletes users. */
export const createUserRemover = ({ strapi }: { strapi: Core.Strapi }) => {
  const eraseBatch = (profile: string, renew: JobRun<object>['renew']): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      await renew(trx);
      const rows: Row[] = await table(strapi, trx, UIDS.event)
        .where({ profile })
        .limit(ERASE_BATCH)
        .select('id');
      const batch = () =>
        table(strapi, trx, UIDS.event).whereIn(
          'id',
          rows.map(({ id }) => id)
        );
      await batch().where('actor', 'like', USER_ACTORS).update({ actor: null });
      await batch().update(PERSONAL_COLUMNS);
      return rows.length;
    });

  const eraseHistory = async (profile: string): Promise<void> => {
    const jobs = getService(strapi, 'jobs');
    const erasure = erasureOf(profile);
    await jobs.run(erasure, {}, async ({ renew }) => {
      let erased: number;
      do {
        erased = await eraseBatch(profile, renew);
        // SQLite runs synchronously, so no request would be handled until the last batch.
        await yieldToEventLoop();
      } while (erased > 0);
      await jobs.keepAs(ERASED, erasure);
    });
  };

  /**
   * Deletes the accounts, the primary identity's last. With that one the account lifecycle removes the profile
   * and records the event under the user's name. Afterwards the deletion cannot be repeated, so the erasure of the
   * history is planned with it.
   */
  const removeRows = (
    id: string,
    history: 'keep' | 'erase'
  ): Promise<Pick<UserRow, 'document_id' | 'user_id'>> =>
    inTransaction(strapi, async (trx) => {
      const { row, profile, account, accountIds } = await loadUser(strapi, id);
      await getService(strapi, 'sessions').lockDevices(trx, [row.id]);
      await getService(strapi, 'sessions').endAll(accountIds);
      const others = accountIds.filter((accountId) => accountId !== account?.id);
      for (const accountId of account ? [...others, account.id] : others) {
        await strapi.plugin('users-permissions').service('user').remove({ id: accountId });
      }
      const left = await table(strapi, trx, UIDS.user).where({ id: row.id }).first('id');
      if (left) {
        await table(strapi, trx, UIDS.identity).where({ user_id: row.id }).delete();
        await table(strapi, trx, UIDS.device).where({ user_id: row.id }).delete();
        await table(strapi, trx, UIDS.user).where({ id: row.id }).delete();
        await getService(strapi, 'event-publisher').profileDeleted(hubUserOf(profile));
        await getService(strapi, 'audit').record('sdu', profile, {});
      }
      await table(strapi, trx, LOGIN_FAILURES_UID).where({ profile: profile.documentId }).delete();
      if (history === 'erase') {
        await getService(strapi, 'jobs').plan(trx, erasureOf(profile.documentId));
      }
      return { document_id: row.document_id, user_id: row.user_id };
    });

  /** Disabled connections are skipped, so users can be deleted when a source no longer exists. */
  const removeAtSources = async (id: string): Promise<void> => {
    const { row } = await loadUser(strapi, id);
    for (const identity of await identitiesOf(strapi, row.id)) {
      const connection = await getService(strapi, 'connection-store').findRow(identity.connection);
      if (!connection?.enabled) {
        continue;
      }
      const { atSource } = getService(strapi, 'strategies').get(connection.strategy);
      await atSource?.delete?.(connection, {
        externalId: identity.external_id,
        email: asText(identity.profile_data.email),
      });
    }
  };

  return {
    /**
     * Deletes a user at the sources that support it, then accounts, sessions, devices and profile here, in one
     * transaction.
     *
     * @param history `erase` removes personal data from the user's events; `keep` keeps them unchanged
     * @throws NotFoundError
     * @throws SourceError if a source fails to delete its user
     */
    async remove(
      id: string,
      history: 'keep' | 'erase'
    ): Promise<{ documentId: string; user_id: string }> {
      await removeAtSources(id);
      const removed = await removeRows(id, history);
      const documentId = removed.document_id;
      if (history === 'erase') {
        // The event of the deletion is written after the commit.
        await getService(strapi, 'background-tasks').settleWrites();
        await eraseHistory(documentId);
      }
      return { documentId, user_id: removed.user_id };
    },

    /** Erases what a server that crashed, or whose database failed, has left of the histories of deleted users. */
    async resumeErasures(): Promise<void> {
      const report = (error: unknown) =>
        getService(strapi, 'capture-errors').add('the erasure of a history', error);
      const jobs = getService(strapi, 'jobs');
      try {
        await jobs.removeEnded(ERASED, new Date(Date.now() - REMEMBERED_MS));
        for (const profile of await jobs.findPlanned(ERASURE)) {
          await eraseHistory(profile).catch(report);
        }
      } catch (error) {
        report(error);
      }
    },
  };
};
