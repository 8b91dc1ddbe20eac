import { useQueryParams } from '@strapi/strapi/admin';
import * as React from 'react';
import { useNavigate } from 'react-router-dom';

import { usePageParams } from '../../hooks/usePageParams';
import type { UserSelection } from '../../services/usersList';
import { DEFAULT_PAGE_SIZE } from '../../utils/pageParams';
import { toQueryString } from '../../utils/queryString';
import { activeFilters, NO_FILTERS, parseFilters, toUrlFilters } from '../../utils/userFilters';
import { parseSort } from '../../utils/userSort';

interface RawQuery {
  _q?: unknown;
  filters?: unknown;
  sort?: unknown;
}

interface ListUsersArgs extends UserSelection {
  page: number;
  pageSize: number;
  sort?: string;
}

export interface UsersQuery {
  /** The state of the URL, limited to values that the server accepts. */
  args: ListUsersArgs;
  isNarrowed: boolean;
  /** Shows the first page of another selection. */
  select: (changes: Partial<UserSelection>, options?: { replace?: boolean }) => void;
  showAll: () => void;
  toFirstPage: () => void;
}

/** The state of the list, which is stored in the URL. */
export const useUsersQuery = (): UsersQuery => {
  const [{ query }] = useQueryParams<RawQuery>();
  const { page, pageSize } = usePageParams();
  const navigate = useNavigate();

  const args = React.useMemo<ListUsersArgs>(
    () => ({
      page,
      pageSize,
      sort: parseSort(query.sort),
      search: typeof query._q === 'string' ? query._q.trim() : '',
      filters: parseFilters(query.filters),
    }),
    [page, pageSize, query]
  );

  const select = React.useCallback<UsersQuery['select']>(
    (changes, { replace = false } = {}) => {
      const { search, filters } = { ...args, ...changes };

      // Strapi's `setQuery` does not encode values: a search would end at its first `&`.
      navigate(
        {
          search: toQueryString({
            _q: search,
            filters: toUrlFilters(filters),
            sort: typeof query.sort === 'string' ? query.sort : undefined,
            pageSize: args.pageSize === DEFAULT_PAGE_SIZE ? undefined : args.pageSize,
          }),
        },
        { replace }
      );
    },
    [args, navigate, query.sort]
  );

  return {
    args,
    isNarrowed: args.search !== '' || activeFilters(args.filters).length > 0,
    select,
    showAll: () => select({ search: '', filters: NO_FILTERS }),
    toFirstPage: () => select({}),
  };
};
