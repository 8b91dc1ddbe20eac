import { randomBytes } from 'node:crypto';

import type { Account } from '../accounts';
import { newEmail } from '../users';
import type { OtherUser, TargetUser } from './snapshot';

const newId = () => randomBytes(4).toString('hex');

/**
 * A successful call of a route of the content API. `{}` is a call without a body that returns 200.
 */
export interface ContentApiEntry {
  /**
   * The body, or a function that creates one for the caller. Parameters of the path such as `:id`
   * are filled in.
   */
  body?: object | ((caller: Account, other: TargetUser | null) => object);
  /** The call is about another user too. */
  other?: OtherUser;
  query?: (other: TargetUser | null) => string;
  /** Success makes two users one. */
  mergesUsers?: true;
  /** The response to an authorized caller, if it is not 200. */
  status?: number;
  /** The route requires no permission (`auth: false`). */
  open?: true;
}

/** Whether a handler serves a logged-in user and rejects API tokens. */
export const isOwnHandler = (handler: string): boolean => /^me[.-]/.test(handler);

/**
 * Every route of the content API by its handler. A missing route fails the tests. The matrix
 * derives the rest: handlers named `me…` are those of logged-in users, and handlers
 * that end in `.find` or `.findOne` accept read-only tokens.
 */
export const CONTENT_API_ENTRIES: Record<string, ContentApiEntry> = {
  'imports.find': {},
  // Without a file: uploads are tested in imports/import-rest.test.ts.
  'imports.upload': { status: 400 },
  'imports.findOne': { status: 404 },
  'imports.run': { body: { data: { connection: 'local' } }, status: 404 },
  'imports.cancel': { status: 404 },
  'import-errors.find': { status: 404 },
  'imports.delete': { status: 404 },
  'me.findOne': {},
  'me.update': { body: { data: { nickname: 'sample' } } },
  'me-devices.find': {},
  'me-devices.unlink': {},
  'me-device-sessions.find': {},
  'me-device-sessions.endAll': {},
  'me-device-sessions.end': { status: 404 },
  'me-events.find': {},
  'me-export.find': {},
  'me-erasure.create': {
    body: ({ password }) => ({ data: { confirm: true, current_password: password } }),
  },
  // There is no erasure request to withdraw.
  'me-erasure.delete': { status: 404 },
  'me-identities.link': {
    other: 'separate',
    body: (_caller, other) => ({ data: { token: other?.account.jwt ?? 'none' } }),
    status: 201,
    mergesUsers: true,
  },
  'me-identities.unlink': { other: 'linked' },
  'link-preview.find': {
    other: 'separate',
    query: (other) => `?secondary_user=${encodeURIComponent(other?.userId ?? '')}`,
  },
  'identities.link': {
    other: 'separate',
    body: (_caller, other) => ({ data: { secondary_user: other?.userId ?? 'local|unknown' } }),
    status: 201,
  },
  'identities.unlink': { other: 'linked' },
  'users.find': {},
  'users.create': {
    body: () => ({ data: { connection: 'local', email: newEmail(), password: 'secret-secret' } }),
    status: 201,
  },
  'users.export': { body: { data: { format: 'json' } } },
  'users.findOne': {},
  'users.update': { body: { data: { nickname: 'sample' } } },
  'users.delete': {},
  'users.block': { body: { data: { reason: 'Spam' } } },
  'users.unblock': { body: {} },
  'users.liftLoginBlocks': {},
  'users.setPassword': { body: { data: { password: 'secret-secret' } } },
  'users.assignRole': { body: { data: { role: 'authenticated' } } },
  'users.sendVerificationEmail': { body: {} },
  'users.sendPasswordReset': { body: {} },
  // The user has a password and no invitation.
  'users.sendInvitation': { body: {}, status: 400 },
  'users.revokeInvitation': { status: 400 },
  'devices.find': {},
  'devices.export': { body: { data: { format: 'json' } } },
  'devices.unlinkAll': {},
  'devices.unlink': {},
  'device-sessions.find': {},
  'device-sessions.endAll': {},
  'device-sessions.end': { status: 404 },
  'events.find': {},
  'locations.find': {},
  'event-log.find': {},
  'event-log.export': { body: { data: { format: 'json' } } },
  'event-log.create': {
    body: () => ({ data: [{ log_id: newId(), type: 's', date: new Date().toISOString() }] }),
  },
  'metrics.find': {},
  'health.find': {},
  'connections.find': {},
  'connections.findOne': {},
  'connections.create': {
    body: () => ({ data: { name: `sample-${newId()}`, strategy: 'email' } }),
    status: 201,
  },
  // The connections of Users & Permissions cannot be deleted or tested.
  'connections.delete': { status: 400 },
  'connections.test': { body: {}, status: 400 },
  'strategies.find': {},
  // Without such a connection, or with a wrong code.
  'login.create': {
    body: () => ({ connection: 'unknown', identifier: newEmail(), password: 'secret-secret' }),
    status: 400,
    open: true,
  },
  'login.sendCode': {
    body: () => ({ connection: 'unknown', email: newEmail() }),
    status: 400,
    open: true,
  },
  'sign-up.create': {
    body: () => ({ connection: 'unknown', email: newEmail(), password: 'secret-secret' }),
    status: 400,
    open: true,
  },
  'password-reset.create': {
    body: () => ({ connection: 'unknown', email: newEmail() }),
    status: 400,
    open: true,
  },
  'password-reset.confirm': {
    body: () => ({ code: newId(), password: 'secret-secret' }),
    status: 400,
    open: true,
  },
  'invitations.accept': {
    body: () => ({ token: newId(), password: 'secret-secret' }),
    status: 400,
    open: true,
  },
  'login.connect': { status: 400, open: true },
  'login.callback': { status: 400, open: true },
  'connections.update': { body: { data: { display_name: 'Sample' } } },
};
