import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { PlaceAttribution } from '../../../components/PlaceAttribution/PlaceAttribution';
import { LoadingState } from '../../../components/States/States';
import { useTranslate } from '../../../hooks/useTranslate';

import { locationKey } from './locationKey';
import { LocationsTable } from './LocationsTable';
import { MapBoundary } from './MapBoundary';

const LoginMap = React.lazy(() => import('./LoginMap/LoginMap'));

interface LocationsProps {
  locations: readonly LoginLocation[];
}

/** The map and its table: a pin filters the table, a row focuses its pin. */
export const Locations = ({ locations }: LocationsProps) => {
  const t = useTranslate();
  const [filter, setFilter] = React.useState<readonly string[]>();
  const [focused, setFocused] = React.useState<string>();
  const mapBox = React.useRef<HTMLDivElement>(null);

  const shown = React.useMemo(
    () =>
      filter ? locations.filter((location) => filter.includes(locationKey(location))) : locations,
    [filter, locations]
  );

  const handlePin = React.useCallback((keys: readonly string[]) => {
    setFilter(keys);
    setFocused(keys.length === 1 ? keys[0] : undefined);
  }, []);

  const handleRow = React.useCallback((location: LoginLocation) => {
    setFocused(locationKey(location));
    mapBox.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const showAll = () => {
    setFilter(undefined);
    setFocused(undefined);
  };

  return (
    <>
      <Box ref={mapBox}>
        <MapBoundary message={t('locations.mapFailed')}>
          <React.Suspense fallback={<LoadingState />}>
            <LoginMap locations={locations} focused={focused} onSelect={handlePin} />
          </React.Suspense>
        </MapBoundary>
      </Box>
      <PlaceAttribution withMap />
      <Flex justifyContent="space-between" gap={4} wrap="wrap" minHeight="3.2rem">
        <Typography aria-live="polite" textColor="neutral600">
          {filter
            ? t('locations.filtered', { shown: shown.length, count: locations.length })
            : t('locations.places', { count: locations.length })}
        </Typography>
        {filter ? (
          <Button variant="tertiary" size="S" onClick={showAll}>
            {t('locations.showAll')}
          </Button>
        ) : null}
      </Flex>
      <LocationsTable locations={shown} focused={focused} onFocus={handleRow} />
    </>
  );
};
