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
import { route } from './route';

export const users = [
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
    response: updatedUserResponse,
    status: 201,
    errors: [409],
    etag: 'sent',
  }),
  route('GET', '/users/:id', 'users.findOne', {
    summary: 'One user',
    query: findUserQuery,
    response: findPartialUserResponse,
    etag: 'sent',
  }),
  route('PUT', '/users/:id', 'users.update', {
    summary: 'Change a user',
    description:
      'Attributes that are sent replace; `null` goes back to what the source says. `user_metadata` is merged one level deep: keys that are sent replace, `null` deletes a key, `{}` clears all. `email` and `email_verified` need the permission to set passwords too.',
    body: updateUserBody,
    response: updatedUserResponse,
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
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('POST', '/users/:id/unblock', 'users.unblock', {
    summary: 'Let a blocked user in again',
    response: updatedUserResponse,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/login-blocks', 'users.liftLoginBlocks', {
    summary: 'Lift the blocks of too many failed logins',
    response: liftLoginBlocksResponse,
  }),
  route('PUT', '/users/:id/password', 'users.setPassword', {
    summary: 'Set the password of a user',
    body: setPasswordBody,
    response: updatedUserResponse,
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
