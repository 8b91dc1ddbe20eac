import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { PLUGIN_ID, STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { isNamedByUserId } from '../model/accounts/account';
import { readSessionFacts, withoutSessionFacts } from '../model/stored-facts';
import { foldedFor } from '../model/users/folded-columns';
import { dropSearchTable } from '../model/users/search-indexes';
import { forgetTables, pluginTables } from '../runtime/database/persisted-tables';
import { IMPORT_UID } from '../runtime/database/plain-models';
import { asJson, asText, inTransaction, query, table, type Row } from '../runtime/database/rows';
import { sessionTable } from '../sessions/session-rows';
import { createImportFiles } from '../users/import/import-files';
import { LOCAL_PROVIDER } from '../utils/provider-of';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'data-removal': ReturnType<typeof createDataRemoval>;
  }
}

const BATCH = 500;

/** What Strapi stores about the permissions of a plugin. */
const PERMISSIONS = [
  'plugin::users-permissions.permission',
  'admin::permission',
  'admin::api-token-permission',
] as const;

/** The accounts that connections of the plugin created, in batches. */
async function* ownAccounts(strapi: Core.Strapi): AsyncGenerator<Row[]> {
  for (let last = 0; ;) {
    const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
      .where('id', '>', last)
      .whereNot('provider', LOCAL_PROVIDER)
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'email', 'username', 'provider');
    yield rows.filter(({ username, provider }) =>
      isNamedByUserId(asText(username), String(provider))
    );
    if (rows.length < BATCH) {
      return;
    }
    last = rows[rows.length - 1].id;
  }
}

/** Removes what the plugin stores, for a site that stops using it. */
export const createDataRemoval = ({ strapi }: { strapi: Core.Strapi }) => {
  /**
   * The email addresses with which Users & Permissions already logs someone in, also as a username. Separate
   * queries, each by an index: one query with OR would read all accounts. In another letter case, a username is
   * found by the folded one of its profile.
   */
  const findTaken = async (emails: string[]): Promise<Set<string>> => {
    const find = (column: string, values: string[] | Knex.QueryBuilder): Promise<Row[]> =>
      query(strapi, STRAPI_UIDS.account)
        .where({ provider: LOCAL_PROVIDER })
        .whereIn(column, values)
        .select('email', 'username');
    const folded = emails.map((email) => foldedFor('username', email));
    const users = query(strapi, UIDS.user).whereIn('folded_username', folded).select('id');
    const identities = query(strapi, UIDS.identity).whereIn('user_id', users);
    const rows = [
      ...(await find('email', emails)),
      ...(await find('username', emails)),
      ...(await find('document_id', identities.whereNotNull('account').select('account'))),
    ];
    return new Set(
      rows.flatMap(({ email, username }) => [String(email), String(username).toLowerCase()])
    );
  };

  const makeLocal = async (accounts: Row[]): Promise<{ changed: number; skipped: number }> => {
    const taken = await findTaken(accounts.map(({ email }) => asText(email) ?? ''));
    let changed = 0;
    await inTransaction(strapi, async (trx) => {
      for (const { id, email: value } of accounts) {
        const email = asText(value);
        if (email === null || taken.has(email)) {
          continue;
        }
        taken.add(email);
        await table(strapi, trx, STRAPI_UIDS.account)
          .where({ id })
          .update({ provider: LOCAL_PROVIDER, username: email });
        changed += 1;
      }
    });
    return { changed, skipped: accounts.length - changed };
  };

  const removeImportFiles = async (): Promise<void> => {
    const files = createImportFiles(strapi);
    const rows: Row[] = await query(strapi, IMPORT_UID).select('path');
    for (const { path } of rows) {
      await files.remove(asText(path) ?? '');
    }
    await files.removeOthers(new Set(), new Date());
  };

  /** Sessions stay valid, without the IP address and the other facts of the login that the plugin added. */
  const clearSessions = async (): Promise<void> => {
    for (let last: number | null = 0; last !== null;) {
      const after: number = last;
      last = await inTransaction(strapi, async (trx) => {
        const rows: Row[] = await sessionTable(strapi, trx)
          .where('id', '>', after)
          .orderBy('id')
          .limit(BATCH)
          .select('id', 'metadata');
        const emptied: number[] = [];
        for (const { id, metadata: stored } of rows) {
          const metadata = asJson<unknown>(stored, null);
          const rest = withoutSessionFacts(metadata);
          if (rest !== null && readSessionFacts(metadata)) {
            await sessionTable(strapi, trx)
              .where({ id })
              .update({ metadata: JSON.stringify(rest) });
          } else if (rest === null) {
            emptied.push(id);
          }
        }
        await sessionTable(strapi, trx).whereIn('id', emptied).update({ metadata: null });
        return rows.length < BATCH ? null : Number(rows.at(-1)?.id);
      });
    }
  };

  /** Strapi rejects changes of a webhook with events that it does not know. */
  const clearWebhooks = async (): Promise<void> => {
    const webhooks = strapi.db.query('strapi::webhook');
    for (const { id, events } of await webhooks.findMany()) {
      const names: string[] = events ?? [];
      const others = names.filter((name) => !name.startsWith(`${PLUGIN_ID}.`));
      if (others.length < names.length) {
        await webhooks.update({ where: { id }, data: { events: others } });
      }
    }
  };

  return {
    /**
     * Turns the accounts of the plugin's connections into accounts of Users & Permissions, which log in with the
     * email address. Those without one, or whose email address is a login name of a local account, stay as they are.
     *
     * @param signal ends the work after the current batch, with its reason as the error
     */
    async makeAccountsLocal(signal?: AbortSignal): Promise<{ changed: number; skipped: number }> {
      const total = { changed: 0, skipped: 0 };
      for await (const accounts of ownAccounts(strapi)) {
        signal?.throwIfAborted();
        const { changed, skipped } = await makeLocal(accounts);
        total.changed += changed;
        total.skipped += skipped;
      }
      return total;
    },

    /**
     * Drops the plugin's tables, and deletes its settings, permissions and files, its facts of sessions and its
     * events of webhooks. Nothing else of the plugin works
     * afterwards, so the process must end.
     * @returns the names of the tables
     */
    async dropAll(): Promise<string[]> {
      for (const uid of PERMISSIONS) {
        const where = { action: { $startsWith: `plugin::${PLUGIN_ID}.` } };
        await strapi.db.query(uid).deleteMany({ where });
      }
      // Changes of permissions are stored in the settings.
      await getService(strapi, 'background-tasks').settle();
      await removeImportFiles();
      await clearSessions();
      await clearWebhooks();
      const tables = pluginTables(strapi);
      await dropSearchTable(strapi);
      for (const name of tables) {
        await strapi.db.getSchemaConnection().dropTableIfExists(name);
      }
      await forgetTables(strapi);
      await strapi.db
        .query('strapi::core-store')
        .deleteMany({ where: { key: { $startsWith: `plugin_${PLUGIN_ID}_` } } });
      return tables;
    },
  };
};
