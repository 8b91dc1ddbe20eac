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

/** POST /users/:id/identities: the user in the path is the primary user. */
export const linkIdentityBody = z.strictObject({
  data: z.strictObject({
    secondary_user: secondaryUser,
    merge_user_metadata: z
      .boolean()
      .default(false)
      .describe(
        'Whether to add the keys of the secondary `user_metadata` that the primary user does not have. Otherwise they are dropped.'
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
    user: person.describe(
      'The primary user, whose attributes, metadata and `user_id` stay unchanged.'
    ),
    linked: person.describe(
      'The secondary user, whose identities are added and whose profile is deleted.'
    ),
    identities: z
      .array(profileIdentity)
      .describe('The identities of the primary user after linking, the primary identity first.'),
    user_metadata: z.object({
      other: jsonObject.describe(
        'The metadata of the secondary user. It is dropped unless merged.'
      ),
      merged: jsonObject.describe('The metadata of the primary user after a merge.'),
      conflicts: z
        .array(z.string())
        .describe('Keys that both have with different values. The primary user keeps its own.'),
    }),
    app_metadata_dropped: z
      .boolean()
      .describe('Whether the secondary user has `app_metadata`. It is always dropped.'),
    logins_count: z
      .number()
      .int()
      .describe('The logins of the secondary user. They are added to the count.'),
    devices: z
      .number()
      .int()
      .describe('The devices of the secondary user. They move to the primary user.'),
    sessions_ended: z
      .number()
      .int()
      .describe(
        'The sessions of the secondary user. They end; the next login is as the primary user.'
      ),
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
      .describe('The separate user of the unlinked identity.'),
  }),
});

/** DELETE /users/:id/identities/:identityId, where the id is `<connection>|<id at the source>`. */
export declare namespace UnlinkIdentity {
  export interface Request {
    params: { id: string; identityId: string };
  }
  export type Response = z.output<typeof unlinkIdentityResponse>;
}

/** POST /me/identities: the caller is the primary user. */
export const linkOwnIdentityBody = z.strictObject({
  data: z.strictObject({
    token: z
      .string()
      .min(1)
      .max(8192)
      .describe(
        `An access token of the other account, from a login within the last ${LINKING_LOGIN_MINUTES} minutes.`
      ),
    merge_user_metadata: linkIdentityBody.shape.data.shape.merge_user_metadata,
  }),
});
