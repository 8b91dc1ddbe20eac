import {
  findDevicesQuery,
  findDevicesResponse,
  unlinkDeviceResponse,
  unlinkDevicesResponse,
} from '../../../../shared/contracts/devices';
import { findEventsQuery, findEventsResponse } from '../../../../shared/contracts/events';
import { findLocationsQuery, findLocationsResponse } from '../../../../shared/contracts/locations';
import { route } from './route';

export const PAST_TWO_DAYS = 'The past two days, unless `filters[date]` says otherwise.';

/** What a user did, and from where. */
export const activity = [
  route('GET', '/users/:id/devices', 'devices.find', {
    summary: 'The devices of a user',
    description: 'Last used first.',
    query: findDevicesQuery,
    response: findDevicesResponse,
  }),
  route('DELETE', '/users/:id/devices', 'devices.unlinkAll', {
    summary: 'Sign a user out of every device',
    response: unlinkDevicesResponse,
  }),
  route('DELETE', '/users/:id/devices/:deviceId', 'devices.unlink', {
    summary: 'Sign a user out of a device',
    description: 'Its access tokens and refresh tokens are refused from the next request on.',
    response: unlinkDeviceResponse,
  }),
  route('GET', '/users/:id/events', 'events.find', {
    summary: 'The history of a user',
    description: `Newest first. ${PAST_TWO_DAYS}`,
    query: findEventsQuery,
    response: findEventsResponse,
  }),
  route('GET', '/users/:id/locations', 'locations.find', {
    summary: 'Where a user logged in from',
    description: `Made of the newest 10,000 logins of the range. ${PAST_TWO_DAYS}`,
    query: findLocationsQuery,
    response: findLocationsResponse,
  }),
];
