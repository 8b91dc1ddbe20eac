import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { useTranslate } from '../../../hooks/useTranslate';

import { locationKey } from './locationKey';
import { LocationsTable } from './LocationsTable';
import { MapOfLocations } from './MapOfLocations';
import type { LocationsState } from './useLocationsState';

interface LocationsProps {
  locations: readonly LoginLocation[];
  /** Logins whose place is not known. */
  unknown: number;
  state: Pick<LocationsState, 'picked' | 'pick'>;
}

/** The map and its table: a pin leaves its rows alone in the table, a row shows its pin on the map. */
export const Locations = ({ locations, unknown, state }: LocationsProps) => {
  const t = useTranslate();
  const { picked, pick } = state;
  const mapBox = React.useRef<HTMLDivElement>(null);
  const places = React.useRef<HTMLDivElement>(null);

  const shown = React.useMemo(
    () => locations.filter((location) => picked.includes(locationKey(location))),
    [locations, picked]
  );
  // A link may name a place that the range holds no more.
  const isFiltered = shown.length > 0;
  const focused = shown.length === 1 ? locationKey(shown[0]) : undefined;

  const showOnMap = (location: LoginLocation) => {
    const key = locationKey(location);

    pick(key === focused ? [] : [key]);
    mapBox.current?.scrollIntoView({ block: 'nearest' });
  };

  const showAll = () => {
    pick([]);
    places.current?.focus();
  };

  return (
    <>
      <Box ref={mapBox}>
        <MapOfLocations
          locations={locations}
          focused={focused}
          onSelect={(keys) => pick(keys.length === 1 && keys[0] === focused ? [] : keys)}
        />
      </Box>
      <Flex
        ref={places}
        role="region"
        aria-label={t('locations.table')}
        tabIndex={-1}
        direction="column"
        alignItems="stretch"
        gap={4}
      >
        <Flex justifyContent="space-between" gap={4} wrap="wrap" minHeight="3.2rem">
          <Typography role="status" textColor="neutral600">
            {isFiltered
              ? t('locations.filtered', { shown: shown.length, count: locations.length })
              : t('locations.places', { count: locations.length })}
          </Typography>
          {isFiltered ? (
            <Button variant="tertiary" size="S" onClick={showAll}>
              {t('locations.showAll')}
            </Button>
          ) : null}
        </Flex>
        <LocationsTable
          locations={isFiltered ? shown : locations}
          unknown={isFiltered ? 0 : unknown}
          focused={focused}
          onFocus={showOnMap}
        />
      </Flex>
    </>
  );
};
