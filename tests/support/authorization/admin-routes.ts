import { randomBytes } from 'node:crypto';

import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { newEmail, userPath } from '../users';
import type { OtherUser } from './snapshot';

export interface Call {
  path: string;
  body?: unknown;
}

/** A successful call of a route of the admin API, for a user that no other test uses. */
export interface AdminEntry {
  call(userId: string, otherId?: string): Call;
  /** The call is about another user too. */
  other?: OtherUser;
  /** The permissions that the handler asks for on top of those that the route declares. */
  also?: string[];
  /** The status for an allowed call if it cannot succeed here, e.g. without a mail server. */
  status?: number;
}

const newId = () => randomBytes(4).toString('hex');

const UUID = '00000000-0000-4000-8000-000000000000';

const ofUser =
  (rest: string, data?: unknown) =>
  (userId: string): Call => ({ path: userPath(userId, rest), body: data && { data } });

const fixed = (path: string, data?: unknown) => (): Call => ({ path, body: data && { data } });

const bulk = (action: string) => (userId: string) =>
  fixed('/users/bulk', { action, ids: [userId] })();

const newUser = () => ({ connection: 'local', email: newEmail(), password: 'long enough' });

/**
 * Every route of the admin API, one line per call that requires different permissions. A missing
 * route fails the tests.
 */
export const ADMIN_ENTRIES: Record<string, AdminEntry[]> = {
  'GET /settings': [{ call: fixed('/settings') }],
  'GET /status': [{ call: fixed('/status') }],
  'GET /reconcile': [{ call: fixed('/reconcile') }],
  'POST /reconcile': [{ call: fixed('/reconcile') }],
  'GET /overview': [{ call: fixed('/overview') }],
  'GET /overview/recent': [{ call: fixed('/overview/recent') }],
  'GET /roles': [{ call: fixed('/roles') }],
  'GET /views': [{ call: fixed('/views') }],
  'POST /views': [
    { call: fixed('/views', { page: 'users', name: 'Blocked', search: 'filters=1' }) },
  ],
  'DELETE /views/:id': [{ call: fixed('/views/0'), status: 404 }],
  'POST /users/bulk': [
    { call: bulk('block'), also: [ADMIN_ACTIONS.blockUsers] },
    { call: bulk('unblock'), also: [ADMIN_ACTIONS.blockUsers] },
    {
      call: bulk('verify-email'),
      also: [ADMIN_ACTIONS.updateUsers, ADMIN_ACTIONS.setCredentials],
    },
    {
      call: (id) =>
        fixed('/users/bulk', { action: 'assign-role', ids: [id], role: 'authenticated' })(),
      also: [ADMIN_ACTIONS.assignRoles],
    },
    { call: bulk('delete'), also: [ADMIN_ACTIONS.deleteUsers] },
  ],
  'GET /users/bulk': [{ call: fixed('/users/bulk') }],
  'GET /users/bulk/:operationId': [{ call: fixed(`/users/bulk/${UUID}`), status: 404 }],
  'POST /users/bulk/:operationId/cancel': [
    { call: fixed(`/users/bulk/${UUID}/cancel`), status: 404 },
  ],
  'POST /users/bulk/:operationId/undo': [{ call: fixed(`/users/bulk/${UUID}/undo`), status: 404 }],
  'POST /users/bulk/:operationId/report': [
    { call: fixed(`/users/bulk/${UUID}/report`, { format: 'csv' }), status: 404 },
  ],
  'POST /users/export': [{ call: fixed('/users/export', { format: 'csv' }) }],
  'GET /imports': [{ call: fixed('/imports') }],
  // Without a file: uploads are tested in imports/import-rest.test.ts.
  'POST /imports': [{ call: fixed('/imports'), status: 400 }],
  'GET /imports/:importId': [{ call: fixed(`/imports/${UUID}`), status: 404 }],
  'POST /imports/:importId/run': [
    { call: fixed(`/imports/${UUID}/run`, { connection: 'local' }), status: 404 },
  ],
  'POST /imports/:importId/cancel': [{ call: fixed(`/imports/${UUID}/cancel`), status: 404 }],
  'GET /imports/:importId/errors': [{ call: fixed(`/imports/${UUID}/errors`), status: 404 }],
  'DELETE /imports/:importId': [{ call: fixed(`/imports/${UUID}`), status: 404 }],
  'GET /users': [{ call: fixed('/users') }],
  'POST /users': [{ call: () => fixed('/users', newUser())(), status: 201 }],
  'GET /users/:id': [{ call: ofUser('') }],
  'PUT /users/:id': [
    { call: ofUser('', { name: 'Changed' }) },
    { call: (id) => ofUser('', { email: newEmail() })(id), also: [ADMIN_ACTIONS.setCredentials] },
    { call: ofUser('', { email_verified: true }), also: [ADMIN_ACTIONS.setCredentials] },
  ],
  'DELETE /users/:id': [{ call: ofUser('') }],
  'GET /users/:id/overview': [{ call: ofUser('/overview') }],
  'POST /users/:id/block': [
    { call: ofUser('/block') },
    { call: ofUser('/block', { reason: 'Spam' }) },
  ],
  'POST /users/:id/unblock': [{ call: ofUser('/unblock') }],
  'DELETE /users/:id/login-blocks': [{ call: ofUser('/login-blocks') }],
  'PUT /users/:id/password': [{ call: ofUser('/password', { password: 'long enough' }) }],
  'PUT /users/:id/role': [{ call: ofUser('/role', { role: 'authenticated' }) }],
  'POST /users/:id/verification-email': [{ call: ofUser('/verification-email') }],
  'POST /users/:id/password-reset': [{ call: ofUser('/password-reset') }],
  // The user has a password and no invitation.
  'POST /users/:id/invitation': [{ call: ofUser('/invitation'), status: 400 }],
  'DELETE /users/:id/invitation': [{ call: ofUser('/invitation'), status: 400 }],
  'GET /users/:id/identities/preview': [
    {
      call: (id, otherId = '') =>
        ofUser(`/identities/preview?secondary_user=${encodeURIComponent(otherId)}`)(id),
      other: 'separate',
    },
  ],
  'POST /users/:id/identities': [
    {
      call: (id, otherId) => ofUser('/identities', { secondary_user: otherId })(id),
      other: 'separate',
      status: 201,
    },
  ],
  'DELETE /users/:id/identities/:identityId': [
    {
      call: (id, otherId = '') => ofUser(`/identities/${encodeURIComponent(otherId)}`)(id),
      other: 'linked',
    },
  ],
  'GET /users/:id/devices': [{ call: ofUser('/devices') }],
  'DELETE /users/:id/devices': [{ call: ofUser('/devices') }],
  'DELETE /users/:id/devices/:deviceId': [{ call: ofUser('/devices/phone') }],
  'GET /users/:id/devices/:deviceId/sessions': [{ call: ofUser('/devices/phone/sessions') }],
  'DELETE /users/:id/devices/:deviceId/sessions': [{ call: ofUser('/devices/phone/sessions') }],
  'DELETE /users/:id/devices/:deviceId/sessions/:sessionId': [
    { call: ofUser('/devices/phone/sessions/unknown'), status: 404 },
  ],
  'GET /users/:id/events': [{ call: ofUser('/events') }],
  'GET /users/:id/events/count': [{ call: ofUser('/events/count') }],
  'POST /users/:id/events/export': [{ call: ofUser('/events/export', { format: 'csv' }) }],
  'GET /users/:id/locations': [{ call: ofUser('/locations') }],
  'GET /events': [{ call: fixed('/events') }],
  'GET /events/count': [{ call: fixed('/events/count') }],
  'POST /devices/export': [{ call: fixed('/devices/export', { format: 'csv' }) }],
  'POST /events/export': [{ call: fixed('/events/export', { format: 'csv' }) }],
  'GET /connections': [{ call: fixed('/connections') }],
  'GET /connections/:name': [{ call: fixed('/connections/local') }],
  'POST /connections': [
    {
      call: () => fixed('/connections', { name: `sample-${newId()}`, strategy: 'email' })(),
      status: 201,
    },
  ],
  'DELETE /connections/:name': [{ call: fixed('/connections/local'), status: 400 }],
  'POST /connections/:name/test': [{ call: fixed('/connections/local/test'), status: 400 }],
  'GET /connection-strategies': [{ call: fixed('/connection-strategies') }],
  'PUT /connections/:name': [{ call: fixed('/connections/local', { display_name: 'Changed' }) }],
};
