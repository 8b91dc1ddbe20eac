import type { Knex } from 'knex';

import { foldedCopies } from '../../plugins/user-profile/server/src/model/users/folded-columns';

export const UIDS = {
  user: 'plugin::user-profile.user',
  identity: 'plugin::user-profile.identity',
  connection: 'plugin::user-profile.connection',
  device: 'plugin::user-profile.device',
  event: 'plugin::user-profile.event',
  importedPassword: 'plugin::user-profile.imported-password',
  job: 'plugin::user-profile.job',
  bulkOperation: 'plugin::user-profile.bulk-operation',
  bulkResult: 'plugin::user-profile.bulk-result',
  import: 'plugin::user-profile.import',
  importError: 'plugin::user-profile.import-error',
  loginFailure: 'plugin::user-profile.login-failure',
  ticket: 'plugin::user-profile.ticket',
  dailyCount: 'plugin::user-profile.daily-count',
  account: 'plugin::users-permissions.user',
  accountRole: 'plugin::users-permissions.user.role',
  role: 'plugin::users-permissions.role',
  permission: 'plugin::users-permissions.permission',
  permissionRole: 'plugin::users-permissions.permission.role',
  session: 'admin::session',
  setting: 'strapi::core-store',
  webhook: 'strapi::webhook',
} as const;

export type Uid = (typeof UIDS)[keyof typeof UIDS];

const TABLES: Record<Uid, string> = {
  [UIDS.user]: 'user_profile_users',
  [UIDS.identity]: 'user_profile_identities',
  [UIDS.connection]: 'user_profile_connections',
  [UIDS.device]: 'user_profile_devices',
  [UIDS.event]: 'user_profile_events',
  [UIDS.importedPassword]: 'user_profile_imported_passwords',
  [UIDS.job]: 'user_profile_jobs',
  [UIDS.bulkOperation]: 'user_profile_bulk_operations',
  [UIDS.bulkResult]: 'user_profile_bulk_results',
  [UIDS.import]: 'user_profile_imports',
  [UIDS.importError]: 'user_profile_import_errors',
  [UIDS.loginFailure]: 'user_profile_login_failures',
  [UIDS.ticket]: 'user_profile_tickets',
  [UIDS.dailyCount]: 'user_profile_daily_counts',
  [UIDS.account]: 'up_users',
  [UIDS.accountRole]: 'up_users_role_lnk',
  [UIDS.role]: 'up_roles',
  [UIDS.permission]: 'up_permissions',
  [UIDS.permissionRole]: 'up_permissions_role_lnk',
  [UIDS.session]: 'strapi_sessions',
  [UIDS.setting]: 'strapi_core_store_settings',
  [UIDS.webhook]: 'strapi_webhooks',
};

/** For statements that are about a table and not about its rows, such as `lock table`. */
export const tableOf = (uid: Uid): string => TABLES[uid];

type Text = string | null;
type Moment = Date | null;
type Flag = boolean | null;
type Count = number | null;
type Json = unknown;

interface Row {
  id: number;
}

interface DocumentRow extends Row {
  document_id: string;
  created_at: Moment;
  updated_at: Moment;
  published_at: Moment;
}

/** The columns that tests use. */
export interface Rows {
  [UIDS.user]: DocumentRow & {
    user_id: string;
    email: Text;
    email_verified: Flag;
    role: Text;
    username: Text;
    phone_number: Text;
    phone_verified: Flag;
    name: Text;
    given_name: Text;
    family_name: Text;
    nickname: Text;
    folded_name: Text;
    folded_given_name: Text;
    folded_family_name: Text;
    folded_nickname: Text;
    folded_unicode_email: Text;
    folded_email: Text;
    folded_username: Text;
    folded_user_id: Text;
    app_metadata: Json;
    user_metadata: Json;
    overrides: Json;
    blocked: Flag;
    block_reason: Text;
    blocked_until: Moment;
    last_ip: Text;
    last_login: Moment;
    last_password_reset: Moment;
    logins_count: Count;
    connection: Text;
    erasure_requested_at: Moment;
    invitation_expires_at: Moment;
    invitation_key: Text;
    account_missing_since: Moment;
    revision: Count;
  };
  [UIDS.identity]: DocumentRow & {
    user_id: number | null;
    connection: Text;
    external_id: Text;
    identity_key: Text;
    account: Text;
    login_name: Text;
    last_login: Moment;
    logins_count: Count;
    is_primary: Flag;
    is_social: Flag;
    profile_data: Json;
  };
  [UIDS.connection]: DocumentRow & {
    name: string;
    display_name: Text;
    strategy: string;
    enabled: Flag;
    managed_by: Text;
    options: Json;
  };
  [UIDS.device]: DocumentRow & {
    user_id: number;
    device_id: string;
    name: Text;
    browser: Text;
    os: Text;
    type: Text;
    application: Text;
    last_ip: Text;
    first_seen: Moment;
    last_seen: Moment;
    country_code: Text;
    city_name: Text;
  };
  [UIDS.event]: DocumentRow & {
    log_id: string;
    date: Moment;
    type: string;
    success: Flag;
    profile: Text;
    identity: Text;
    user_id: Text;
    user_name: Text;
    connection: Text;
    strategy: Text;
    client_id: Text;
    client_name: Text;
    ip: Text;
    user_agent: Text;
    device_id: Text;
    country_code: Text;
    country_name: Text;
    region_name: Text;
    city_name: Text;
    latitude: Count;
    longitude: Count;
    time_zone: Text;
    actor: Text;
    signals: Json;
    details: Json;
  };
  [UIDS.importedPassword]: DocumentRow & {
    reference: string;
    account: string;
    parameters: string;
    hash: Json;
  };
  [UIDS.job]: Row & { name: string; kind: Text; holder: Text; lease_until: Moment; state: Json };
  [UIDS.dailyCount]: Row & {
    day: string;
    kind: string;
    connection: string;
    application: string;
    count: number;
  };
  [UIDS.bulkOperation]: Row & {
    key: string;
    request: Json;
    total: number;
    done: number;
    unchanged: number;
    failed: number;
    ended_at: Moment;
  };
  [UIDS.import]: Row & {
    key: string;
    status: string;
    position: number;
    bytes_read: number;
    counts: Json;
    is_cancelled: Flag;
    actor: Text;
    path: Text;
    bytes: number;
    error: Text;
    created_at: Moment;
    started_at: Moment;
    ended_at: Moment;
  };
  [UIDS.importError]: Row & { import: number; line: number };
  [UIDS.bulkResult]: Row & { operation: number; user_id: Text; result: string };
  [UIDS.loginFailure]: Row & { ip: Text; window_end: Moment; blocked_until: Moment };
  [UIDS.ticket]: Row & {
    kind: string;
    key: string;
    data: Json;
    tries: Count;
    expires_at: Moment;
  };
  [UIDS.account]: DocumentRow & {
    username: string;
    email: string;
    provider: Text;
    password: Text;
    reset_password_token: Text;
    confirmation_token: Text;
    confirmed: Flag;
    blocked: Flag;
  };
  [UIDS.accountRole]: Row & { user_id: number; role_id: number; user_ord: number };
  [UIDS.role]: DocumentRow & { name: string; type: string };
  [UIDS.permission]: Row & { action: string };
  [UIDS.permissionRole]: Row & { permission_id: number; role_id: number };
  [UIDS.session]: Row & {
    user_id: string;
    device_id: Text;
    origin: string;
    status: Text;
    created_at: Moment;
    expires_at: Moment;
    metadata: Json;
  };
  [UIDS.setting]: Row & { key: string; value: Text };
  [UIDS.webhook]: Row & {
    name: string;
    url: string;
    headers: Json;
    events: Json;
    enabled: Flag;
  };
}

/** Columns that SQLite has no type for. */
const JSON_COLUMNS = new Set([
  ...['app_metadata', 'user_metadata', 'known_countries', 'overrides', 'profile_data'],
  ...['options', 'signals', 'details', 'data', 'state', 'metadata', 'headers', 'events'],
  ...['hash', 'request'],
]);
const DATE_COLUMNS = new Set([
  ...[
    'started_at',
    'ended_at',
    'created_at',
    'updated_at',
    'published_at',
    'expires_at',
    'absolute_expires_at',
  ],
  ...['date', 'last_login', 'last_password_reset', 'first_seen', 'last_seen', 'unlinked_at'],
  ...[
    'tokens_not_before',
    'erasure_requested_at',
    'invitation_expires_at',
    'lease_until',
    'window_end',
    'blocked_until',
  ],
]);
const FLAG_COLUMNS = new Set([
  ...['email_verified', 'phone_verified', 'blocked', 'confirmed', 'enabled', 'success'],
  ...['is_social', 'is_primary', 'is_mobile'],
]);

/** The same value from each database. */
const parseValue = (column: string, value: unknown): unknown => {
  if (value === null) {
    return null;
  }
  if (JSON_COLUMNS.has(column)) {
    return typeof value === 'string' ? JSON.parse(value) : value;
  }
  if (DATE_COLUMNS.has(column)) {
    return new Date(value as number | Date);
  }
  return FLAG_COLUMNS.has(column) ? Boolean(value) : value;
};

/** Past Strapi, no code derives the columns that the list searches and sorts by. */
const withDerived = (uid: Uid, row: object): object =>
  uid === UIDS.user ? { ...foldedCopies({ ...row }), ...row } : row;

const parseRow = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, parseValue(column, value)])
  );

/** In a condition: rows that have a value. */
export const NOT_NULL = Symbol('not null');

class Prefix {
  constructor(readonly text: string) {}
}

/** In a condition: rows whose text begins like this. */
export const startsWith = (text: string): Prefix => new Prefix(text);

type Condition<Value> = Value | readonly Value[] | Prefix | typeof NOT_NULL;

/** Conditions by column, which all have to be met. A list is met by each of its values. */
export type Where<U extends Uid> = { [Column in keyof Rows[U]]?: Condition<Rows[U][Column]> };

export interface RowOptions<Column> {
  columns?: readonly Column[];
  /** Instead of oldest first. */
  newestFirst?: boolean;
  limit?: number;
}

/** The rows of a database, past Strapi. Rows of other tables are reached by no test. */
export interface RowAccess {
  rows<U extends Uid, Column extends keyof Rows[U] & string = keyof Rows[U] & string>(
    uid: U,
    where?: Where<U>,
    options?: RowOptions<Column>
  ): Promise<Pick<Rows[U], Column>[]>;
  count<U extends Uid>(uid: U, where?: Where<U>): Promise<number>;
  /** Many rows are inserted in one transaction. */
  insert<U extends Uid>(
    uid: U,
    rows: Partial<Rows[U]> | readonly Partial<Rows[U]>[]
  ): Promise<void>;
  update<U extends Uid>(uid: U, where: Where<U>, changes: Partial<Rows[U]>): Promise<void>;
  remove<U extends Uid>(uid: U, where?: Where<U>): Promise<void>;
  /** All rows of the plugin's tables, by table, except those of some types. */
  pluginRows(except?: readonly Uid[]): Promise<[table: string, rows: object[]][]>;
  /** The names of all tables, indexes, triggers and functions of the plugin. */
  pluginObjects(): Promise<string[]>;
}

/** SQLite takes a few hundred rows in one statement. */
const BATCH = 400;

const ofSchema = (schema: string): string =>
  `select table_name as name from information_schema.tables where table_schema = ${schema} and table_name like 'user\\_profile\\_%' and table_name not like '%\\_search' order by table_name`;

/** Without the search texts, which follow the users. */
const PLUGIN_TABLES = {
  sqlite: `select name from sqlite_master where type = 'table' and name like 'user\\_profile\\_%' escape '\\' and name not like '%\\_search%' escape '\\' order by name`,
  postgres: ofSchema('current_schema()'),
  mariadb: ofSchema('database()'),
};

const PLUGIN_OBJECTS = {
  sqlite: `select name from sqlite_master where name like '%user_profile%' order by name`,
  postgres: `select relname as name from pg_class where relname like '%user_profile%'
    union all select proname from pg_proc where proname like '%user_profile%'
    union all select tgname from pg_trigger where tgname like '%user_profile%'`,
  mariadb: `select table_name as name from information_schema.tables
      where table_schema = database() and table_name like '%user_profile%'
    union all select trigger_name from information_schema.triggers
      where trigger_schema = database() and trigger_name like '%user_profile%'`,
};

export const rowAccess = (
  connection: Knex,
  client: DatabaseClient,
  query: TestDatabase['query']
): RowAccess => {
  const formatValue = (column: string, value: unknown): Knex.Value => {
    if (value instanceof Date) {
      // Strapi's columns have no time zone, and the driver would write the local time.
      return client === 'sqlite' ? value.getTime() : value.toISOString().replace('Z', '');
    }
    return JSON_COLUMNS.has(column) && value !== null && typeof value !== 'string'
      ? JSON.stringify(value)
      : (value as Knex.Value);
  };
  const format = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, formatValue(column, value)])
    );

  const select = (uid: Uid, where: object = {}) => {
    const found = connection(TABLES[uid]);
    for (const [column, value] of Object.entries(where)) {
      if (value === NOT_NULL) {
        void found.whereNotNull(column);
      } else if (value instanceof Prefix) {
        // Not `whereLike`, which names a collation of another character set on MariaDB.
        void found.where(column, 'like', `${value.text}%`);
      } else if (Array.isArray(value)) {
        void found.whereIn(
          column,
          value.map((each) => formatValue(column, each))
        );
      } else {
        void found.where({ [column]: formatValue(column, value) });
      }
    }
    return found;
  };

  return {
    async rows(uid, where, { columns, newestFirst = false, limit } = {}) {
      const found = select(uid, where)
        .select(columns ? [...columns] : '*')
        .orderBy('id', newestFirst ? 'desc' : 'asc');
      return (await (limit === undefined ? found : found.limit(limit))).map(parseRow) as never;
    },
    async count(uid, where) {
      const [{ count }] = await select(uid, where).count({ count: '*' });
      return Number(count);
    },
    async insert(uid, rows) {
      const list = (Array.isArray(rows) ? rows : [rows]) as object[];
      const complete = list.map((row) => format(withDerived(uid, row)));
      // No transaction: SQLite rejects at once the lock of one that has already read.
      for (let start = 0; start < complete.length; start += BATCH) {
        await connection(TABLES[uid]).insert(complete.slice(start, start + BATCH));
      }
    },
    async update(uid, where, changes) {
      await select(uid, where).update(format(withDerived(uid, changes)));
    },
    async remove(uid, where) {
      await select(uid, where).delete();
    },
    async pluginRows(except = []) {
      const skipped = except.map(tableOf);
      const tables = (await query<{ name: string }>(PLUGIN_TABLES[client]))
        .map(({ name }) => name)
        .filter((name) => !skipped.includes(name));
      return Promise.all(
        tables.map(async (table): Promise<[string, object[]]> => [
          table,
          await connection(table).select('*').orderBy('id'),
        ])
      );
    },
    async pluginObjects() {
      return (await query<{ name: string }>(PLUGIN_OBJECTS[client])).map(({ name }) => name);
    },
  };
};

export type DatabaseClient = 'sqlite' | 'postgres' | 'mariadb';

/** A database of one test file, which several servers may share. */
export interface TestDatabase extends RowAccess {
  client: DatabaseClient;
  /** The environment that makes an application use this database. */
  env: Record<string, string>;
  /** For statements that are about a table or the server, with `?` for parameters. */
  query<Row = Record<string, unknown>>(sql: string, params?: Knex.RawBinding[]): Promise<Row[]>;
  /** Collects the statistics that queries are planned with. */
  analyze(): Promise<void>;
  drop(): Promise<void>;
}

/** The database client of this run: `TEST_DB`, by default `sqlite`. */
export const databaseClient = (): DatabaseClient => {
  const client = process.env.TEST_DB ?? 'sqlite';
  if (client !== 'sqlite' && client !== 'postgres' && client !== 'mariadb') {
    throw new Error(`TEST_DB is ${client}; it can be sqlite, postgres or mariadb`);
  }
  return client;
};
