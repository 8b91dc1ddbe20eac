import { EXACT_COUNT_LIMIT } from '../../../../shared/constants';
import type { PageMeta } from '../../../../shared/contracts/common';
import type { FindUsers } from '../../../../shared/contracts/users';

/**
 * Where the total is an estimate, there is a next page as long as this one is full, and no link leads
 * further than what was counted: behind it there may be nothing.
 */
export const pageLinks = ({ data, meta }: FindUsers.Response): PageMeta['pagination'] => {
  const { pagination } = meta;
  const { page, pageSize, pageCount, estimated } = pagination;
  if (!estimated) {
    return pagination;
  }
  const atLeast = data.length === pageSize ? page + 1 : page;
  const counted = Math.ceil((EXACT_COUNT_LIMIT + 1) / pageSize);
  return { ...pagination, pageCount: Math.max(Math.min(pageCount, counted), atLeast) };
};
