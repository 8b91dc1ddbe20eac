import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';

interface Index {
  name: string;
  definition: string;
}

/** The indexes of the list whose first column still sorts NULL last. */
const FIND = `
  select pg_get_indexdef(i.indexrelid) as definition, c.relname as name
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_class t on t.oid = i.indrelid
  join pg_namespace n on n.oid = t.relnamespace
  where t.relname = ? and n.nspname = coalesce(?, current_schema())
    and c.relname = any(?) and (i.indoption[0] & 2) = 0
    and pg_get_indexdef(i.indexrelid) ~ '\\(\\w+, id\\)$'`;

/**
 * Sorts NULL first in the indexes of the list on PostgreSQL, which the schema declares with the default, NULLS
 * LAST. Read backwards, one index then serves both directions of the order; the default serves neither. SQLite
 * and MariaDB always sort NULL first.
 *
 * Strapi compares the columns of an index only, and leaves it as it is (@strapi/database 5.54.0,
 * schema/diff.js, diffIndexes).
 */
export const sortNullsFirst = async (strapi: Core.Strapi): Promise<void> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return;
  }
  const { tableName, indexes = [] } = strapi.db.metadata.get(UIDS.user);
  const names = indexes.map(({ name }) => name);
  const schema = strapi.db.getSchemaName() ?? null;
  const find = async (database: Knex): Promise<Index[]> => {
    const found: { rows: Index[] } = await database.raw(FIND, [tableName, schema, names]);
    return found.rows;
  };
  if ((await find(strapi.db.connection)).length === 0) {
    return;
  }
  await strapi.db.connection.transaction(async (trx) => {
    const qualified = (name: string) =>
      trx.raw(schema ? '??.??' : '??', schema ? [schema, name] : [name]);
    // Instances that start together take turns: the second one finds nothing left to do.
    await trx.raw('lock table ? in share row exclusive mode', [qualified(tableName)]);
    for (const { name, definition } of await find(trx)) {
      await trx.raw('drop index ?', [qualified(name)]);
      await trx.raw(definition.replace(', id)', ' NULLS FIRST, id)'));
    }
  });
};
