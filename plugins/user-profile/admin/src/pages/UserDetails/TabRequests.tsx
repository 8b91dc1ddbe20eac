import * as React from 'react';

import { useAllowed } from '../../hooks/useAllowed';
import { useEventListState } from '../../hooks/useEventListState';
import { useEventPage } from '../../hooks/useEventPage';
import { useFindSettingsQuery } from '../../services/settings';
import type { TabName } from '../../utils/paths';
import { useDevicesPage } from './Devices/useDevicesPage';
import { useLocations } from './Locations/useLocations';
import { useLocationsState } from './Locations/useLocationsState';

interface RequestsProps {
  id: string;
}

const DevicesRequests = ({ id }: RequestsProps) => {
  useDevicesPage(id);
  useFindSettingsQuery();

  return null;
};

const HistoryRequests = ({ id }: RequestsProps) => {
  const state = useEventListState(false);
  useEventPage({ userId: id, query: state.search }, state);

  return null;
};

const LocationsRequests = ({ id }: RequestsProps) => {
  useLocations(id, useLocationsState());
  useFindSettingsQuery();

  return null;
};

interface TabRequestsProps extends RequestsProps {
  tab: TabName;
}

/**
 * Starts the requests of the tab that a link opens while the user is still loading. The tab then finds them in
 * the cache.
 */
export const TabRequests = ({ id, tab }: TabRequestsProps) => {
  const allowed = useAllowed();
  const requests: Partial<Record<TabName, React.ReactNode>> = {
    devices: allowed.readDevices ? <DevicesRequests id={id} /> : null,
    history: allowed.readEvents ? <HistoryRequests id={id} /> : null,
    locations: allowed.readEvents ? <LocationsRequests id={id} /> : null,
  };

  return requests[tab] ?? null;
};
