import type { PageMeta } from '../../../../shared/contracts/common';
import type { FindUsers } from '../../../../shared/contracts/users';

/** Where the total is an estimate, there is a next page as long as this one is full. */
export const pageLinks = ({ data, meta }: FindUsers.Response): PageMeta['pagination'] => {
  const { pagination } = meta;
  const { page, pageSize, pageCount, estimated } = pagination;
  const atLeast = data.length === pageSize ? page + 1 : page;

  return estimated ? { ...pagination, pageCount: Math.max(pageCount, atLeast) } : pagination;
};
