import { Button, Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';

import { CaptureNote } from '../../components/Events/CaptureNote';
import { EventList } from '../../components/Events/EventList';
import { TypeFilter } from '../../components/Events/TypeFilter';
import { ExportMenuView, useMenuExport } from '../../components/Export/ExportMenu';
import { EventFilterTags } from '../../components/Filters/EventFilterTags';
import { EventSearch } from '../../components/Filters/EventSearch';
import { FilterPopover } from '../../components/Filters/FilterPopover';
import { RangeFilter } from '../../components/RangeFilter/RangeFilter';
import { SavedViews } from '../../components/SavedViews/SavedViews';
import { SectionTabs } from '../../components/SectionTabs';
import { EmptyState } from '../../components/States';
import { useAllowed } from '../../hooks/useAllowed';
import { type EventListState, useEventListState } from '../../hooks/useEventListState';
import { useDeviceName } from '../../hooks/useEventPage';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { activeEventFilters, NO_EVENT_FILTERS } from '../../utils/eventFilters';
import { DEFAULT_RANGE, EVERYTHING } from '../../utils/range';
import { LogFilterFields } from './LogFilterFields';
import { NarrowButtons } from './NarrowButtons';

const NoLogEvents = ({ state: { range, isNarrowed, setRange } }: { state: EventListState }) => {
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
  const allowed = useAllowed();
  const state = useEventListState(true);
  const { filters, search } = state;
  const request = { query: search };
  const deviceName = useDeviceName(request, state);
  // Here, because Strapi mounts the header a second time when it leaves the screen.
  const menuExport = useMenuExport();

  useHeadingFocus();

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('log.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('log.title')}
        subtitle={t('log.subtitle')}
        primaryAction={
          allowed.exportUsers ? (
            <ExportMenuView
              label={t('users.export')}
              selection={{ path: '/events/export', ...search }}
              {...menuExport}
            />
          ) : null
        }
      />
      <SectionTabs />
      <Layouts.Action
        startActions={
          <Flex role="search" aria-label={t('log.filters')} gap={2} wrap="wrap">
            <EventSearch
              label={t('log.search.label')}
              placeholder={t('log.search.placeholder')}
              text={state.text}
              onSearch={state.setText}
            />
            <FilterPopover
              filters={filters}
              none={NO_EVENT_FILTERS}
              countOf={(chosen) => activeEventFilters(chosen).length}
              onApply={state.setFilters}
            >
              {(draft, change) => <LogFilterFields filters={draft} onChange={change} />}
            </FilterPopover>
            <TypeFilter value={state.types} onChange={state.setTypes} />
            <RangeFilter value={state.range} onChange={state.setRange} />
            <EventFilterTags
              filters={filters}
              deviceName={deviceName}
              onChange={state.setFilters}
            />
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
          request={request}
          state={state}
          empty={<NoLogEvents state={state} />}
          action={(event) => <NarrowButtons event={event} onNarrow={state.narrow} />}
        />
      </Layouts.Content>
    </Page.Main>
  );
};
