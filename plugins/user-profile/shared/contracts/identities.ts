import { z } from '@strapi/utils';

import { LINKING_LOGIN_MINUTES } from '../constants';
import { jsonObject } from './json';
import { profile, profileIdentity } from './profile';
import { component } from './schema';
import { updatedUserResponse, type UpdatedUserResponse } from './users';

const secondaryUser = z
  .string()
  .min(1)
  .max(512)
  .describe('The `documentId` or `user_id` of the secondary user.');

/** POST /users/:id/identities: the user of `:id` stays, the other becomes one of its identities. */
export const linkIdentityBody = z.strictObject({
  data: z.strictObject({
    secondary_user: secondaryUser,
    merge_user_metadata: z
      .boolean()
      .default(false)
      .describe(
        'Whether the `user_metadata` of the other is added, where the one who stays has no such key. Otherwise it is dropped.'
      ),
  }),
});

export declare namespace LinkIdentity {
  export interface Request {
    params: { id: string };
    body: z.input<typeof linkIdentityBody>;
  }
  export type Response = UpdatedUserResponse;
}

/** GET /users/:id/identities/preview */
export const linkPreviewQuery = z.strictObject({
  secondary_user: secondaryUser,
});

const person = profile.pick({ documentId: true, user_id: true, name: true, email: true });

export const linkPreview = component(
  'LinkPreview',
  z.object({
    user: person.describe('Who stays, with attributes, metadata and `user_id` as they are.'),
    linked: person.describe('Who becomes part of that user, and is no user of its own any more.'),
    identities: z
      .array(profileIdentity)
      .describe('Those of the user afterwards, the primary first.'),
    user_metadata: z.object({
      other: jsonObject.describe('What the other has: dropped, unless it is merged.'),
      merged: jsonObject.describe('What the user would have if it is merged.'),
      conflicts: z
        .array(z.string())
        .describe('Keys that both have with different values: the one who stays keeps its own.'),
    }),
    app_metadata_dropped: z
      .boolean()
      .describe('Whether the other has `app_metadata`, which no route keeps or merges.'),
    logins_count: z.number().int().describe('Logins of the other, which are added.'),
    devices: z.number().int().describe('Devices of the other, which come along.'),
    sessions_ended: z
      .number()
      .int()
      .describe('Where the other is signed in: those sign in again, as the user who stays.'),
  })
);

export const linkPreviewResponse = z.object({ data: linkPreview });

export declare namespace PreviewLink {
  export interface Request {
    params: { id: string };
    query: z.input<typeof linkPreviewQuery>;
  }
  export type Response = z.output<typeof linkPreviewResponse>;
}

export const unlinkIdentityResponse = z.object({
  data: updatedUserResponse.shape.data,
  meta: updatedUserResponse.shape.meta.extend({
    unlinked: profile
      .pick({ documentId: true, user_id: true })
      .describe('The user that the identity is now.'),
  }),
});

/** DELETE /users/:id/identities/:identityId, named `<connection>|<id at the source>`. */
export declare namespace UnlinkIdentity {
  export interface Request {
    params: { id: string; identityId: string };
  }
  export type Response = z.output<typeof unlinkIdentityResponse>;
}

/** POST /me/identities: the caller's profile stays, the other's becomes one of its identities. */
export const linkOwnIdentityBody = z.strictObject({
  data: z.strictObject({
    token: z
      .string()
      .min(1)
      .max(8192)
      .describe(
        `An access token of the other account, of a login within the last ${LINKING_LOGIN_MINUTES} minutes.`
      ),
    merge_user_metadata: linkIdentityBody.shape.data.shape.merge_user_metadata,
  }),
});
