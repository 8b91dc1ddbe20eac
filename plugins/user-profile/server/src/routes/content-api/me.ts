import { ERASURE_LOGIN_MINUTES } from '../../../../shared/constants';
import {
  endDeviceSessionResponse,
  endDeviceSessionsResponse,
  findDeviceSessionsQuery,
  findDeviceSessionsResponse,
  findDevicesQuery,
  findDevicesResponse,
  unlinkDeviceResponse,
} from '../../../../shared/contracts/devices';
import { findEventsQuery, findEventsResponse } from '../../../../shared/contracts/events';
import {
  exportMeResponse,
  findMeResponse,
  requestErasureBody,
  requestErasureResponse,
  updateMeBody,
  withdrawErasureResponse,
} from '../../../../shared/contracts/me';
import { PAST_TWO_DAYS } from './activity';
import { route } from './route';

/** Routes about the logged-in user. */
export const me = [
  route('GET', '/me', 'me.findOne', {
    summary: 'Get the profile of the logged-in user',
    description: 'Without `app_metadata`, unless the site is configured to show it.',
    response: findMeResponse,
    etag: 'sent',
  }),
  route('PUT', '/me', 'me.update', {
    summary: 'Update the profile of the logged-in user',
    description:
      'Replaces the attributes in the request; `null` restores the value of the source. `user_metadata` is merged one level deep, as in `PUT /users/{id}`.',
    body: updateMeBody,
    response: findMeResponse,
    errors: [409],
    etag: 'sent and matched',
  }),
  route('GET', '/me/devices', 'me-devices.find', {
    summary: 'List the devices of the logged-in user',
    description: 'Most recently used first.',
    query: findDevicesQuery,
    response: findDevicesResponse,
  }),
  route('DELETE', '/me/devices/:deviceId', 'me-devices.unlink', {
    summary: 'Log the logged-in user out of a device',
    description: 'Its access tokens and refresh tokens are rejected from the next request on.',
    response: unlinkDeviceResponse,
  }),
  route('GET', '/me/devices/:deviceId/sessions', 'me-device-sessions.find', {
    summary: 'List the sessions of a device of the logged-in user',
    description: 'The sessions with a valid refresh token, most recently used first.',
    query: findDeviceSessionsQuery,
    response: findDeviceSessionsResponse,
  }),
  route('DELETE', '/me/devices/:deviceId/sessions', 'me-device-sessions.endAll', {
    summary: 'End all sessions of a device of the logged-in user',
    description:
      'The device stays linked. Its access tokens and refresh tokens are rejected from the next request on.',
    response: endDeviceSessionsResponse,
  }),
  route('DELETE', '/me/devices/:deviceId/sessions/:sessionId', 'me-device-sessions.end', {
    summary: 'End one session of a device of the logged-in user',
    description:
      'Ends the login with all its refreshes: its access tokens and refresh tokens are rejected from the next request on. The other sessions of the device stay active.',
    response: endDeviceSessionResponse,
  }),
  route('GET', '/me/events', 'me-events.find', {
    summary: 'List the history of the logged-in user',
    description: PAST_TWO_DAYS,
    query: findEventsQuery,
    response: findEventsResponse,
  }),
  route('GET', '/me/export', 'me-export.find', {
    summary: 'Export all data about the logged-in user',
    description: 'Profile, identities, devices and the whole history as one JSON file.',
    response: exportMeResponse,
  }),
  route('POST', '/me/erasure-request', 'me-erasure.create', {
    summary: 'Request erasure',
    description: `The request waits for an admin, or deletes the user immediately if the site is configured to do so. Accounts with a password must send it; others must have logged in within the last ${ERASURE_LOGIN_MINUTES} minutes.`,
    body: requestErasureBody,
    response: requestErasureResponse,
    errors: [429],
  }),
  route('DELETE', '/me/erasure-request', 'me-erasure.delete', {
    summary: 'Withdraw the erasure request',
    description: 'Returns 404 if no request is pending.',
    response: withdrawErasureResponse,
    errors: [404],
  }),
];
