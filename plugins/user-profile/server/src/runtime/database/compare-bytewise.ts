import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { tableName } from './rows';

interface Column {
  name: string;
  length: number;
  isNullable: 'YES' | 'NO';
}

/** The columns that have another collation. */
const findColumns = async (
  database: Knex,
  schema: Knex.Raw,
  table: string,
  columns: readonly string[],
  collation: string
): Promise<Column[]> => {
  const rows: Column[] = await database('information_schema.columns')
    .select({
      name: 'column_name',
      length: 'character_maximum_length',
      isNullable: 'is_nullable',
    })
    .where({ table_name: table, table_schema: schema })
    .whereIn('column_name', columns)
    .where((other) => other.whereNot('collation_name', collation).orWhereNull('collation_name'));
  return rows;
};

/**
 * Makes the database compare text columns byte by byte, with their indexes. By default it compares by the
 * rules of a language or without case, and differently in each installation. SQLite always compares bytes.
 *
 * Strapi's schema has no collations, and leaves those of the database as they are (@strapi/database 5.54.0,
 * schema/diff.js).
 */
export const compareBytewise = async (
  strapi: Core.Strapi,
  uid: string,
  columns: readonly string[]
): Promise<void> => {
  const { connection: database } = strapi.db;
  const { client } = strapi.db.dialect;
  if (client === 'sqlite') {
    return;
  }
  const table = tableName(strapi, uid);
  const schema = strapi.db.getSchemaName();
  const isPostgres = client === 'postgres';
  const current = database.raw(isPostgres ? 'current_schema()' : 'database()');
  const found = await findColumns(
    database,
    schema ? database.raw('?', [schema]) : current,
    table,
    columns,
    isPostgres ? 'C' : 'utf8mb4_bin'
  );
  if (found.length === 0) {
    return;
  }
  const changes = found.map(({ length, isNullable }) =>
    isPostgres
      ? `alter column ?? type varchar(${Number(length)}) collate "C"`
      : `modify ?? varchar(${Number(length)}) character set utf8mb4 collate utf8mb4_bin ${isNullable === 'NO' ? 'not null' : 'null'}`
  );
  const names = found.map(({ name }) => name);
  const target = database.raw(schema ? '??.??' : '??', schema ? [schema, table] : [table]);
  await database.raw(`alter table ? ${changes.join(', ')}`, [target, ...names]);
};
