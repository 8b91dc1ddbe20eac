/** What an export contains. The panel imports these values, so this file must not import zod. */

import { PROFILE_FIELDS } from './user-fields';

export const EXPORT_FORMATS = ['ndjson', 'json', 'csv'] as const;

/** `auth0`: one user per line, with the attributes that Auth0's import of users accepts. */
export const USER_EXPORT_FORMATS = [...EXPORT_FORMATS, 'auth0'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type UserExportFormat = (typeof USER_EXPORT_FORMATS)[number];

/** The attributes of a user that an export can be limited to. */
export const EXPORT_FIELDS = [
  'documentId',
  'user_id',
  ...PROFILE_FIELDS,
  /** The connection of the primary identity. Only contained if it is asked for, except in CSV. */
  'connection',
  'role',
  'identities',
  'user_metadata',
  'app_metadata',
  'blocked',
  'logins_count',
  'last_login',
  'last_ip',
  'last_password_reset',
  'created_at',
  'updated_at',
] as const;

export type ExportField = (typeof EXPORT_FIELDS)[number];

/** The columns of a CSV file of users, unless the request names others. */
export const EXPORT_COLUMNS = [
  'user_id',
  'email',
  'email_verified',
  'username',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'phone_number',
  'connection',
  'role',
  'blocked',
  'logins_count',
  'last_login',
  'last_ip',
  'created_at',
  'updated_at',
] as const satisfies readonly ExportField[];

export const DEVICE_EXPORT_COLUMNS = [
  'user_id',
  'device_id',
  'name',
  'browser',
  'os',
  'type',
  'application',
  'refresh_tokens',
  'first_seen',
  'last_seen',
  'last_ip',
  'country_code',
  'region_name',
  'city_name',
  'unlinked_at',
] as const;

export const EVENT_EXPORT_COLUMNS = [
  'log_id',
  'date',
  'type',
  'outcome',
  'user_id',
  'user_name',
  'connection',
  'client_id',
  'client_name',
  'ip',
  'country_code',
  'region_name',
  'city_name',
  'user_agent',
  'device_id',
  'actor',
  'signals',
  'details',
] as const;
