import type { Core } from '@strapi/types';

import { UIDS } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { hubUserOf } from '../model/event-publisher';
import { loadUser } from '../model/users/load-user';
import { USER_ACTORS } from '../request/actor';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asJson, asText, inTransaction, table, query, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-remover': ReturnType<typeof createUserRemover>;
  }
}

const ERASE_BATCH = 1000;

/** All columns of an event that say, or let guess, who it was; besides, users may be its actors. */
const PERSONAL_COLUMNS = {
  profile: null,
  user_id: null,
  user_name: null,
  ip: null,
  user_agent: null,
  device_id: null,
  city_name: null,
  latitude: null,
  longitude: null,
  details: '{}',
};

/** Deletes users. */
export const createUserRemover = ({ strapi }: { strapi: Core.Strapi }) => {
  const eraseBatch = (profile: string): Promise<number> =>
    inTransaction(strapi, async (trx) => {
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
    // The event of the deletion itself is written after the commit, and is part of what is erased.
    await getService(strapi, 'background-tasks').settle();
    let erased: number;
    do {
      erased = await eraseBatch(profile);
    } while (erased > 0);
  };

  /**
   * Accounts go first, the primary identity's last: with that one, capture removes the profile and logs
   * it under its own name.
   */
  const removeRows = (id: string): Promise<Pick<Row, 'document_id' | 'user_id'>> =>
    inTransaction(strapi, async (trx) => {
      const { row, profile, account, accountIds } = await loadUser(strapi, id);
      await getService(strapi, 'sessions').lockDevices(trx, row.id);
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
      return { document_id: row.document_id, user_id: row.user_id };
    });

  /** A connection that is disabled is not asked, so that its users can be deleted when it is no more. */
  const removeAtSources = async (id: string): Promise<void> => {
    const { row } = await loadUser(strapi, id);
    const identities: Row[] = await query(strapi, UIDS.identity).where({ user_id: row.id });
    for (const identity of identities) {
      const connection = await getService(strapi, 'connection-store').findRow(
        String(identity.connection)
      );
      if (!connection?.enabled) {
        continue;
      }
      const { atSource } = getService(strapi, 'strategies').get(connection.strategy);
      const said = asJson<JsonObject>(identity.profile_data, {});
      await atSource?.delete?.(connection, {
        externalId: String(identity.external_id),
        email: asText(said.email),
      });
    }
  };

  return {
    /**
     * Deletes a user: first at the sources that want to know, then identities, devices, sessions and
     * accounts, in one transaction.
     *
     * @param history `erase` leaves the rows of the log without personal data; `keep` leaves the log
     * @throws NotFoundError, SourceError where a source does not delete its user
     */
    async remove(
      id: string,
      history: 'keep' | 'erase'
    ): Promise<{ documentId: string; user_id: string }> {
      await removeAtSources(id);
      const removed = await removeRows(id);
      const documentId = String(removed.document_id);
      if (history === 'erase') {
        await eraseHistory(documentId);
      }
      return { documentId, user_id: String(removed.user_id) };
    },
  };
};
