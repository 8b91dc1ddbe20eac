/** Fields and limits of users. The panel imports these values, so this file must not import zod. */

export const USER_SORT_FIELDS = [
  'name',
  'email',
  'username',
  'connection',
  'role',
  'logins_count',
  'last_login',
  'created_at',
  'blocked',
] as const;

/** The newest users first. */
export const DEFAULT_USER_SORT = 'created_at:desc';

/** The names and the picture of a user, which the panel edits together. */
export const NAME_FIELDS = ['name', 'given_name', 'family_name', 'nickname', 'picture'] as const;

export type NameField = (typeof NAME_FIELDS)[number];

/** The attributes that a source reports, and that an admin or the API can override. */
export const ROOT_FIELDS = [...NAME_FIELDS, 'phone_number'] as const;

/** What a profile says about a person, in the order in which files have it. */
export const PROFILE_FIELDS = [
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  ...NAME_FIELDS,
] as const;

/** All attributes of the normalized profile that a source reports. */
export const SOURCE_FIELDS = [...ROOT_FIELDS, 'email', 'username'] as const;

export type SourceField = (typeof SOURCE_FIELDS)[number];

/** In characters. The names have the lengths of Auth0's normalized user profile; email: RFC 5321. */
export const MAX_LENGTHS = {
  name: 300,
  given_name: 150,
  family_name: 150,
  nickname: 300,
  picture: 2048,
  username: 128,
  /** Usernames of Users & Permissions may be longer than those that the plugin accepts. */
  filteredUsername: 255,
  email: 254,
  search: 255,
} as const;

/** bcrypt ignores every byte after the 72nd. */
export const MAX_PASSWORD_BYTES = 72;
