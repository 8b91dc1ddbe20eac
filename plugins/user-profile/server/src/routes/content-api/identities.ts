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
    summary: 'What linking two users would keep and drop',
    description: 'Refused where the link would be.',
    query: linkPreviewQuery,
    response: linkPreviewResponse,
  }),
  route('POST', '/users/:id/identities', 'identities.link', {
    summary: 'Make one user of two',
    description:
      'The user of the path stays, with attributes, `user_id` and metadata; the identities, devices and history of the other are added, and its sessions end. The other is no user of its own any more.',
    body: linkIdentityBody,
    response: updatedUserResponse,
    status: 201,
    etag: 'sent',
  }),
  route('DELETE', '/users/:id/identities/:identityId', 'identities.unlink', {
    summary: 'Make an identity a user of its own again',
    description:
      'With its account, devices and history, and empty metadata. Where it is signed in as this user it is signed out. The primary identity cannot be unlinked.',
    response: unlinkIdentityResponse,
    errors: [409],
    etag: 'sent',
  }),
];

export const ownIdentities = [
  route('POST', '/me/identities', 'me-identities.link', {
    summary: 'Link another account of one’s own',
    description:
      'Both are proven: the caller’s token and that of the other account must come of a login within the last 10 minutes. The caller’s profile stays.',
    body: linkOwnIdentityBody,
    response: findMeResponse,
    status: 201,
    etag: 'sent',
  }),
  route('DELETE', '/me/identities/:identityId', 'me-identities.unlink', {
    summary: 'Unlink one of one’s own identities',
    description: 'It is a user of its own again. The primary identity cannot be unlinked.',
    response: findMeResponse,
    errors: [409],
    etag: 'sent',
  }),
];
