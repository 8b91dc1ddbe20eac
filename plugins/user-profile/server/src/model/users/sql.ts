import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** Not a backslash: in a MySQL string literal it is an escape character itself. */
const ESCAPE = '!';

const escapeLike = (text: string): string => text.replace(/[!%_]/g, (char) => ESCAPE + char);

const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';

/**
 * Selects rows whose text contains all patterns of one of the lists.
 *
 * @param text the SQL expression for the text
 */
export const whereLike = (
  rows: Knex.QueryBuilder,
  text: string,
  alternatives: readonly (readonly string[])[]
): Knex.QueryBuilder =>
  rows.where((any) => {
    for (const patterns of alternatives) {
      any.orWhere((all) => {
        for (const pattern of patterns) {
          all.whereRaw(`${text} like ? escape '${ESCAPE}'`, [`%${escapeLike(pattern)}%`]);
        }
      });
    }
  });

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
 * Selects rows, each of which is looked up in another table. MySQL and MariaDB turn EXISTS into a join, and read
 * all that the query could find before the first row; a subquery with one value they run for each row.
 *
 * @param found depends on the row
 */
export const whereFound = (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder,
  found: Knex.QueryBuilder
): Knex.QueryBuilder =>
  strapi.db.dialect.client === 'mysql'
    ? rows.whereRaw('? is not null', [found.select(strapi.db.connection.raw('1')).limit(1)])
    : rows.whereExists(found);

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
