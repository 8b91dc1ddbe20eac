import {
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

/** For whoever is signed in. */
export const me = [
  route('GET', '/me', 'me.findOne', {
    summary: 'One’s own profile',
    description: 'Without `app_metadata`, unless the site shows it.',
    response: findMeResponse,
    etag: 'sent',
  }),
  route('PUT', '/me', 'me.update', {
    summary: 'Change one’s own profile',
    body: updateMeBody,
    response: findMeResponse,
    errors: [409],
    etag: 'sent and matched',
  }),
  route('GET', '/me/devices', 'me-devices.find', {
    summary: 'One’s own devices',
    query: findDevicesQuery,
    response: findDevicesResponse,
  }),
  route('DELETE', '/me/devices/:deviceId', 'me-devices.unlink', {
    summary: 'Sign out one of one’s own devices',
    response: unlinkDeviceResponse,
  }),
  route('GET', '/me/events', 'me-events.find', {
    summary: 'One’s own history',
    description: PAST_TWO_DAYS,
    query: findEventsQuery,
    response: findEventsResponse,
  }),
  route('GET', '/me/export', 'me-export.find', {
    summary: 'All that is kept about oneself',
    description: 'Profile, identities, devices and the whole history as one JSON document to save.',
    response: exportMeResponse,
  }),
  route('POST', '/me/erasure-request', 'me-erasure.create', {
    summary: 'Ask to be erased',
    description:
      'Kept for an admin or, where the site has it so, done at once. Accounts that have a password repeat it, the others must have signed in within 15 minutes.',
    body: requestErasureBody,
    response: requestErasureResponse,
    errors: [429],
  }),
  route('DELETE', '/me/erasure-request', 'me-erasure.delete', {
    summary: 'Take back the wish to be erased',
    response: withdrawErasureResponse,
    errors: [404],
  }),
];
