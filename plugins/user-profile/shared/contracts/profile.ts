import { z } from '@strapi/utils';

import { accountFieldValues } from './account-fields';
import { isoDate } from './common';
import { jsonObject } from './json';
import { component } from './schema';

/** An identity of a user. The names `isSocial` and `profileData` are those of the normalized user profile. */
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

/** A role of Users & Permissions. */
export const userRole = component(
  'Role',
  z.object({
    documentId: z.string(),
    name: z.string(),
    type: z.string().describe('The technical name. It stays the same if the role is renamed.'),
  })
);

export type UserRole = z.output<typeof userRole>;

/**
 * The normalized user profile. One serializer creates it for all responses. Attributes without a value are
 * omitted; so are `last_login`, `last_ip` and `logins_count` of a user who never logged in.
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
      role: userRole
        .optional()
        .describe('The role of the account that the user logs in as, with any identity.'),
      identities: z.array(profileIdentity).describe('The primary one first.'),
      user_metadata: jsonObject,
      app_metadata: jsonObject,
      account_fields: accountFieldValues.optional(),
      blocked: z.boolean(),
      last_ip: z.string().optional(),
      last_login: isoDate.optional(),
      logins_count: z.number().int().optional(),
      last_password_reset: isoDate.optional(),
      created_at: isoDate,
      updated_at: isoDate,
    })
    .describe(
      'A user. Attributes without a value are omitted; so are `last_login`, `last_ip` and `logins_count` of a user who never logged in.'
    )
);

export type Profile = z.output<typeof profile>;
