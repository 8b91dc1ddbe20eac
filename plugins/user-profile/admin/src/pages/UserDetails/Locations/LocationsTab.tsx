import { Flex, Typography } from '@strapi/design-system';

import { RangeSelect } from '../../../components/RangeSelect/RangeSelect';
import { ErrorState, LoadingState } from '../../../components/States/States';
import { useRange } from '../../../hooks/useRange';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindLocationsQuery } from '../../../services/locations';
import { daysOf } from '../../../utils/range';
import { useUser } from '../useUser';

import { LocationNotes } from './LocationNotes';
import { Locations } from './Locations';
import { NoLocations } from './NoLocations';

export const LocationsTab = () => {
  const t = useTranslate();
  const user = useUser();
  const { range, from, setRange } = useRange();
  const { currentData, error, isFetching, refetch } = useFindLocationsQuery(
    { userId: user.documentId, from },
    { refetchOnMountOrArgChange: true }
  );

  const content = () => {
    if (error && !isFetching) {
      return <ErrorState error={error} onRetry={refetch} />;
    }

    if (!currentData) {
      return <LoadingState />;
    }

    return (
      <>
        <LocationNotes meta={currentData.meta} />
        {currentData.data.length > 0 ? (
          <Locations key={`${user.documentId} ${from}`} locations={currentData.data} />
        ) : (
          <NoLocations logins={currentData.meta.logins} range={range} onRangeChange={setRange} />
        )}
      </>
    );
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={6} paddingBottom={10}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography textColor="neutral600">
          {t('locations.intro', { days: daysOf(range) })}
        </Typography>
        <RangeSelect value={range} onChange={setRange} />
      </Flex>
      {content()}
    </Flex>
  );
};
