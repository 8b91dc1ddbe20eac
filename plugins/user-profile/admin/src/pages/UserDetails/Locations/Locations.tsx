import { Box, Button, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { useTranslate } from '../../../hooks/useTranslate';
import { locationKey } from './locationKey';
import { LocationsTable } from './LocationsTable';
import { MapOfLocations } from './MapOfLocations';
import type { LocationsState } from './useLocationsState';

interface LocationsProps {
  /** The path of the events of a place; undefined if the place has no name. */
  historyOf: (location: LoginLocation) => string | undefined;
  locations: readonly LoginLocation[];
  unknown: number;
  state: Pick<LocationsState, 'picked' | 'pick' | 'shown' | 'show'>;
}

/** The map and the table. A click on a pin or a row shows this place only. */
export const Locations = ({ locations, unknown, state, historyOf }: LocationsProps) => {
  const t = useTranslate();
  const { picked, pick, shown, show } = state;
  const mapBox = React.useRef<HTMLDivElement>(null);
  const places = React.useRef<HTMLDivElement>(null);

  const found = React.useMemo(
    () => locations.filter((location) => picked.includes(locationKey(location))),
    [locations, picked]
  );
  // A link may name a place that is no longer in the range.
  const isFiltered = found.length > 0;
  const focused = shown ?? (found.length === 1 ? locationKey(found[0]) : undefined);
  const isPicked = (keys: readonly string[]) =>
    keys.length === picked.length && keys.every((key) => picked.includes(key));

  const toggle = (keys: readonly string[]) => pick(isPicked(keys) ? [] : keys);

  const showOnMap = (location: LoginLocation) => {
    const key = locationKey(location);

    show(key === shown ? null : key);
    mapBox.current?.scrollIntoView({ block: 'nearest' });
  };

  const showAll = () => {
    pick([]);
    places.current?.focus();
  };

  return (
    <>
      <Box ref={mapBox}>
        <MapOfLocations locations={locations} focused={focused} onSelect={toggle} />
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
              ? t('locations.filtered', { shown: found.length, count: locations.length })
              : t('locations.places', { count: locations.length })}
          </Typography>
          {isFiltered || shown ? (
            <Button variant="tertiary" size="S" onClick={showAll}>
              {t('locations.showAll')}
            </Button>
          ) : null}
        </Flex>
        <LocationsTable
          locations={isFiltered ? found : locations}
          unknown={isFiltered ? 0 : unknown}
          focused={focused}
          onFocus={showOnMap}
          onPick={(location) => toggle([locationKey(location)])}
          historyOf={historyOf}
        />
      </Flex>
    </>
  );
};
