import { Button, Flex } from '@strapi/design-system';
import { Cross } from '@strapi/icons';

import { TypeFilter } from '../../../components/Events/TypeFilter';
import { EventSearch } from '../../../components/Filters/EventSearch';
import { RangeFilter } from '../../../components/RangeFilter/RangeFilter';
import type { EventListState } from '../../../hooks/useEventListState';
import { useTranslate } from '../../../hooks/useTranslate';

export const HistoryFilters = ({ state }: { state: EventListState }) => {
  const t = useTranslate();

  return (
    <Flex
      role="search"
      aria-label={t('history.filters')}
      gap={2}
      wrap="wrap"
      alignItems="flex-start"
    >
      <EventSearch
        label={t('history.search.label')}
        placeholder={t('history.search.placeholder')}
        text={state.text}
        onSearch={state.setText}
      />
      <TypeFilter value={state.types} onChange={state.setTypes} />
      <RangeFilter value={state.range} onChange={state.setRange} />
      {state.isFiltered ? (
        <Button size="S" variant="ghost" startIcon={<Cross />} onClick={state.clear}>
          {t('history.clear')}
        </Button>
      ) : null}
    </Flex>
  );
};
