import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { table, tableName, withDerivedColumns, type Row } from './rows';

/** A row in JSON form: columns of the type JSON contain values, not text. */
export type NewRow = { document_id: string } & Record<string, unknown>;

const columnsOf = (rows: readonly Record<string, unknown>[]): Set<string> => {
  const columns = new Set<string>();
  for (const row of rows) {
    for (const column of Object.keys(row)) {
      columns.add(column);
    }
  }
  return columns;
};

/** JSON in one parameter: an INSERT with thousands of parameters costs more than the rows themselves. */
const insertJson = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  rows: readonly NewRow[]
): Promise<Row[]> => {
  const schema = strapi.db.getSchemaName();
  const target = trx.ref(tableName(strapi, uid));
  const into = schema ? target.withSchema(schema) : target;
  const complete = rows.map((row) => withDerivedColumns(uid, row));
  const columns = [...columnsOf(complete)];
  const list = columns.map(() => '??').join(', ');
  const result = await trx.raw(
    `insert into ? (${list}) select ${list} from json_populate_recordset(null::?, ?)
     on conflict do nothing returning "id", "document_id"`,
    [into, ...columns, ...columns, into, JSON.stringify(complete)]
  );
  return result.rows;
};

/** The limits of SQLite: knex joins the rows of an INSERT by UNION. */
const SQLITE_TERMS = 500;
const SQLITE_VARIABLES = 32_766;

const inChunks = (strapi: Core.Strapi, rows: readonly NewRow[]): NewRow[][] => {
  const size =
    strapi.db.dialect.client === 'sqlite'
      ? Math.min(SQLITE_TERMS, Math.floor(SQLITE_VARIABLES / columnsOf(rows).size))
      : rows.length;
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size)
  );
};

const insertRows = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  rows: readonly NewRow[]
): Promise<Row[]> => {
  const formatted = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        isJson(value) ? JSON.stringify(value) : value,
      ])
    )
  );
  const inserted = table(strapi, trx, uid).insert(formatted).onConflict();
  // INSERT IGNORE of MySQL would also ignore other errors: it skips or changes values that the table rejects.
  await (strapi.db.dialect.client === 'mysql'
    ? inserted.merge({ id: trx.ref('id') })
    : inserted.ignore());
  // MySQL has no RETURNING.
  const ids = rows.map((row) => row.document_id);
  return table(strapi, trx, uid).whereIn('document_id', ids).select('id', 'document_id');
};

const isJson = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date);

/**
 * Inserts rows in one statement, or a few on SQLite, except those that conflict with existing rows.
 *
 * @returns the ids of the inserted rows by document id
 */
export const insertMany = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  rows: readonly NewRow[]
): Promise<Map<string, number>> => {
  if (rows.length === 0) {
    return new Map();
  }
  const insert = strapi.db.dialect.client === 'postgres' ? insertJson : insertRows;
  const ids = new Map<string, number>();
  for (const chunk of inChunks(strapi, rows)) {
    for (const row of await insert(strapi, trx, uid, chunk)) {
      ids.set(String(row.document_id), row.id);
    }
  }
  return ids;
};
