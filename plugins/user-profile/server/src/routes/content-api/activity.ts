import { MAX_LOCATION_LOGINS } from '../../../../shared/constants';
import {
  endDeviceSessionResponse,
  endDeviceSessionsResponse,
  findDeviceSessionsQuery,
  findDeviceSessionsResponse,
  findDevicesQuery,
  findDevicesResponse,
  unlinkDeviceResponse,
  unlinkDevicesResponse,
} from '../../../../shared/contracts/devices';
import { findEventsQuery, findEventsResponse } from '../../../../shared/contracts/events';
import { exportDevicesBody } from '../../../../shared/contracts/exports';
import { findLocationsQuery, findLocationsResponse } from '../../../../shared/contracts/locations';
import { EXPORT_FORMATS } from '../../../../shared/export-fields';
import { route } from './route';

export const PAST_TWO_DAYS = 'Covers the last two days unless `filters[date]` is set.';

/** Devices, history and locations of a user. */
export const activity = [
  route('GET', '/users/:id/devices', 'devices.find', {
    summary: 'List the devices of a user',
    description: 'Most recently used first.',
    query: findDevicesQuery,
    response: findDevicesResponse,
  }),
  route('DELETE', '/users/:id/devices', 'devices.unlinkAll', {
    summary: 'Log a user out of all devices',
    description:
      'Ends all sessions of the user. Access tokens and refresh tokens are rejected from the next request on.',
    response: unlinkDevicesResponse,
  }),
  route('DELETE', '/users/:id/devices/:deviceId', 'devices.unlink', {
    summary: 'Log a user out of a device',
    description: 'Its access tokens and refresh tokens are rejected from the next request on.',
    response: unlinkDeviceResponse,
  }),
  route('GET', '/users/:id/devices/:deviceId/sessions', 'device-sessions.find', {
    summary: 'List the sessions of a device of a user',
    description: 'The sessions with a valid refresh token, most recently used first.',
    query: findDeviceSessionsQuery,
    response: findDeviceSessionsResponse,
  }),
  route('DELETE', '/users/:id/devices/:deviceId/sessions', 'device-sessions.endAll', {
    summary: 'End all sessions of a device of a user',
    description:
      'The device stays linked. Its access tokens and refresh tokens are rejected from the next request on.',
    response: endDeviceSessionsResponse,
  }),
  route('DELETE', '/users/:id/devices/:deviceId/sessions/:sessionId', 'device-sessions.end', {
    summary: 'End one session of a device of a user',
    description:
      'Ends the login with all its refreshes: its access tokens and refresh tokens are rejected from the next request on. The other sessions of the device stay active.',
    response: endDeviceSessionResponse,
  }),
  route('POST', '/devices/export', 'devices.export', {
    summary: 'Export devices',
    description:
      'The devices of the chosen users, or of all, including unlinked ones, as a file without the envelope. Each has the `user_id` of its user.',
    body: exportDevicesBody,
    file: EXPORT_FORMATS,
  }),
  route('GET', '/users/:id/events', 'events.find', {
    summary: 'List the history of a user',
    description: `Newest first. ${PAST_TWO_DAYS}`,
    query: findEventsQuery,
    response: findEventsResponse,
  }),
  route('GET', '/users/:id/locations', 'locations.find', {
    summary: 'List the locations of the logins of a user',
    description: `Based on the newest ${MAX_LOCATION_LOGINS.toLocaleString('en')} logins in the date range. ${PAST_TWO_DAYS}`,
    query: findLocationsQuery,
    response: findLocationsResponse,
  }),
];
