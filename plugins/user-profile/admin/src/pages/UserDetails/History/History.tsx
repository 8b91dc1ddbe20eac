import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import type { LogEvent } from '../../../../../shared/contracts/events';
import { PlaceAttribution } from '../../../components/PlaceAttribution/PlaceAttribution';
import { RangeSelect } from '../../../components/RangeSelect/RangeSelect';
import { EmptyState, ErrorState } from '../../../components/States/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { daysOf, type Range } from '../../../utils/range';

import { CaptureNote } from './CaptureNote';
import { EventModal } from './EventModal';
import { EventsTable } from './EventsTable';
import { useEventPages } from './useEventPages';

interface HistoryProps {
  userId: string;
  range: Range;
  from: string;
  onRangeChange: (range: Range) => void;
}

export const History = ({ userId, range, from, onRangeChange }: HistoryProps) => {
  const t = useTranslate();
  const [opened, setOpened] = React.useState<LogEvent>();
  const { events, isLoading, error, hasOlder, isLoadingOlder, olderError, loadOlder, refetch } =
    useEventPages(userId, from);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography textColor="neutral600">
          {t('history.intro', { days: daysOf(range) })}
        </Typography>
        <RangeSelect value={range} onChange={onRangeChange} />
      </Flex>
      <CaptureNote />
      {error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <EventsTable
          events={events}
          isLoading={isLoading}
          empty={
            <EmptyState
              content={t('history.empty', { days: daysOf(range) })}
              action={
                range === '30d' ? undefined : (
                  <Button variant="secondary" onClick={() => onRangeChange('30d')}>
                    {t('history.empty.action')}
                  </Button>
                )
              }
            />
          }
          onOpen={setOpened}
        />
      )}
      {olderError ? <ErrorState error={olderError} onRetry={loadOlder} /> : null}
      {hasOlder && !olderError ? (
        <Flex justifyContent="center">
          <Button variant="tertiary" loading={isLoadingOlder} onClick={loadOlder}>
            {t('history.loadOlder')}
          </Button>
        </Flex>
      ) : null}
      {events.length > 0 ? <PlaceAttribution /> : null}
      <EventModal event={opened} onClose={() => setOpened(undefined)} />
    </Flex>
  );
};
