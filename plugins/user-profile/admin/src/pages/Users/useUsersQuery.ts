import { useQueryParams } from '@strapi/strapi/admin';
import * as React from 'react';
import { useNavigate } from 'react-router-dom';

import { isStorable } from '../../../../shared/storable-text';
import { MAX_LENGTHS } from '../../../../shared/user-fields';
import { usePageParams } from '../../hooks/usePageParams';
import { useFindSettingsQuery } from '../../services/settings';
import type { UserSelection } from '../../services/usersList';
import type { ApiError } from '../../utils/errors';
import { DEFAULT_PAGE_SIZE } from '../../utils/pageParams';
import { toQueryString } from '../../utils/queryString';
import { activeFilters, NO_FILTERS, parseFilters, toUrlFilters } from '../../utils/userFilters';
import { parseSort } from '../../utils/userSort';

interface RawQuery {
  _q?: unknown;
  filters?: unknown;
  sort?: unknown;
  cursor?: unknown;
}

interface ListUsersArgs extends UserSelection {
  page: number;
  pageSize: number;
  /** Of the page beyond the numbered ones; undefined on a numbered page. */
  cursor?: string;
  sort?: string;
}

export interface UsersQuery {
  /** The state of the URL, limited to values that the server accepts. */
  args: ListUsersArgs;
  /** False until the account fields in the URL are known. */
  isReady: boolean;
  /** The request for the account fields. */
  fieldsRequest: { error?: ApiError; isFetching: boolean; refetch: () => void };
  isNarrowed: boolean;
  /** Shows the first page of another selection. */
  select: (changes: Partial<UserSelection>, options?: { replace?: boolean }) => void;
  /** Shows the page of a cursor, or the first one. */
  goTo: (cursor?: string) => void;
  showAll: () => void;
  toFirstPage: () => void;
}

/** The cursor in the URL, if it belongs to the order in the URL: the header of a column changes only that. */
const parseCursor = ({ cursor, sort = '' }: RawQuery): string | undefined => {
  const { sort: of, at } = (cursor ?? {}) as { sort?: unknown; at?: unknown };
  return typeof at === 'string' && (of ?? '') === sort ? at : undefined;
};

const hasFieldFilters = (filters: unknown): boolean =>
  typeof filters === 'object' && filters !== null && 'account_fields' in filters;

/** The API rejects a longer text. The cut may have split a surrogate pair. */
const searchIn = (value: unknown): string => {
  const text = typeof value === 'string' ? value.trim().slice(0, MAX_LENGTHS.search).trim() : '';

  return isStorable(text) ? text : text.slice(0, -1);
};

/** The state of the list, which is stored in the URL. */
export const useUsersQuery = (): UsersQuery => {
  const [{ query }] = useQueryParams<RawQuery>();
  const { page, pageSize } = usePageParams();
  const navigate = useNavigate();
  const { data: settings, error, isFetching, refetch } = useFindSettingsQuery();
  const fields = settings?.account_fields;

  const args = React.useMemo<ListUsersArgs>(
    () => ({
      page,
      pageSize,
      sort: parseSort(query.sort),
      cursor: parseCursor(query),
      search: searchIn(query._q),
      filters: parseFilters(query.filters, fields),
    }),
    [fields, page, pageSize, query]
  );

  const show = React.useCallback(
    (changes: Partial<UserSelection>, replace: boolean, cursor?: string) => {
      const { search, filters } = { ...args, ...changes };
      const order = typeof query.sort === 'string' ? query.sort : undefined;

      // Strapi's `setQuery` does not encode values: a search would end at its first `&`.
      navigate(
        {
          search: toQueryString({
            _q: search,
            filters: toUrlFilters(filters),
            sort: order,
            pageSize: args.pageSize === DEFAULT_PAGE_SIZE ? undefined : args.pageSize,
            cursor: cursor === undefined ? undefined : { sort: order, at: cursor },
          }),
        },
        { replace }
      );
    },
    [args, navigate, query.sort]
  );

  const select = React.useCallback<UsersQuery['select']>(
    (changes, { replace = false } = {}) => show(changes, replace),
    [show]
  );

  return {
    args,
    isReady: settings !== undefined || !hasFieldFilters(query.filters),
    fieldsRequest: { error, isFetching, refetch },
    isNarrowed: args.search !== '' || activeFilters(args.filters).length > 0,
    select,
    showAll: () => select({ search: '', filters: NO_FILTERS }),
    goTo: (cursor) => show({}, false, cursor),
    toFirstPage: () => select({}),
  };
};
