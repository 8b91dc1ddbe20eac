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

/** The number of rows of a query; counting stops one above the limit, where a total is an estimate. */
export const countUpToLimit = async (
  connection: Knex,
  rows: Knex.QueryBuilder
): Promise<number> => {
  const limited = rows
    .clone()
    .clearOrder()
    .clearSelect()
    .select('id')
    .limit(EXACT_COUNT_LIMIT + 1);
  const result = await connection.count({ count: '*' }).from(limited.as('counted')).first();
  return Number(result?.count ?? 0);
};
