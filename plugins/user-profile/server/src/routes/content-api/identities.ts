import { LINKING_LOGIN_MINUTES } from '../../../../shared/constants';
import {
  linkIdentityBody,
  linkOwnIdentityBody,
  linkPreviewQuery,
  linkPreviewResponse,
  unlinkIdentityResponse,
} from '../../../../shared/contracts/identities';
import { findMeResponse } from '../../../../shared/contracts/me';
import { updatedUserResponse } from '../../../../shared/contracts/users';
import { route } from './route';

export const identities = [
  route('GET', '/users/:id/identities/preview', 'link-preview.find', {
    summary: 'Preview the result of linking two users',
    description: 'Returns the same errors as the link itself.',
    query: linkPreviewQuery,
    response: linkPreviewResponse,
  }),
  route('POST', '/users/:id/identities', 'identities.link', {
    summary: 'Link two users',
    description:
      'The user in the path is the primary user and keeps its attributes, `user_id` and metadata. It receives the identities, devices and history of the secondary user, whose sessions end and whose profile is deleted.',
    body: linkIdentityBody,
    response: updatedUserResponse,
    status: 201,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/identities/:identityId', 'identities.unlink', {
    summary: 'Unlink an identity',
    description:
      'The identity becomes a separate user again, with its account, devices and history, and with empty metadata. Its sessions end. The primary identity cannot be unlinked.',
    response: unlinkIdentityResponse,
    errors: [409],
    etag: 'sent',
  }),
];

export const ownIdentities = [
  route('POST', '/me/identities', 'me-identities.link', {
    summary: 'Link another account of the logged-in user',
    description: `The caller must prove access to both accounts: its own token and that of the other account must come from a login within the last ${LINKING_LOGIN_MINUTES} minutes. The email address of the caller must be verified, unless the caller has none. The caller is the primary user and keeps its profile.`,
    body: linkOwnIdentityBody,
    response: findMeResponse,
    status: 201,
    etag: 'sent',
  }),
  route('DELETE', '/me/identities/:identityId', 'me-identities.unlink', {
    summary: 'Unlink an identity of the logged-in user',
    description:
      'The identity becomes a separate user again. The primary identity cannot be unlinked.',
    response: findMeResponse,
    errors: [409],
    etag: 'sent',
  }),
];
