import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { EXACT_COUNT_LIMIT } from '../../../shared/constants';
import type { PageMeta } from '../../../shared/contracts/common';

export interface PageQuery {
  page: number;
  pageSize: number;
}

/** Counts above the limit are estimates. */
export const totalMeta = (total: number): { total: number; estimated: boolean } => ({
  total,
  estimated: total > EXACT_COUNT_LIMIT,
});

export const pageMeta = ({ page, pageSize }: PageQuery, total: number): PageMeta => ({
  pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), ...totalMeta(total) },
});

/** The row estimate of PostgreSQL's planner, which is cheap; 0 on other databases. */
const estimate = async (strapi: Core.Strapi, ids: Knex.QueryBuilder): Promise<number> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return 0;
  }
  const { sql, bindings } = ids.toSQL();
  const explained = await strapi.db.connection.raw(`explain (format json) ${sql}`, [...bindings]);
  return Number(explained.rows[0]['QUERY PLAN'][0].Plan['Plan Rows']);
};

/** An estimate beyond this leaves no doubt that there are more rows than are counted. */
const CERTAINLY_MORE = 10 * EXACT_COUNT_LIMIT;

/**
 * The number of rows of a query. Counting stops one row above `EXACT_COUNT_LIMIT`; beyond it the result is an
 * estimate, or that number if the database provides no estimate.
 *
 * @param ids selects one column
 * @param estimated the query for the estimate, if another one than `ids` is better known to the planner
 */
export const countOrEstimate = async (
  strapi: Core.Strapi,
  ids: Knex.QueryBuilder,
  estimated: Knex.QueryBuilder = ids
): Promise<number> => {
  const rows = await estimate(strapi, estimated);
  if (rows > CERTAINLY_MORE) {
    return rows;
  }
  const limited = ids.clone().limit(EXACT_COUNT_LIMIT + 1);
  const result = await strapi.db.connection
    .count({ count: '*' })
    .from(limited.as('counted'))
    .first();
  const counted = Number(result?.count ?? 0);
  return counted <= EXACT_COUNT_LIMIT ? counted : Math.max(counted, rows);
};
