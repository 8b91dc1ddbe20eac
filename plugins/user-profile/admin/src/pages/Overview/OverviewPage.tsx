import { Box, Grid, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { styled } from 'styled-components';

import { OVERVIEW_DAYS } from '../../../../shared/constants';
import type { CountsOfPart, FindOverview } from '../../../../shared/contracts/overview';
import { MINUTE_MS } from '../../../../shared/durations';
import { LoadingPart } from '../../components/PartSkeleton';
import { PendingRegion } from '../../components/PendingRegion';
import { RelativeTime } from '../../components/RelativeTime';
import { SectionTabs } from '../../components/SectionTabs';
import { Skeleton } from '../../components/Skeleton';
import { EmptyState, ErrorState } from '../../components/States';
import { useConnectionLabel } from '../../hooks/useConnectionLabel';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { FRESH_SECONDS } from '../../services/api';
import { useFindOverviewQuery } from '../../services/overview';
import { ChartCard } from './ChartCard';
import { CHARTS } from './chartSeries';
import { OverviewFilterFields } from './OverviewFilterFields';
import { PartsTable } from './PartsTable';
import { useDayLink } from './useDayLink';
import {
  type OverviewFilters,
  type OverviewPart,
  PARTS,
  useOverviewState,
} from './useOverviewState';

/** The job counts every ten minutes. */
const POLL_MS = MINUTE_MS;

/** The cards of a row have the height of the tallest. */
const Cell = styled(Grid.Item).attrs({
  col: 6,
  xs: 12,
  direction: 'column',
  alignItems: 'stretch',
})`
  & > * {
    flex-grow: 1;
  }
`;

interface ChartsProps extends FindOverview.Response {
  filters: OverviewFilters;
  labelOf: Record<OverviewPart, (part: CountsOfPart) => string>;
}

const Charts = ({ data, filters, labelOf }: ChartsProps) => {
  const dayLink = useDayLink(filters);
  const parts = { connection: data.connections, application: data.applications };

  return (
    <Grid.Root gap={6}>
      {CHARTS.map((chart) => (
        <Cell key={chart.name}>
          <ChartCard chart={chart} days={data.days} linkTo={(day) => dayLink(chart, day)} />
        </Cell>
      ))}
      {PARTS.map((part) => (
        <Cell key={part}>
          <PartsTable part={part} parts={parts[part]} labelOf={labelOf[part]} />
        </Cell>
      ))}
    </Grid.Root>
  );
};

const ChartsSkeleton = () => (
  <LoadingPart>
    <Grid.Root gap={6}>
      {CHARTS.map(({ name }) => (
        <Cell key={name}>
          <Skeleton height="36rem" />
        </Cell>
      ))}
    </Grid.Root>
  </LoadingPart>
);

/** Logins, sign-ups and active users by day. */
export const OverviewPage = () => {
  const t = useTranslate();
  const connectionLabel = useConnectionLabel();
  const { filters, query, setFilter } = useOverviewState();
  const { currentData, data, error, isFetching, refetch } = useFindOverviewQuery(query, {
    refetchOnMountOrArgChange: FRESH_SECONDS,
    pollingInterval: POLL_MS,
  });
  const labelOf = {
    connection: ({ name }: CountsOfPart) =>
      name === null ? t('overview.unnamed') : connectionLabel(name),
    application: ({ label }: CountsOfPart) => label ?? t('overview.unnamed'),
  };
  // Keeps the previous numbers until those of the chosen filters are loaded.
  const shown = currentData ?? data;
  const hasFailed = error !== undefined && !currentData;
  const isCounted = shown?.data.days.some(({ logins }) => logins !== null) ?? false;
  const daysLeft = shown?.meta.days_left ?? 0;

  useHeadingFocus();

  const content = () => {
    if (hasFailed) {
      // The next poll tries again, and keeps the error until then.
      return (
        <PendingRegion isPending={isFetching}>
          <ErrorState error={error} onRetry={refetch} />
        </PendingRegion>
      );
    }

    if (!shown) {
      return <ChartsSkeleton />;
    }

    return (
      <PendingRegion isPending={isFetching && !currentData}>
        {isCounted ? (
          <Charts {...shown} filters={filters} labelOf={labelOf} />
        ) : (
          <EmptyState content={t('overview.notCounted')} />
        )}
      </PendingRegion>
    );
  };

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('overview.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('overview.title')}
        subtitle={t('overview.subtitle', { days: OVERVIEW_DAYS })}
      />
      <SectionTabs />
      <Layouts.Action
        startActions={
          <OverviewFilterFields
            filters={filters}
            parts={{
              connection: shown?.data.connections ?? [],
              application: shown?.data.applications ?? [],
            }}
            labelOf={labelOf}
            onChange={setFilter}
          />
        }
      />
      <Layouts.Content>
        {content()}
        {isCounted && !hasFailed ? (
          <Box paddingTop={4}>
            <Typography variant="pi" textColor="neutral600">
              {t('overview.counted')} <RelativeTime date={shown?.meta.counted_until} />
              {' · '}
              {daysLeft > 0 ? t('overview.daysLeft', { days: daysLeft }) : t('overview.utc')}
            </Typography>
          </Box>
        ) : null}
      </Layouts.Content>
    </Page.Main>
  );
};
