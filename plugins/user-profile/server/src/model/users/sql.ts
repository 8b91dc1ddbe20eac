import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** Not a backslash: in a MySQL string literal it is an escape character itself. */
const ESCAPE = '!';

const escapeLike = (text: string): string => text.replace(/[!%_]/g, (char) => ESCAPE + char);

/** The highest code point: the end of the range of texts with a prefix. */
const LAST_CHARACTER = '\u{10ffff}';

const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';

/** A column that is compared byte by byte, and the folded text to find in it. */
export type Wanted = readonly [column: string, text: string];

/**
 * Selects rows in which one of the columns starts with its text. A range uses the index of the column on
 * every database; SQLite would not use it for LIKE.
 */
export const matchPrefix = (rows: Knex.QueryBuilder, wanted: readonly Wanted[]): void => {
  rows.where((any) => {
    for (const [column, text] of wanted) {
      any.orWhere((range) => {
        void range.where(column, '>=', text).where(column, '<', text + LAST_CHARACTER);
      });
    }
  });
};

/** Selects rows in which one of the columns contains its text. Reads every row. */
export const matchAnywhere = (rows: Knex.QueryBuilder, wanted: readonly Wanted[]): void => {
  rows.where((any) => {
    for (const [column, text] of wanted) {
      any.orWhereRaw(`?? like ? escape '${ESCAPE}'`, [column, `%${escapeLike(text)}%`]);
    }
  });
};

/**
 * Selects rows whose column equals one of the texts. MySQL would also find texts that differ in case, accents
 * or trailing spaces.
 */
export const matchExactly = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  column: string,
  texts: readonly string[]
): void => {
  rows.whereIn(column, texts);
  if (strapi.db.dialect.client === 'mysql' && texts.length > 0) {
    rows.whereRaw(`cast(?? as binary) in (${texts.map(() => 'cast(? as binary)').join(', ')})`, [
      column,
      ...texts,
    ]);
  }
};

/**
 * Orders by a column and then by id, so pages neither repeat nor skip rows. NULL is the smallest value, as
 * it is by default on SQLite and MariaDB. On PostgreSQL, only an index with the same NULLS FIRST serves this.
 *
 * @param of the table of the columns, if the query has several
 */
export const orderByColumn = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  { column, direction: order }: { column: string; direction: 'asc' | 'desc' },
  of?: string
): Knex.QueryBuilder => {
  const nulls = order === 'asc' ? ('first' as const) : ('last' as const);
  const named = (name: string) => (of === undefined ? name : `${of}.${name}`);
  return rows.orderBy([
    { column: named(column), order, ...(isPostgres(strapi) ? { nulls } : {}) },
    { column: named('id'), order },
  ]);
};
