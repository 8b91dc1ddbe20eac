import { EXACT_COUNT_LIMIT } from '../../../../shared/constants';
import type { PageMeta } from '../../../../shared/contracts/common';
import type { FindUsers } from '../../../../shared/contracts/users';

/**
 * If the total is an estimate, there is a next page as long as this page is full, and no link leads past the
 * counted pages, since those may be empty.
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
