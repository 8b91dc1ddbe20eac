import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { PLAIN_MODELS } from './plain-models';

const KEY = { type: 'core', key: 'persisted_tables' } as const;

/**
 * Enters the plugin's tables in Strapi's list of tables that are kept though no type declares them.
 * Without it, starting once with the plugin disabled, or not built, drops every one of them.
 */
export const keepTables = async (strapi: Core.Strapi): Promise<void> => {
  const kept = ((await strapi.store.get(KEY)) as (string | { name: string })[] | null) ?? [];
  const names = new Set(kept.map((table) => (typeof table === 'string' ? table : table.name)));
  const missing = [...Object.values(UIDS), ...PLAIN_MODELS.map(({ uid }) => uid)]
    .map((uid) => strapi.db.metadata.get(uid).tableName)
    .filter((name) => !names.has(name));
  if (missing.length === 0) {
    return;
  }
  await strapi.store.set({ ...KEY, value: [...kept, ...missing.map((name) => ({ name }))] });
};
