import { z } from '@strapi/utils';
import { profile } from './profile';
import { component } from './schema';
import { updateUserBody } from './user-writes';

export const findMeResponse = component(
  'OwnProfileAnswer',
  z.object({
    data: component('OwnProfile', profile.partial({ app_metadata: true })),
    meta: z.object({ revision: z.number().int() }),
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
  export interface Request {
    body: z.input<typeof updateMeBody>;
  }
  export type Response = FindMe.Response;
}
