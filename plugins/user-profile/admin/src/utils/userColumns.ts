/** The columns that can be chosen; the first one, which names the user, always stands. */
export const OPTIONAL_COLUMNS = [
  'email',
  'username',
  'connection',
  'logins_count',
  'last_login',
  'blocked',
  'created_at',
] as const;

export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

export const DEFAULT_COLUMNS: readonly OptionalColumn[] = [
  'connection',
  'logins_count',
  'last_login',
  'blocked',
  'created_at',
];

/** What was remembered, in the order of the table; a browser may hold anything under the name. */
export const parseColumns = (value: unknown): readonly OptionalColumn[] =>
  Array.isArray(value)
    ? OPTIONAL_COLUMNS.filter((column) => value.includes(column))
    : DEFAULT_COLUMNS;
