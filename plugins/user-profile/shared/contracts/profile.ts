import { z } from '@strapi/utils';

import { isoDate } from './common';
import { jsonObject } from './json';
import { component } from './schema';

/** One way in for a user, in the spelling of the normalized user profile (`isSocial`, `profileData`). */
export const profileIdentity = component(
  'Identity',
  z.object({
    connection: z.string(),
    provider: z.string().describe('The strategy of the connection.'),
    user_id: z.string().describe('The id of the user at the source.'),
    isSocial: z.boolean(),
    profileData: jsonObject,
  })
);

export type ProfileIdentity = z.output<typeof profileIdentity>;

/**
 * The normalized user profile, made by one serializer for every answer. A user who never logged in
 * lacks `last_login`, `last_ip` and `logins_count`; attributes that nobody set are left out as well.
 */
export const profile = component(
  'Profile',
  z
    .object({
      documentId: z.string(),
      user_id: z.string(),
      email: z.string().optional(),
      email_verified: z.boolean(),
      username: z.string().optional(),
      phone_number: z.string().optional(),
      phone_verified: z.boolean().optional(),
      name: z.string(),
      given_name: z.string().optional(),
      family_name: z.string().optional(),
      nickname: z.string(),
      picture: z.string().optional(),
      identities: z.array(profileIdentity).describe('The primary one first.'),
      user_metadata: jsonObject,
      app_metadata: jsonObject,
      blocked: z.boolean(),
      last_ip: z.string().optional(),
      last_login: isoDate.optional(),
      logins_count: z.number().int().optional(),
      last_password_reset: isoDate.optional(),
      created_at: isoDate,
      updated_at: isoDate,
    })
    .describe(
      'A user. One who never logged in lacks `last_login`, `last_ip` and `logins_count`; attributes that nobody set are left out as well.'
    )
);

export type Profile = z.output<typeof profile>;
