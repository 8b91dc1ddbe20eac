import * as React from 'react';

import { Layouts, Page, SearchInput, useQueryParams } from '@strapi/strapi/admin';

import { PageFooter } from '../../components/PageFooter';
import { ErrorState } from '../../components/States/States';
import { useTranslate } from '../../hooks/useTranslate';
import { usePageParams } from '../../hooks/usePageParams';
import { useFindUsersQuery } from '../../services/users';
import { parseSort } from '../../utils/userSort';

import { NoUsers } from './NoUsers';
import { UsersTable } from './UsersTable';

export const UsersPage = () => {
  const t = useTranslate();
  const [{ query }, setQuery] = useQueryParams<{ _q?: unknown; page?: unknown; sort?: unknown }>();
  const { page, pageSize } = usePageParams();
  const search = typeof query._q === 'string' ? query._q : '';
  // The search box keeps its own text; a new key makes it take over what the URL says.
  const [searchBoxKey, setSearchBoxKey] = React.useState(0);

  const { currentData, error, isFetching, refetch } = useFindUsersQuery(
    { page, pageSize, sort: parseSort(query.sort), search },
    { refetchOnMountOrArgChange: true }
  );

  const pagination = currentData?.meta.pagination;

  const clearSearch = () => {
    setQuery({ _q: '', page: '' }, 'remove');
    setSearchBoxKey((key) => key + 1);
  };

  return (
    <Page.Main labelledBy="user-profile-title" aria-busy={isFetching}>
      <Page.Title>{t('users.title')}</Page.Title>
      <Layouts.Header
        id="user-profile-title"
        title={t('users.title')}
        subtitle={
          pagination &&
          t(pagination.estimated ? 'users.countEstimated' : 'users.count', {
            count: pagination.total,
          })
        }
      />
      <Layouts.Action
        startActions={
          <SearchInput
            key={searchBoxKey}
            label={t('users.search.label')}
            placeholder={t('users.search.placeholder')}
          />
        }
      />
      <Layouts.Content>
        {error && !isFetching ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          <>
            <UsersTable
              users={currentData?.data ?? []}
              isLoading={!currentData}
              empty={
                <NoUsers
                  search={search}
                  isPastEnd={page > 1 && (pagination?.total ?? 0) > 0}
                  onClearSearch={clearSearch}
                  onFirstPage={() => setQuery({ page: '' }, 'remove')}
                  onRefresh={refetch}
                />
              }
            />
            <PageFooter pagination={pagination} />
          </>
        )}
      </Layouts.Content>
    </Page.Main>
  );
};
