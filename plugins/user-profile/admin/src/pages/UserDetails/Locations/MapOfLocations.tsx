import { Flex } from '@strapi/design-system';
import * as React from 'react';

import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { PlaceAttribution } from '../../../components/PlaceAttribution';
import { Skeleton } from '../../../components/Skeleton';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../../services/settings';
import { MapBoundary } from './MapBoundary';

/** That of the map with its border, so the table below it does not move. */
export const MAP_HEIGHT = 'calc(48rem + 2px)';

const LoginMap = React.lazy(() => import('./LoginMap/LoginMap'));

interface MapOfLocationsProps {
  locations: readonly LoginLocation[];
  focused: string | undefined;
  onSelect: (keys: readonly string[]) => void;
}

/** The map, which is loaded on demand, with its attribution. */
export const MapOfLocations = ({ locations, focused, onSelect }: MapOfLocationsProps) => {
  const t = useTranslate();
  const { data: settings, isLoading } = useFindSettingsQuery();
  const tileUrl = settings?.map?.tile_url;

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <MapBoundary message={t('locations.mapFailed')}>
        <React.Suspense fallback={<Skeleton height={MAP_HEIGHT} />}>
          {isLoading ? (
            <Skeleton height={MAP_HEIGHT} />
          ) : (
            <LoginMap
              key={tileUrl}
              locations={locations}
              tileUrl={tileUrl}
              focused={focused}
              onSelect={onSelect}
            />
          )}
        </React.Suspense>
      </MapBoundary>
      <PlaceAttribution withMap />
    </Flex>
  );
};
