import {
  findDevicesQuery,
  findDevicesResponse,
  unlinkDeviceResponse,
  unlinkDevicesResponse,
} from '../../../../shared/contracts/devices';
import { findEventsQuery, findEventsResponse } from '../../../../shared/contracts/events';
import { findLocationsQuery, findLocationsResponse } from '../../../../shared/contracts/locations';
import {
  findLogQuery,
  findLogResponse,
  sendEventsBody,
  sendEventsResponse,
} from '../../../../shared/contracts/log';
import {
  exportMeResponse,
  findMeResponse,
  requestErasureBody,
  requestErasureResponse,
  updateMeBody,
  withdrawErasureResponse,
} from '../../../../shared/contracts/me';
import {
  createUserBody,
  deleteUserQuery,
  deleteUserResponse,
  liftLoginBlocksResponse,
  sendEmailResponse,
  setPasswordBody,
  updateUserBody,
} from '../../../../shared/contracts/user-writes';
import {
  changedUserResponse,
  findSomeOfUserResponse,
  findUserQuery,
  findUsersQuery,
  findUsersResponse,
} from '../../../../shared/contracts/users';
import { connections } from './connections';
import { identities, ownIdentities } from './identities';
import { login } from './login';
import { route } from './route';

const PAST_TWO_DAYS = 'The past two days, unless `filters[date]` says otherwise.';

const me = [
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

const users = [
  route('GET', '/users', 'users.find', {
    summary: 'Search and list users',
    description:
      'By page number or by cursor: `nextCursor` of one answer is the `pagination[cursor]` of the next request, at the same cost at any depth; an empty one starts without counting.',
    query: findUsersQuery,
    response: findUsersResponse,
  }),
  route('POST', '/users', 'users.create', {
    summary: 'Create a user',
    description: 'In a connection that can create users.',
    body: createUserBody,
    response: changedUserResponse,
    status: 201,
    errors: [409],
    etag: 'sent',
  }),
  route('GET', '/users/:id', 'users.findOne', {
    summary: 'One user',
    query: findUserQuery,
    response: findSomeOfUserResponse,
    etag: 'sent',
  }),
  route('PUT', '/users/:id', 'users.update', {
    summary: 'Change a user',
    description:
      'Attributes that are sent replace; `null` goes back to what the source says. `user_metadata` is merged one level deep: keys that are sent replace, `null` deletes a key, `{}` clears all. `email` and `email_verified` need the permission to set passwords too.',
    body: updateUserBody,
    response: changedUserResponse,
    errors: [409],
    etag: 'sent and matched',
  }),
  route('DELETE', '/users/:id', 'users.delete', {
    summary: 'Delete a user',
    description: 'With the account and its sessions. `history=erase` empties the log of the user.',
    query: deleteUserQuery,
    response: deleteUserResponse,
  }),
  route('POST', '/users/:id/block', 'users.block', {
    summary: 'Block a user',
    description: 'Ends every session of the user at once.',
    response: changedUserResponse,
    etag: 'sent',
  }),
  route('POST', '/users/:id/unblock', 'users.unblock', {
    summary: 'Let a blocked user in again',
    response: changedUserResponse,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/login-blocks', 'users.liftLoginBlocks', {
    summary: 'Lift the blocks of too many failed logins',
    response: liftLoginBlocksResponse,
  }),
  route('PUT', '/users/:id/password', 'users.setPassword', {
    summary: 'Set the password of a user',
    body: setPasswordBody,
    response: changedUserResponse,
    etag: 'sent',
  }),
  route('POST', '/users/:id/verification-email', 'users.sendVerificationEmail', {
    summary: 'Send the mail that verifies the address',
    response: sendEmailResponse,
  }),
  route('POST', '/users/:id/password-reset', 'users.sendPasswordReset', {
    summary: 'Send the mail that resets the password',
    response: sendEmailResponse,
  }),
];

const activity = [
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

const log = [
  route('GET', '/events', 'log.find', {
    summary: 'The log of the whole site',
    description:
      'Oldest first, in the order in which events were stored. Ask again with `nextCursor`, also after an empty page: no event is missed or comes twice.',
    query: findLogQuery,
    response: findLogResponse,
  }),
  route('POST', '/events', 'log.create', {
    summary: 'Send events in',
    description:
      'From other identity providers and gateways. Each event stands for itself and has a result of its own; one that was sent before is a duplicate and changes nothing.',
    body: sendEventsBody,
    response: sendEventsResponse,
    errors: [413],
  }),
];

/** Under `/api/user-profile`, for API tokens and the roles of Users & Permissions. */
export default () => ({
  type: 'content-api' as const,
  routes: [
    ...me,
    ...ownIdentities,
    ...users,
    ...identities,
    ...activity,
    ...log,
    ...connections,
    ...login,
  ],
});
