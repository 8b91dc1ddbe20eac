import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { PLAIN_MODELS } from './plain-models';
import { tableName } from './rows';

const KEY = { type: 'core', key: 'persisted_tables' } as const;

/**
 * Adds the plugin's tables to Strapi's list of tables to keep (@strapi/database 5.54.0, schema/diff.js).
 * Without it, a single start with the plugin disabled or not built drops them all.
 */
export const keepTables = async (strapi: Core.Strapi): Promise<void> => {
  const persisted = ((await strapi.store.get(KEY)) as (string | { name: string })[] | null) ?? [];
  const names = new Set(persisted.map((table) => (typeof table === 'string' ? table : table.name)));
  const missing = [...Object.values(UIDS), ...PLAIN_MODELS.map(({ uid }) => uid)]
    .map((uid) => tableName(strapi, uid))
    .filter((name) => !names.has(name));
  if (missing.length === 0) {
    return;
  }
  await strapi.store.set({ ...KEY, value: [...persisted, ...missing.map((name) => ({ name }))] });
};
