import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** Any character would do that is not special to a database's own string literals. */
const ESCAPE = '!';

const escapeLike = (text: string): string => text.replace(/[!%_]/g, (char) => ESCAPE + char);

/** Above every character that can follow a prefix. */
const LAST_CHARACTER = '\u{10ffff}';

const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';
const isSqlite = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'sqlite';

/** In lower case as the database's own `lower` has it: SQLite's knows ASCII only. */
const textOf = (strapi: Core.Strapi, search: string): string => {
  const text = search.replaceAll('\0', '');
  if (!isSqlite(strapi)) {
    return text.toLowerCase();
  }
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
};

/**
 * Keeps the rows where one of the columns starts with the text; upper and lower case are the same.
 * Each database is asked in the form that its index on `lower(column)` answers: SQLite's LIKE reads
 * past such an index, so that it is given the range of texts with that prefix.
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

/** Keeps the rows where one of the columns holds the text anywhere. No index helps. */
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
 * Orders by a column and then by id, so that pages neither repeat nor miss rows. Empty values count as
 * the smallest, as SQLite and MariaDB have it by themselves.
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
