import type { TranslationKey } from './translations';

/** The columns an administrator can hide. The first column, the user, is always shown. */
export const OPTIONAL_COLUMNS = [
  'email',
  'username',
  'connection',
  'role',
  'logins_count',
  'last_login',
  'blocked',
  'created_at',
] as const;

export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export const COLUMN_LABELS: Record<OptionalColumn, TranslationKey> = {
  email: 'users.column.email',
  username: 'users.column.username',
  connection: 'users.column.connection',
  role: 'users.column.role',
  logins_count: 'users.column.logins',
  last_login: 'users.column.latestLogin',
  blocked: 'users.column.status',
  created_at: 'users.column.signedUp',
};

export const DEFAULT_COLUMNS: readonly OptionalColumn[] = [
  'connection',
  'role',
  'logins_count',
  'last_login',
  'blocked',
  'created_at',
];

/** The stored columns in table order. Local storage may contain anything. */
export const parseColumns = (value: unknown): readonly OptionalColumn[] =>
  Array.isArray(value)
    ? OPTIONAL_COLUMNS.filter((column) => value.includes(column))
    : DEFAULT_COLUMNS;
