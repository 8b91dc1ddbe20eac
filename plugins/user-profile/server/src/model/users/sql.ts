import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** Not a backslash: in a MySQL string literal it is an escape character itself. */
const ESCAPE = '!';

const escapeLike = (text: string): string => text.replace(/[!%_]/g, (char) => ESCAPE + char);

/** The highest code point: the end of the range of texts with a prefix. */
const LAST_CHARACTER = '\u{10ffff}';

const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';
const isSqlite = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'sqlite';

/** Lower case as the database's `lower` computes it. SQLite's converts ASCII only. */
const textOf = (strapi: Core.Strapi, search: string): string => {
  const text = search.replaceAll('\0', '');
  if (!isSqlite(strapi)) {
    return text.toLowerCase();
  }
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
};

/**
 * Selects rows in which one of the columns starts with the text, case-insensitively. The condition has the
 * form that uses the index on `lower(column)`. SQLite does not use it for LIKE, so it gets a range instead.
 */
export const matchPrefix = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  columns: readonly string[],
  search: string
): void => {
  const text = textOf(strapi, search);
  rows.where((any) => {
    for (const column of columns) {
      if (isSqlite(strapi)) {
        any.orWhereRaw('(lower(??) >= ? and lower(??) < ?)', [
          column,
          text,
          column,
          text + LAST_CHARACTER,
        ]);
      } else {
        any.orWhereRaw(`lower(??) like ? escape '${ESCAPE}'`, [column, `${escapeLike(text)}%`]);
      }
    }
  });
};

/** Selects rows in which one of the columns contains the text. Reads every row. */
export const matchAnywhere = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  columns: readonly string[],
  search: string
): void => {
  const pattern = `%${escapeLike(textOf(strapi, search))}%`;
  rows.where((any) => {
    for (const column of columns) {
      any.orWhereRaw(`lower(??) like ? escape '${ESCAPE}'`, [column, pattern]);
    }
  });
};

/**
 * Orders by a column and then by id, so pages neither repeat nor skip rows. NULL is the smallest value, as
 * it is by default on SQLite and MariaDB.
 */
export const orderByColumn = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  column: string,
  order: 'asc' | 'desc'
): Knex.QueryBuilder => {
  const nulls = order === 'asc' ? ('first' as const) : ('last' as const);
  return rows.orderBy([
    { column, order, ...(isPostgres(strapi) ? { nulls } : {}) },
    { column: 'id', order },
  ]);
};
