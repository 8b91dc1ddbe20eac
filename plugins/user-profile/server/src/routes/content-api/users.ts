import { blockUserBody } from '../../../../shared/contracts/blocks';
import { exportUsersBody } from '../../../../shared/contracts/exports';
import { assignRoleBody } from '../../../../shared/contracts/roles';
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
  updatedUserResponse,
  findPartialUserResponse,
  findUserQuery,
  findUsersQuery,
  findUsersResponse,
} from '../../../../shared/contracts/users';
import { EXPORT_FORMATS } from '../../../../shared/export-fields';
import { route } from './route';

export const users = [
  route('GET', '/users', 'users.find', {
    summary: 'Search and list users',
    description:
      'Pages by number or by cursor. `nextCursor` of a response is the `pagination[cursor]` of the next request, and costs the same at any depth. An empty cursor starts at the first page, without a total.',
    query: findUsersQuery,
    response: findUsersResponse,
  }),
  route('POST', '/users', 'users.create', {
    summary: 'Create a user',
    description:
      'The connection must be able to create users. With `invite: true`, the user receives an email with a link to set the password; if the email could not be sent, `invitation.sent_at` in the response is null. `email_verified: true` also requires the permission to set passwords.',
    body: createUserBody,
    response: updatedUserResponse,
    status: 201,
    errors: [409],
    etag: 'sent',
  }),
  route('POST', '/users/export', 'users.export', {
    summary: 'Export users',
    description:
      'A file without the envelope, sent as a stream: with a million users, it takes minutes. `app_metadata` is left out if the caller may not read users. A user who is changed during the export is contained once, before or after the change. Passwords are never contained.',
    body: exportUsersBody,
    file: EXPORT_FORMATS,
  }),
  route('GET', '/users/:id', 'users.findOne', {
    summary: 'Get a user',
    description:
      'The id is a `documentId` or a `user_id`. With `fields`, only `documentId`, `user_id` and these attributes are returned.',
    query: findUserQuery,
    response: findPartialUserResponse,
    etag: 'sent',
  }),
  route('PUT', '/users/:id', 'users.update', {
    summary: 'Update a user',
    description:
      'Replaces the attributes in the request; `null` restores the value of the source. `user_metadata` is merged one level deep: keys in the request replace stored ones, `null` deletes a key, `{}` deletes all. Changing `email` or `email_verified` also requires the permission to set passwords.',
    body: updateUserBody,
    response: updatedUserResponse,
    errors: [409],
    etag: 'sent and matched',
  }),
  route('DELETE', '/users/:id', 'users.delete', {
    summary: 'Delete a user',
    description:
      'Also deletes the account and its sessions. `history=erase` removes the personal data from the events of the user.',
    query: deleteUserQuery,
    response: deleteUserResponse,
    errors: [409],
  }),
  route('POST', '/users/:id/block', 'users.block', {
    summary: 'Block a user',
    description:
      'Ends all sessions of the user immediately. `until` ends the block at that time. For a user who is blocked already, `reason` and `until` replace both; without them, both stay.',
    body: blockUserBody,
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('POST', '/users/:id/unblock', 'users.unblock', {
    summary: 'Unblock a user',
    description:
      'The user can log in again. Sessions that the block ended stay ended. Login blocks of the brute-force protection stay; see `DELETE /users/{id}/login-blocks`.',
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/login-blocks', 'users.liftLoginBlocks', {
    summary: 'Remove the login blocks of a user',
    description:
      'Login blocks are set by the brute-force protection after too many failed logins. Removes those of all IP addresses.',
    response: liftLoginBlocksResponse,
  }),
  route('PUT', '/users/:id/password', 'users.setPassword', {
    summary: 'Set the password of a user',
    description:
      'The connection must be able to change passwords. Its password rules apply. Ends all sessions of the user, unless `end_sessions` is false.',
    body: setPasswordBody,
    response: updatedUserResponse,
    errors: [409],
    etag: 'sent',
  }),
  route('PUT', '/users/:id/role', 'users.assignRole', {
    summary: 'Assign a role to a user',
    description:
      'Changes the role of the account that the user logs in as. The user keeps all sessions; the new role applies to the next request. Any role can be assigned, so grant this permission to trusted clients only.',
    body: assignRoleBody,
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('POST', '/users/:id/verification-email', 'users.sendVerificationEmail', {
    summary: 'Send a verification email',
    description:
      'With the link of Users & Permissions, to the email address of the user. The connection must support it.',
    response: sendEmailResponse,
  }),
  route('POST', '/users/:id/password-reset', 'users.sendPasswordReset', {
    summary: 'Send a password reset email',
    description: 'To the email address of the user. The connection must support it.',
    response: sendEmailResponse,
  }),
  route('POST', '/users/:id/invitation', 'users.sendInvitation', {
    summary: 'Send an invitation',
    description:
      'Sends a new invitation to a user who has no password. The previous link stops working. Returns 400 if the email could not be sent.',
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/invitation', 'users.revokeInvitation', {
    summary: 'Revoke an invitation',
    description:
      'The link stops working, and the user cannot request a password reset until the next invitation. The user stays.',
    response: updatedUserResponse,
    etag: 'sent',
  }),
];
