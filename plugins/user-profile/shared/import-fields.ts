/** What an import reads. The panel imports these values, so this file must not import zod. */

import { PROFILE_FIELDS } from './user-fields';

/** The attributes that a column of a CSV file can be mapped to. */
export const IMPORT_FIELDS = [
  'user_id',
  ...PROFILE_FIELDS,
  'blocked',
  'password_hash',
  'created_at',
  'last_login',
  'last_ip',
  'logins_count',
  'last_password_reset',
] as const;

/** With a key behind it, such as `user_metadata.plan`, the target of a column. */
export const IMPORT_PREFIXES = ['user_metadata.', 'account_fields.'] as const;

/** Of the report of an import. */
export const IMPORT_REPORT_FORMATS = ['csv', 'ndjson'] as const;

export const IMPORT_FORMATS = ['auth0', 'csv', 'firebase', 'export'] as const;

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const IMPORT_STATUSES = [
  'uploaded',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
] as const;

export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** By what a user of the file is recognized on the site. */
export const IMPORT_MATCHES = ['user_id', 'email'] as const;

/** What happens to a user who exists: stays as it is, gets what the file has, or becomes what the file has. */
export const IMPORT_MODES = ['skip', 'merge', 'replace'] as const;

/** Rows of the file that are shown before an import. */
export const IMPORT_PREVIEW_ROWS = 20;

/** Columns of a CSV file. */
export const MAX_IMPORT_COLUMNS = 200;

/** Connections in a file that are mapped to connections here. */
export const MAX_IMPORT_CONNECTIONS = 100;
