import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { IndexStatus } from '../../../../shared/contracts/status';

/** All indexes of the plugin have names with this prefix, also those in tables of Strapi. */
const PREFIX = 'user_profile_';

const readNames = async (strapi: Core.Strapi): Promise<string[]> => {
  const { connection: database } = strapi.db;
  // Not `pluck`, which selects the column by its name, and not by the alias.
  const names = async (rows: Knex.QueryBuilder): Promise<string[]> =>
    (await rows).map(({ name }: { name: string }) => name);
  switch (strapi.db.dialect.client) {
    case 'postgres': {
      // Without those whose build was interrupted.
      const found: { rows: { name: string }[] } = await database.raw(
        `select c.relname as name from pg_index i
         join pg_class c on c.oid = i.indexrelid
         join pg_namespace n on n.oid = c.relnamespace
         where i.indisvalid and n.nspname = coalesce(?, current_schema())`,
        [strapi.db.getSchemaName() ?? null]
      );
      return found.rows.map(({ name }) => name);
    }
    case 'mysql':
      return names(
        database('information_schema.statistics')
          .where({ table_schema: database.raw('database()') })
          .select({ name: 'index_name' })
      );
    default:
      return names(database('sqlite_master').where({ type: 'index' }).select('name'));
  }
};

/** The indexes that the plugin declares, and whether the database has them. */
export const findIndexes = async (strapi: Core.Strapi): Promise<IndexStatus[]> => {
  const existing = new Set(await readNames(strapi));
  return [...strapi.db.metadata.values()].flatMap(({ tableName, indexes = [] }) =>
    indexes
      .filter(({ name }) => name.startsWith(PREFIX))
      .map(({ name }) => ({ name, table: tableName, exists: existing.has(name) }))
  );
};
