import { Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';
import { dateFilter, DEFAULT_RANGE } from '../../../utils/range';
import { useUser } from '../useUser';
import { CaptureNote } from './CaptureNote';
import { EventList } from './EventList';
import { HistoryFilters } from './HistoryFilters';
import { NoEvents } from './NoEvents';
import { typeFilter, useHistoryState } from './useHistoryState';

export const HistoryTab = () => {
  const t = useTranslate();
  const user = useUser();
  const state = useHistoryState();

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Typography textColor="neutral600">
          {state.range.preset === DEFAULT_RANGE.preset
            ? t('history.intro')
            : t('history.intro.range')}
        </Typography>
        <HistoryFilters state={state} />
      </Flex>
      <CaptureNote />
      <EventList
        key={user.documentId}
        label={t('history.label')}
        request={{
          userId: user.documentId,
          query: { filters: { ...dateFilter(state.bounds), ...typeFilter(state.types) } },
        }}
        state={state}
        empty={<NoEvents state={state} />}
      />
    </Flex>
  );
};
