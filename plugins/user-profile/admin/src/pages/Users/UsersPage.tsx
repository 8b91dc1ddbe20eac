import { Button, Flex } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';

import { EXACT_COUNT_LIMIT } from '../../../../shared/constants';
import { ExportButton, LazyExportUsersDialog } from '../../components/Export/ExportUsersButton';
import { FilterPopover } from '../../components/Filters/FilterPopover';
import { SectionTabs } from '../../components/SectionTabs';
import { SyncNote } from '../../components/SyncNote';
import { useAllowed } from '../../hooks/useAllowed';
import { useAnnounceResult } from '../../hooks/useAnnounceResult';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { toApiSelection, useListUsersQuery } from '../../services/usersList';
import { lazyPart, loadPart, preload } from '../../utils/lazyPart';
import { activeFilters, NO_FILTERS } from '../../utils/userFilters';
import { CountFailure } from './CountFailure';
import { ActiveFilters } from './Filters/ActiveFilters';
import { ImportLink } from './ImportLink';
import { ColumnPicker } from './List/ColumnPicker';
import { useColumnChoice } from './List/useColumnChoice';
import { useFieldColumns } from './List/useFieldColumns';
import { UserSearch } from './List/UserSearch';
import { ProxyNote } from './ProxyNote';
import { UsersContent } from './UsersContent';
import { UserViews } from './UserViews';
import { useUserCount } from './useUserCount';
import { useUsersQuery } from './useUsersQuery';

const CreateUserDialog = lazyPart('create-user', () =>
  import('./Create/CreateUserDialog').then((module) => module.CreateUserDialog)
);

const FilterFields = lazyPart('user-filters', () =>
  import('./Filters/FilterFields').then((module) => module.FilterFields)
);

const loadFilters = () => loadPart('user-filters');

const preloadCreate = () => preload('create-user');

export const UsersPage = () => {
  const t = useTranslate();
  const allowed = useAllowed();
  const list = useUsersQuery();
  const { select } = list;
  const { search, filters } = list.args;
  const columns = useColumnChoice();
  const fields = useFieldColumns();
  const { page, pageSize, cursor, sort } = list.args;
  const position = cursor === undefined ? { page } : { cursor };
  const result = useListUsersQuery(
    {
      pagination: { ...position, pageSize, withCount: false },
      sort,
      ...toApiSelection(list.args),
      account_fields: fields.shown.length > 0 ? fields.shown.map(({ name }) => name) : undefined,
    },
    { refetchOnMountOrArgChange: true, skip: !list.isReady }
  );
  const counted = useUserCount(list);
  const refetch = () => {
    if (list.isReady) {
      void result.refetch();
      counted.refetch();
    } else {
      list.fieldsRequest.refetch();
    }
  };
  const count = counted.current;
  const countText =
    count &&
    (count.estimated
      ? t('users.countEstimated', { count: EXACT_COUNT_LIMIT })
      : t('users.count', { count: count.total }));
  const pages =
    count && !count.estimated && cursor === undefined
      ? Math.ceil((count.total ?? 0) / pageSize)
      : 1;
  const resultText =
    countText && pages > 1 ? t('common.page', { text: countText, page, pages }) : countText;
  const [isTyping, setIsTyping] = React.useState(false);
  const [isCreating, setIsCreating] = React.useState(false);
  // Here, because the header is mounted anew on a screen of another size.
  const [isExporting, setIsExporting] = React.useState(false);
  const { remember, restore } = useFocusReturn();

  useHeadingFocus();
  useAnnounceResult(list.args, result.currentData ? resultText : undefined);

  const handleSearch = React.useCallback(
    (next: string) => select({ search: next }, { replace: true }),
    [select]
  );

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('users.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('users.title')}
        subtitle={
          counted.isFailed ? (
            <CountFailure
              // Otherwise the list below has a button for both.
              onRetry={list.isReady && !result.error ? counted.refetch : undefined}
            />
          ) : (
            (countText ?? t('users.count.pending'))
          )
        }
        primaryAction={
          <Flex gap={2} wrap="wrap">
            {allowed.exportUsers ? (
              <ExportButton
                label={t('users.export')}
                onClick={() => {
                  remember();
                  setIsExporting(true);
                }}
              />
            ) : null}
            {allowed.importUsers ? <ImportLink /> : null}
            {allowed.createUsers ? (
              <Button
                size="S"
                startIcon={<Plus />}
                onPointerEnter={preloadCreate}
                onFocus={preloadCreate}
                onClick={() => {
                  remember();
                  setIsCreating(true);
                }}
              >
                {t('create.open')}
              </Button>
            ) : null}
          </Flex>
        }
      />
      <SectionTabs />
      <Layouts.Action
        startActions={
          <>
            <UserSearch search={search} onSearch={handleSearch} onTyping={setIsTyping} />
            <FilterPopover
              filters={filters}
              none={NO_FILTERS}
              countOf={(chosen) => activeFilters(chosen).length}
              onApply={(next) => select({ filters: next })}
              load={loadFilters}
            >
              {(draft, change) => (
                <FilterFields
                  // Known here: inside, the first field would appear after the focus is set.
                  canReadConnections={allowed.readConnections}
                  filters={draft}
                  onChange={change}
                />
              )}
            </FilterPopover>
            <ActiveFilters filters={filters} onChange={(next) => select({ filters: next })} />
          </>
        }
        endActions={
          <>
            <UserViews />
            <ColumnPicker
              columns={columns.columns}
              fields={fields}
              onShow={columns.show}
              onReset={() => {
                columns.reset();
                fields.reset();
              }}
            />
          </>
        }
      />
      <Layouts.Content>
        <ProxyNote />
        <SyncNote firstOnly onFilled={refetch} />
        <UsersContent
          list={list}
          result={list.isReady ? result : list.fieldsRequest}
          onRefetch={refetch}
          count={counted}
          isTyping={isTyping}
          shownColumns={columns.columns}
          shownFields={fields.shown}
        />
      </Layouts.Content>
      {isExporting ? (
        <LazyExportUsersDialog
          scope={list.isNarrowed ? 'matching' : 'all'}
          selection={toApiSelection(list.args)}
          onClose={() => setIsExporting(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
      {isCreating ? (
        <CreateUserDialog onClose={() => setIsCreating(false)} onCloseAutoFocus={restore} />
      ) : null}
    </Page.Main>
  );
};
