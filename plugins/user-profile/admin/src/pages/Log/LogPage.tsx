import { Button, Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';

import { ExportMenu } from '../../components/Export/ExportMenu';
import { FilterPopover } from '../../components/Filters/FilterPopover';
import { RangeFilter } from '../../components/RangeFilter/RangeFilter';
import { SavedViews } from '../../components/SavedViews/SavedViews';
import { SectionTabs } from '../../components/SectionTabs';
import { EmptyState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { useTranslate } from '../../hooks/useTranslate';
import { DEFAULT_RANGE, EVERYTHING } from '../../utils/range';
import { CaptureNote } from '../UserDetails/History/CaptureNote';
import { EventList } from '../UserDetails/History/EventList';
import { TypeFilter } from '../UserDetails/History/TypeFilter';
import { LogFilterFields } from './LogFilterFields';
import { activeLogFilters, NO_LOG_FILTERS } from './logFilters';
import { LogFilterTags } from './LogFilterTags';
import { LogSearch } from './LogSearch';
import { NarrowButtons } from './NarrowButtons';
import { type LogState, useLogState } from './useLogState';

const NoLogEvents = ({ state: { range, isNarrowed, setRange } }: { state: LogState }) => {
  const t = useTranslate();
  const isDefault = range.preset === DEFAULT_RANGE.preset;
  const text = isDefault ? 'log.empty' : 'log.empty.range';

  return (
    <EmptyState
      content={t(isNarrowed ? 'log.empty.filtered' : text)}
      action={
        range.preset === EVERYTHING.preset ? undefined : (
          <Button variant="secondary" onClick={() => setRange(EVERYTHING)}>
            {t('range.showAll')}
          </Button>
        )
      }
    />
  );
};

/** The events of all users. */
export const LogPage = () => {
  const t = useTranslate();
  const { allowed } = useAllowed();
  const state = useLogState();
  const { filters, search } = state;

  return (
    <Page.Main labelledBy="user-profile-title">
      <Page.Title>{t('log.title')}</Page.Title>
      <Layouts.Header
        id="user-profile-title"
        title={t('log.title')}
        subtitle={t('log.subtitle')}
        primaryAction={
          allowed.exportUsers ? (
            <ExportMenu
              label={t('users.export')}
              selection={{ path: '/events/export', ...search }}
            />
          ) : null
        }
      />
      <SectionTabs />
      <Layouts.Action
        startActions={
          <Flex role="search" aria-label={t('log.filters')} gap={2} wrap="wrap">
            <LogSearch text={state.text} onSearch={state.setText} />
            <FilterPopover
              filters={filters}
              none={NO_LOG_FILTERS}
              countOf={(chosen) => activeLogFilters(chosen).length}
              onApply={state.setFilters}
            >
              {(draft, change) => <LogFilterFields filters={draft} onChange={change} />}
            </FilterPopover>
            <TypeFilter value={state.types} onChange={state.setTypes} />
            <RangeFilter value={state.range} onChange={state.setRange} />
            <LogFilterTags filters={filters} onChange={state.setFilters} />
          </Flex>
        }
        endActions={
          <SavedViews
            page="log"
            presets={[
              { label: t('views.failures'), search: 'outcome=failure' },
              { label: t('views.lockouts'), search: 'type=limit_wc&type=limit_mu' },
            ]}
          />
        }
      />
      <Layouts.Content>
        <CaptureNote />
        <EventList
          label={t('log.label')}
          request={{ query: search }}
          state={state}
          empty={<NoLogEvents state={state} />}
          action={(event) => (
            <NarrowButtons
              event={event}
              onNarrow={(changes) => state.setFilters({ ...filters, ...changes })}
            />
          )}
        />
      </Layouts.Content>
    </Page.Main>
  );
};
