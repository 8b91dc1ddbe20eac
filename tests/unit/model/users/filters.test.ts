import type { Core } from '@strapi/types';
import knex, { type Knex } from 'knex';

import {
  selectUsers,
  type UserSelection,
} from '../../../../plugins/user-profile/server/src/model/users/filters';
import {
  FOLDED_COLUMNS,
  SOURCE_COLUMNS,
  withFoldedCopies,
} from '../../../../plugins/user-profile/server/src/model/users/folded-columns';
import { UIDS } from '../../../../plugins/user-profile/shared/constants';

const TABLES: Record<string, string> = {
  [UIDS.user]: 'profile_users',
  [UIDS.identity]: 'profile_identities',
  [UIDS.connection]: 'profile_connections',
};

const USERS = [
  { id: 1, name: 'Acacia Sample', email: 'acacia@example.test', user_id: 'local|a1' },
  { id: 2, name: 'Birch Sample', email: 'BIRCH@example.test', user_id: 'local|b2', blocked: 1 },
  { id: 3, name: '100% Cedar', username: 'ce_dar', user_id: 'oidc|staff|c3' },
  { id: 4, name: '1000 Dogwoods', phone_number: '+12025550123', user_id: 'google-oauth2|d4' },
];

const IDENTITIES = [
  { user_id: 1, connection: 'local' },
  { user_id: 1, connection: 'staff' },
  { user_id: 2, connection: 'local' },
  { user_id: 3, connection: 'staff' },
  { user_id: 4, connection: 'google' },
];

const CONNECTIONS = [
  { name: 'local', strategy: 'local' },
  { name: 'staff', strategy: 'oidc' },
  { name: 'google', strategy: 'google' },
];

const DATES: Record<number, { last_login: number | null; created_at: number }> = {
  1: { last_login: Date.UTC(2026, 10, 20), created_at: Date.UTC(2026, 0, 1) },
  2: { last_login: Date.UTC(2026, 10, 21), created_at: Date.UTC(2026, 1, 1) },
  3: { last_login: Date.UTC(2026, 10, 22), created_at: Date.UTC(2026, 2, 1) },
  4: { last_login: null, created_at: Date.UTC(2026, 3, 1) },
};

const strapiOf = (database: Knex, client: 'sqlite' | 'postgres' | 'mysql'): Core.Strapi =>
  ({
    db: {
      dialect: { client },
      metadata: { get: (uid: string) => ({ tableName: TABLES[uid] }) },
      getConnection: (table: string) => database(table),
    },
  }) as unknown as Core.Strapi;

describe('selectUsers', () => {
  let database: Knex;

  beforeAll(async () => {
    database = knex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    await database.schema.createTable('profile_users', (table) => {
      table.integer('id');
      for (const column of [...SOURCE_COLUMNS, ...FOLDED_COLUMNS, 'phone_number']) {
        table.text(column);
      }
      for (const column of [
        'last_login',
        'created_at',
        'erasure_requested_at',
        'account_missing_since',
      ]) {
        table.integer(column);
      }
      table.integer('blocked').defaultTo(0);
      table.integer('email_verified').defaultTo(0);
      table.integer('logins_count').defaultTo(0);
    });
    await database.schema.createTable('profile_identities', (table) => {
      table.integer('user_id');
      table.text('connection');
    });
    await database.schema.createTable('profile_connections', (table) => {
      table.text('name');
      table.text('strategy');
    });
    await database('profile_connections').insert(CONNECTIONS);
    await database('profile_identities').insert(IDENTITIES);
    for (const user of USERS) {
      await database('profile_users').insert({
        ...withFoldedCopies(user),
        ...DATES[user.id],
        logins_count: user.id * 10,
        email_verified: user.id === 1 ? 1 : 0,
        erasure_requested_at: user.id === 3 ? Date.UTC(2026, 10, 23) : null,
        account_missing_since: user.id === 2 ? Date.UTC(2026, 10, 23) : null,
      });
    }
  });

  afterAll(() => database.destroy());

  const select = async (selection: Partial<UserSelection>): Promise<number[]> => {
    const rows = selectUsers(strapiOf(database, 'sqlite'), database('profile_users'), {
      search: null,
      filters: {},
      ...selection,
    });
    return (await rows.orderBy('id')).map(({ id }: { id: number }) => id);
  };

  it('returns all users without search and filters', async () => {
    expect(await select({})).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [['local'], [1, 2]],
    [['staff'], [1, 3]],
    [
      ['staff', 'google'],
      [1, 3, 4],
    ],
    [['unknown'], []],
  ])('finds users with an identity of the connections %j', async ($in, ids) => {
    expect(await select({ filters: { connection: { $in } } })).toEqual(ids);
  });

  it.each([
    [['oidc'], [1, 3]],
    [
      ['local', 'google'],
      [1, 2, 4],
    ],
    [['email'], []],
  ])('finds users with an identity of the strategies %j', async ($in, ids) => {
    expect(await select({ filters: { strategy: { $in } } })).toEqual(ids);
  });

  it.each<[UserSelection['filters'], number[]]>([
    [{ blocked: { $eq: true } }, [2]],
    [{ blocked: { $eq: false } }, [1, 3, 4]],
    [{ email_verified: { $eq: true } }, [1]],
    [{ email_verified: { $eq: false } }, [2, 3, 4]],
    [{ erasure_requested: { $eq: true } }, [3]],
    [{ erasure_requested: { $eq: false } }, [1, 2, 4]],
    [{ account_missing: { $eq: true } }, [2]],
    [{ account_missing: { $eq: false } }, [1, 3, 4]],
    [{ last_login: { $null: true } }, [4]],
    [{ last_login: { $null: false } }, [1, 2, 3]],
    [{ last_login: { $gte: '2026-11-21T00:00:00.000Z' } }, [2, 3]],
    [{ last_login: { $lt: '2026-11-21T00:00:00.000Z' } }, [1]],
    [{ created_at: { $gte: '2026-02-01T00:00:00.000Z', $lt: '2026-04-01T00:00:00.000Z' } }, [2, 3]],
    [{ logins_count: { $gte: 20, $lte: 30 } }, [2, 3]],
    [{ logins_count: { $lte: 10 } }, [1]],
  ])('applies the filter %j', async (filters, ids) => {
    expect(await select({ filters })).toEqual(ids);
  });

  it('combines search and filters', async () => {
    const search = {
      count: 2,
      hits: () => database('profile_users'),
      restrict: (rows: Knex.QueryBuilder) => void rows.whereIn('id', [2, 3]),
    };
    expect(await select({ search })).toEqual([2, 3]);
    expect(await select({ search, filters: { blocked: { $eq: true } } })).toEqual([2]);
  });

  it.each<[UserSelection['filters'], number[]]>([
    [{ email: { $eq: 'acacia@example.test' } }, [1]],
    [{ email: { $eq: 'acacia@example' } }, []],
    [{ email: { $in: ['acacia@example.test', 'x'] } }, [1]],
    [{ username: { $eq: 'ce_dar' } }, [3]],
    [{ username: { $eq: 'CE_DAR' } }, []],
    [{ username: { $eq: 'ce_dar', $in: ['x'] } }, []],
    [{ connection: { $eq: 'staff' } }, [1, 3]],
    [{ strategy: { $eq: 'google' } }, [4]],
  ])('applies the exact filter %j', async (filters, ids) => {
    expect(await select({ filters })).toEqual(ids);
  });

  const sqlOf = (client: 'postgres' | 'mysql', selection: Partial<UserSelection>) => {
    const other = knex({ client: client === 'mysql' ? 'mysql2' : 'pg' });
    const rows = selectUsers(strapiOf(other, client), other('profile_users'), {
      search: null,
      filters: {},
      ...selection,
    });
    return rows.toSQL();
  };

  it.each([
    [['A'], 'cast(`username` as binary) in (cast(? as binary))'],
    [['A', 'B'], 'cast(`username` as binary) in (cast(? as binary), cast(? as binary))'],
  ])('compares the bytes of %j in MySQL, whose collation ignores case and accents', ($in, sql) => {
    expect(sqlOf('mysql', { filters: { username: { $in } } }).sql).toContain(sql);
  });
});
