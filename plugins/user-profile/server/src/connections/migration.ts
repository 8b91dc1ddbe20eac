import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { identityKey } from '../model/accounts/identities';
import { accountNameFor, userIdFor } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { asBoolean, table, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { identityBatches } from './identity-batches';
import { requireMigratable } from './require-migratable';

/** Moves the users of one connection to another of the same strategy, or ends their sessions. */
export const createMigration = (strapi: Core.Strapi) => {
  const accountIdsOf = async (trx: Knex.Transaction, identities: Row[]): Promise<number[]> => {
    const documentIds = identities.map(({ account }) => account).filter(Boolean) as string[];
    const rows: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
      .whereIn('document_id', documentIds)
      .select('id');
    return rows.map(({ id }) => id);
  };

  /**
   * Devices and events refer to an identity by its key and get the new one. Sessions contain the key in
   * their tokens, which cannot be changed, so they end.
   */
  const renameKey = async (trx: Knex.Transaction, identity: Row, key: string): Promise<void> => {
    const old = { identity: identity.identity_key };
    await getService(strapi, 'sessions').endMadeBy('identity_key', [String(old.identity)]);
    await table(strapi, trx, UIDS.device)
      .where({ user_id: identity.user_id, ...old })
      .update({ identity: key });
    await table(strapi, trx, UIDS.event)
      .whereIn(
        'profile',
        table(strapi, trx, UIDS.user).where({ id: identity.user_id }).select('document_id')
      )
      .where(old)
      .update({ identity: key });
  };

  const moveOne = async (
    trx: Knex.Transaction,
    identity: Row,
    { name: from, strategy }: ConnectionRef,
    to: string
  ): Promise<void> => {
    const id = String(identity.external_id);
    const key = identityKey(to, id);
    const userId = userIdFor(strategy, to, id);
    await renameKey(trx, identity, key);
    await table(strapi, trx, UIDS.identity)
      .where({ id: identity.id })
      .update({ connection: to, identity_key: key });
    await table(strapi, trx, STRAPI_UIDS.account)
      .where({ document_id: identity.account ?? '' })
      .update({ provider: to, username: accountNameFor(userId) });
    const user = () => table(strapi, trx, UIDS.user).where({ id: identity.user_id });
    if (asBoolean(identity.is_primary)) {
      // Before the id, so one user has one revision more.
      await user()
        .where({ connection: from })
        .update({ connection: to, updated_at: new Date() })
        .increment('revision', 1);
    }
    // An imported user kept the id of the other system.
    await user()
      .where({ user_id: userIdFor(strategy, from, id) })
      .update({ user_id: userId });
    await getService(strapi, 'event-publisher').profileChanged(trx, Number(identity.user_id));
  };

  return {
    count: async (trx: Knex.Transaction, connection: string): Promise<number> => {
      const row = await table(strapi, trx, UIDS.identity)
        .where({ connection })
        .countDistinct({ users: 'user_id' })
        .first();
      return Number(row?.users ?? 0);
    },

    /**
     * Moves all users, or none if the target connection cannot take one of them.
     *
     * @returns the number of users moved
     * @throws ConflictError that lists the reasons
     */
    async move(trx: Knex.Transaction, from: ConnectionRef, to: ConnectionRef): Promise<number> {
      await requireMigratable(strapi, trx, from, to);
      const users = new Set<unknown>();
      for await (const batch of identityBatches(strapi, trx, from.name)) {
        for (const identity of batch) {
          await moveOne(trx, identity, from, to.name);
          users.add(identity.user_id);
        }
      }
      return users.size;
    },

    async endSessions(trx: Knex.Transaction, connection: string): Promise<void> {
      for await (const batch of identityBatches(strapi, trx, connection)) {
        await getService(strapi, 'sessions').endAll(await accountIdsOf(trx, batch));
      }
    },
  };
};
