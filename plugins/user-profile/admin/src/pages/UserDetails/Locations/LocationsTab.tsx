import { Flex, Typography } from '@strapi/design-system';

import { RangeFilter } from '../../../components/RangeFilter/RangeFilter';
import { Skeleton, TableSkeleton } from '../../../components/Skeleton';
import { ErrorState } from '../../../components/States';
import { useTranslate } from '../../../hooks/useTranslate';
import { DEFAULT_RANGE, isBackwards } from '../../../utils/range';
import { useUser } from '../useUser';
import { historyPath } from './historyPath';
import { LocationNotes } from './LocationNotes';
import { Locations } from './Locations';
import { MAP_HEIGHT } from './MapOfLocations';
import { NoLocations } from './NoLocations';
import { useLocations } from './useLocations';
import { useLocationsState } from './useLocationsState';

export const LocationsTab = () => {
  const t = useTranslate();
  const user = useUser();
  const state = useLocationsState();
  const { range, bounds, setRange } = state;
  const { currentData, error, isFetching, refetch } = useLocations(user.documentId, state);

  const content = () => {
    if (isBackwards(bounds)) {
      return null;
    }

    if (error && !isFetching) {
      return <ErrorState error={error} onRetry={refetch} />;
    }

    if (!currentData) {
      return (
        <>
          <Skeleton height={MAP_HEIGHT} />
          <TableSkeleton rows={4} />
        </>
      );
    }

    return (
      <>
        <LocationNotes meta={currentData.meta} />
        {currentData.data.length > 0 ? (
          <Locations
            key={user.documentId}
            locations={currentData.data}
            unknown={currentData.meta.unknown}
            historyOf={(location) => historyPath(user.documentId, location, range)}
            state={state}
          />
        ) : (
          <NoLocations logins={currentData.meta.logins} range={range} onRangeChange={setRange} />
        )}
      </>
    );
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Typography textColor="neutral600">
          {range.preset === DEFAULT_RANGE.preset
            ? t('locations.intro')
            : t('locations.intro.range')}
        </Typography>
        <RangeFilter value={range} onChange={setRange} />
      </Flex>
      {content()}
    </Flex>
  );
};
