import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { EXACT_COUNT_LIMIT } from '../../../shared/constants';
import type { PageMeta } from '../../../shared/contracts/common';

export interface PageQuery {
  page: number;
  pageSize: number;
}

export const pageMeta = ({ page, pageSize }: PageQuery, total: number): PageMeta => ({
  pagination: {
    page,
    pageSize,
    pageCount: Math.ceil(total / pageSize),
    total,
    estimated: total > EXACT_COUNT_LIMIT,
  },
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

/**
 * The number of rows of a query. Counting stops one row above `EXACT_COUNT_LIMIT`; beyond it the result is an
 * estimate, or that number if the database provides no estimate.
 */
export const countOrEstimate = async (
  strapi: Core.Strapi,
  rows: Knex.QueryBuilder
): Promise<number> => {
  const ids = rows.clearOrder().clearSelect().select('id');
  const limited = ids.clone().limit(EXACT_COUNT_LIMIT + 1);
  const result = await strapi.db.connection
    .count({ count: '*' })
    .from(limited.as('counted'))
    .first();
  const counted = Number(result?.count ?? 0);
  return counted <= EXACT_COUNT_LIMIT ? counted : Math.max(counted, await estimate(strapi, ids));
};
