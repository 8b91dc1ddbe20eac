import { z } from '@strapi/utils';

import { isoDate } from './common';
import { exportedDevice } from './devices';
import { logEvent } from './events';
import { profile } from './profile';
import { component } from './schema';
import { updateUserBody } from './user-writes';

const ownProfile = component('OwnProfile', profile.partial({ app_metadata: true }));

export const findMeResponse = component(
  'OwnProfileResponse',
  z.object({
    data: ownProfile,
    meta: z.object({
      revision: z.number().int(),
      erasure_requested_at: isoDate
        .nullable()
        .describe('The date of the pending erasure request; null if no request is pending.'),
    }),
  })
);

/** GET /me: the profile of the logged-in user; `app_metadata` only if the site shows it. */
export declare namespace FindMe {
  export type Response = z.output<typeof findMeResponse>;
}

/** PUT /me: the attributes that users may change in their own profile. */
export const updateMeBody = z.strictObject({
  data: updateUserBody.shape.data.pick({
    revision: true,
    name: true,
    given_name: true,
    family_name: true,
    nickname: true,
    picture: true,
    user_metadata: true,
  }),
  revision: updateUserBody.shape.revision,
});

export const exportMeResponse = component(
  'DataExportResponse',
  z.object({
    data: z.object({
      exported_at: isoDate,
      profile: ownProfile,
      devices: z.array(exportedDevice),
      events: z.array(logEvent).describe('All stored events, newest first.'),
    }),
  })
);

/** GET /me/export: all data about the logged-in user as one document. */
export declare namespace ExportMe {
  export type Response = z.output<typeof exportMeResponse>;
}

const MAX_PASSWORD_LENGTH = 1024;

export const requestErasureBody = z.strictObject({
  data: z.strictObject({
    confirm: z
      .literal(true, 'must be true, to confirm the erasure')
      .describe('Confirms the erasure, which cannot be undone.'),
    current_password: z
      .string()
      .min(1)
      .max(MAX_PASSWORD_LENGTH)
      .optional()
      .describe('Required for accounts with a password. Others need a recent login.'),
  }),
});

export const requestErasureResponse = z.object({
  data: z.object({
    state: z
      .enum(['requested', 'erased'])
      .describe(
        '`requested`: an admin reviews the request. `erased`: the user and all sessions are deleted.'
      ),
    requested_at: isoDate,
  }),
});

/** POST /me/erasure-request */
export declare namespace RequestErasure {
  export type Response = z.output<typeof requestErasureResponse>;
}

export const withdrawErasureResponse = z.object({
  data: z.object({ state: z.literal('withdrawn') }),
});

/** DELETE /me/erasure-request */
export declare namespace WithdrawErasure {
  export type Response = z.output<typeof withdrawErasureResponse>;
}
