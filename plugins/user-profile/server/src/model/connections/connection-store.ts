import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { Connection } from '../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../shared/contracts/users';
import { isStorable } from '../../../../shared/storable-text';
import { getConfig } from '../../config/get';
import {
  asBoolean,
  asJson,
  asText,
  inTransaction,
  table,
  query,
  systemColumns,
  type Row,
} from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { createGrants } from './grants';
import { openOptions, secretsIn } from './options';
import type { ConnectionRef, Strategy } from './strategy';

declare module '../../utils/service' {
  interface Services {
    'connection-store': ReturnType<typeof createConnectionStore>;
  }
}

export type ManagedBy = Connection['managed_by'];

export interface ConnectionRow extends ConnectionRef {
  display_name: string;
  enabled: boolean;
  managed_by: ManagedBy;
  /** The stored secrets that cannot be decrypted, because the encryption key was changed. */
  unreadable: string[];
}

export const BY_USERS_PERMISSIONS: ManagedBy = 'users-permissions';

/** Reads connections, and creates the rows of those that Users & Permissions manages. */
export const createConnectionStore = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Strategy by connection name: it never changes. */
  const strategies = new Map<string, string>();
  const grants = createGrants(strapi);

  const strategyOf = (name: string): Strategy =>
    getService(strapi, 'strategies').get(strategies.get(name) ?? name);

  /** The options of a connection in the site's config are not stored in its row. */
  const setupOf = (
    row: Row,
    managedBy: ManagedBy,
    strategy: Strategy
  ): Pick<ConnectionRow, 'options' | 'functions' | 'unreadable'> => {
    if (managedBy === 'config') {
      const known = getConfig(strapi).connections.find(({ name }) => name === row.name);
      const options = (known?.options ?? {}) as JsonObject;
      return { options, functions: known?.functions, unreadable: [] };
    }
    const stored = asJson<JsonObject>(row.options, {});
    const options = openOptions(strapi, strategy, stored);
    const readable = secretsIn(strategy, options);
    const unreadable = secretsIn(strategy, stored).filter((secret) => !readable.includes(secret));
    return { options, unreadable };
  };

  const rowOf = async (row: Row): Promise<ConnectionRow> => {
    const name = String(row.name);
    const strategyName = String(row.strategy);
    const managedBy = (asText(row.managed_by) ?? 'panel') as ManagedBy;
    strategies.set(name, strategyName);
    const strategy = getService(strapi, 'strategies').get(strategyName);
    return {
      name,
      strategy: strategyName,
      ...setupOf(row, managedBy, strategy),
      display_name: asText(row.display_name) ?? name,
      managed_by: managedBy,
      // The settings of Users & Permissions decide for its own connections.
      enabled:
        managedBy === BY_USERS_PERMISSIONS ? await grants.isEnabled(name) : asBoolean(row.enabled),
    };
  };

  /** Creates the row of a connection of Users & Permissions if it is missing. */
  const ensure = async (trx: Knex.Transaction, name: string): Promise<void> => {
    if (strategies.has(name)) {
      return;
    }
    const connections = () => table(strapi, trx, UIDS.connection);
    const found: Row | undefined = await connections().where({ name }).first('id', 'strategy');
    if (found) {
      strategies.set(name, String(found.strategy));
      return;
    }
    await connections()
      .insert({
        ...systemColumns(strapi, UIDS.connection, new Date()),
        name,
        display_name: grants.displayNameOf(name),
        strategy: name,
        enabled: true,
        managed_by: BY_USERS_PERMISSIONS,
      })
      .onConflict('name')
      .ignore();
  };

  const readRow = async (name: string): Promise<ConnectionRow | null> => {
    const row: Row | undefined = await query(strapi, UIDS.connection).where({ name }).first();
    return row ? rowOf(row) : null;
  };

  return {
    ensure,
    rowOf,
    grants,
    strategyOf,

    /** The type of a connection's strategy, by the name of the connection. */
    typeOf: (name: string): Strategy['type'] => strategyOf(name).type,

    /** Creates the missing rows of the providers that are enabled in Users & Permissions. */
    ensureUsed: (): Promise<void> =>
      inTransaction(strapi, async (trx) => {
        for (const name of await grants.findUsed()) {
          await ensure(trx, name);
        }
      }),

    /** Loads the strategies of all connections, for synchronous look-ups. */
    async load(): Promise<void> {
      const rows: Row[] = await query(strapi, UIDS.connection).select('name', 'strategy');
      for (const row of rows) {
        strategies.set(String(row.name), String(row.strategy));
      }
    },

    /** Makes a new connection known to synchronous look-ups. */
    rememberStrategy(name: string, strategy: string): void {
      strategies.set(name, strategy);
    },

    /** The connection with this name, or null. */
    async findRow(name: string): Promise<ConnectionRow | null> {
      if (!isStorable(name)) {
        return null;
      }
      const found = await readRow(name);
      if (found || !(await grants.findUsed()).includes(name)) {
        return found;
      }
      await inTransaction(strapi, (trx) => ensure(trx, name));
      return readRow(name);
    },
  };
};
