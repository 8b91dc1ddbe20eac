import { useQueryParams } from '@strapi/strapi/admin';

import { parsePage, parsePageSize } from '../utils/pageParams';

/** The page in the URL, limited to values that the server accepts. */
export const usePageParams = (): { page: number; pageSize: number } => {
  const [{ query }] = useQueryParams<{ page?: unknown; pageSize?: unknown }>();

  return { page: parsePage(query.page), pageSize: parsePageSize(query.pageSize) };
};
