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
        .describe('When the user asked to be erased; null where no request is pending.'),
    }),
  })
);

/** GET /me: the signed-in user's own profile; `app_metadata` only where the site shows it. */
export declare namespace FindMe {
  export type Response = z.output<typeof findMeResponse>;
}

/** PUT /me: what users may change of themselves; never email, username or state. */
export const updateMeBody = z.strictObject({
  data: updateUserBody.shape.data.pick({
    name: true,
    given_name: true,
    family_name: true,
    nickname: true,
    picture: true,
    user_metadata: true,
  }),
  revision: updateUserBody.shape.revision,
});

export declare namespace UpdateMe {
  export type Response = FindMe.Response;
}

export const exportMeResponse = component(
  'DataExportResponse',
  z.object({
    data: z.object({
      exported_at: isoDate,
      profile: ownProfile,
      devices: z.array(exportedDevice),
      events: z.array(logEvent).describe('As far as the log is kept, newest first.'),
    }),
  })
);

/** GET /me/export: all that is kept about whoever is signed in, as one document. */
export declare namespace ExportMe {
  export type Response = z.output<typeof exportMeResponse>;
}

const MAX_PASSWORD_LENGTH = 1024;

export const requestErasureBody = z.strictObject({
  data: z.strictObject({
    confirm: z
      .literal(true, 'must be true, to say that the erasure is meant')
      .describe('That it is meant: it cannot be undone.'),
    current_password: z
      .string()
      .min(1)
      .max(MAX_PASSWORD_LENGTH)
      .optional()
      .describe('For accounts that have a password; the others need a recent login.'),
  }),
});

export const requestErasureResponse = z.object({
  data: z.object({
    state: z
      .enum(['requested', 'erased'])
      .describe(
        '`requested`: an admin decides. `erased`: the user is gone, and every session with it.'
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
