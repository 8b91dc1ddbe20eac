import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

/** Any character would do that is not special to a database's own string literals. */
const ESCAPE = '!';

const escapeLike = (text: string): string => text.replace(/[!%_]/g, (char) => ESCAPE + char);

/** Keeps the rows where one of the columns starts with the text; upper and lower case are the same. */
export const matchPrefix = (rows: Knex.QueryBuilder, columns: string[], text: string): void => {
  const pattern = `${escapeLike(text.replaceAll('\0', '').toLowerCase())}%`;
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
  const isPostgres = strapi.db.dialect.client === 'postgres';
  return rows.orderBy([
    { column, order, ...(isPostgres ? { nulls } : {}) },
    { column: 'id', order },
  ]);
};
