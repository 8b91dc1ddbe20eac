import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { PLAIN_MODELS } from './plain-models';
import { tableName } from './rows';

const KEY = { type: 'core', key: 'persisted_tables' } as const;

interface Persisted {
  name: string;
}

const readPersisted = async (strapi: Core.Strapi): Promise<(string | Persisted)[]> =>
  ((await strapi.store.get(KEY)) as (string | Persisted)[] | null) ?? [];

const nameOf = (entry: string | Persisted): string =>
  typeof entry === 'string' ? entry : entry.name;

/** The tables of the plugin. Those that refer to users come first. */
export const pluginTables = (strapi: Core.Strapi): string[] => {
  const { user, ...others } = UIDS;
  return [...Object.values(others), ...PLAIN_MODELS.map(({ uid }) => uid), user].map((uid) =>
    tableName(strapi, uid)
  );
};

/**
 * Adds the plugin's tables to Strapi's list of tables to keep (@strapi/database 5.54.0, schema/diff.js).
 * Without it, a single start with the plugin disabled or not built drops them all.
 */
export const keepTables = async (strapi: Core.Strapi): Promise<void> => {
  const persisted = await readPersisted(strapi);
  const names = new Set(persisted.map(nameOf));
  const missing = pluginTables(strapi).filter((name) => !names.has(name));
  if (missing.length === 0) {
    return;
  }
  await strapi.store.set({ ...KEY, value: [...persisted, ...missing.map((name) => ({ name }))] });
};

/** Removes the plugin's tables from that list. */
export const forgetTables = async (strapi: Core.Strapi): Promise<void> => {
  const own = new Set(pluginTables(strapi));
  const others = (await readPersisted(strapi)).filter((entry) => !own.has(nameOf(entry)));
  await strapi.store.set({ ...KEY, value: others });
};
