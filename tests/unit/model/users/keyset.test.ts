import knex, { type Knex } from 'knex';

import {
  cursorAfter,
  orderOf,
  positionOf,
  readFrom,
} from '../../../../plugins/user-profile/server/src/model/users/keyset';
import type { Row } from '../../../../plugins/user-profile/server/src/runtime/database/rows';

const MAX_ID = 2_147_483_647;

const encode = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const invalidCursor = expect.objectContaining({
  name: 'ValidationError',
  details: { errors: [expect.objectContaining({ path: ['pagination', 'cursor'] })] },
});

const errorOf = (work: () => unknown): unknown => {
  try {
    return { returned: work() };
  } catch (error) {
    return error;
  }
};

describe('orderOf', () => {
  it.each([
    ['name:asc', { field: 'name', column: 'folded_name', direction: 'asc' }],
    ['email:desc', { field: 'email', column: 'folded_email', direction: 'desc' }],
    ['USERNAME:desc', { field: 'username', column: 'folded_username', direction: 'desc' }],
    ['LAST_LOGIN:DESC', { field: 'last_login', column: 'last_login', direction: 'desc' }],
  ])('reads %s', (sort, order) => {
    expect(orderOf(sort)).toEqual(order);
  });
});

describe('the cursor of a user list', () => {
  const DATE = '2026-11-23T12:00:30.567Z';

  it.each([
    ['name:asc', { folded_name: 'αθηνα 🏛' }, 'αθηνα 🏛'],
    ['email:desc', { folded_email: null }, null],
    ['username:asc', {}, null],
    ['logins_count:desc', { logins_count: '12' }, 12],
    ['last_login:desc', { last_login: Date.parse(DATE) }, DATE],
    ['created_at:asc', { created_at: new Date(DATE) }, DATE],
    ['blocked:asc', { blocked: 1 }, true],
    ['blocked:asc', { blocked: false }, false],
  ])('keeps the position in the order %s after %j', (sort, columns, value) => {
    const order = orderOf(sort);
    const cursor = cursorAfter({ id: 7, ...columns } as Row, order);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(positionOf(cursor, order)).toEqual({ value, id: 7 });
  });

  it.each(['name:desc', 'email:asc'])('is rejected if the order changes to %s', (sort) => {
    const cursor = cursorAfter({ id: 7, folded_name: 'acacia' } as Row, orderOf('name:asc'));
    expect(errorOf(() => positionOf(cursor, orderOf(sort)))).toEqual(invalidCursor);
  });

  it.each([
    ['no base64', 'name:asc', '%%%'],
    ['no JSON', 'name:asc', Buffer.from('{').toString('base64url')],
    ['another list', 'name:asc', encode(['events', 'name:asc', 'a', 1])],
    ['a missing id', 'name:asc', encode(['users', 'name:asc', 'a'])],
    ['a negative id', 'name:asc', encode(['users', 'name:asc', 'a', -1])],
    ['a fractional id', 'name:asc', encode(['users', 'name:asc', 'a', 1.5])],
    ['an id above 32 bits', 'name:asc', encode(['users', 'name:asc', 'a', MAX_ID + 1])],
    ['an object as value', 'name:asc', encode(['users', 'name:asc', {}, 1])],
    ['a number as name', 'name:asc', encode(['users', 'name:asc', 1, 1])],
    ['NUL in a name', 'name:asc', encode(['users', 'name:asc', 'a\0', 1])],
    ['a lone surrogate', 'email:asc', encode(['users', 'email:asc', 'a\ud83c', 1])],
    ['text as count', 'logins_count:asc', encode(['users', 'logins_count:asc', '1', 1])],
    [
      'a count above 32 bits',
      'logins_count:asc',
      encode(['users', 'logins_count:asc', 2 ** 31, 1]),
    ],
    ['no date', 'last_login:asc', encode(['users', 'last_login:asc', 'yesterday', 1])],
    ['text as flag', 'blocked:asc', encode(['users', 'blocked:asc', 'true', 1])],
  ])('is rejected if it contains %s', (_what, sort, cursor) => {
    expect(errorOf(() => positionOf(cursor, orderOf(sort)))).toEqual(invalidCursor);
  });

  it('accepts the largest id and an empty value', () => {
    const order = orderOf('last_login:asc');
    expect(positionOf(encode(['users', 'last_login:asc', null, MAX_ID]), order)).toEqual({
      value: null,
      id: MAX_ID,
    });
  });
});

describe('readFrom', () => {
  const DAY_MS = 86_400_000;

  const ROWS = [
    { id: 1, folded_name: 'birch', logins_count: 2, last_login: 3 * DAY_MS, blocked: 0 },
    { id: 2, folded_name: null, logins_count: 0, last_login: null, blocked: 0 },
    { id: 3, folded_name: 'acacia', logins_count: 2, last_login: 1 * DAY_MS, blocked: 1 },
    { id: 4, folded_name: 'birch', logins_count: 9, last_login: 3 * DAY_MS, blocked: 0 },
    { id: 5, folded_name: null, logins_count: 10, last_login: null, blocked: 1 },
    { id: 6, folded_name: 'birch', logins_count: 0, last_login: 2 * DAY_MS, blocked: 0 },
    { id: 7, folded_name: 'cedar', logins_count: 1, last_login: null, blocked: 0 },
  ];

  let database: Knex;
  let queries: string[];

  beforeAll(async () => {
    database = knex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    await database.schema.createTable('users', (table) => {
      table.integer('id');
      table.text('folded_name');
      table.integer('logins_count');
      table.integer('last_login');
      table.integer('blocked');
    });
    await database('users').insert(ROWS);
    database.on('query', ({ sql }: { sql: string }) => queries.push(sql));
  });

  beforeEach(() => {
    queries = [];
  });

  afterAll(() => database.destroy());

  const users = () => database('users');

  const readPages = async (sort: string, size: number): Promise<number[][]> => {
    const order = orderOf(sort);
    const pages: number[][] = [];
    let cursor: string | null = null;
    for (;;) {
      const position: ReturnType<typeof positionOf> | null =
        cursor === null ? null : positionOf(cursor, order);
      const rows: Row[] = await readFrom(users, order, position, size);
      if (rows.length === 0 || pages.length > ROWS.length) {
        return pages;
      }
      pages.push(rows.map(({ id }) => id));
      cursor = cursorAfter(rows[rows.length - 1], order);
    }
  };

  it.each([
    ['name:asc', [2, 5, 3, 1, 4, 6, 7]],
    ['name:desc', [7, 6, 4, 1, 3, 5, 2]],
    ['logins_count:asc', [2, 6, 7, 1, 3, 4, 5]],
    ['last_login:desc', [4, 1, 6, 3, 7, 5, 2]],
    ['blocked:asc', [1, 2, 4, 6, 7, 3, 5]],
  ])('returns every row once in the order %s, for every page size', async (sort, ids) => {
    for (let size = 1; size <= ids.length; size += 1) {
      const pages = await readPages(sort, size);
      expect([size, pages.flat()]).toEqual([size, ids]);
      expect(Math.max(...pages.map(({ length }) => length))).toBe(size);
    }
  });

  it('reads only rows of the given query', async () => {
    const rows = await readFrom(
      () => users().where({ blocked: 1 }),
      orderOf('name:asc'),
      null,
      ROWS.length
    );
    expect(rows.map(({ id }) => id)).toEqual([5, 3]);
  });

  it('runs one query if the rows with or without a value fill the page', async () => {
    await readFrom(users, orderOf('name:asc'), null, 2);
    await readFrom(users, orderOf('name:desc'), null, 5);
    expect(queries).toHaveLength(2);
  });

  it('does not read rows without a value again after they have been passed', async () => {
    await readFrom(users, orderOf('name:asc'), { value: 'birch', id: 4 }, ROWS.length);
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain('is not null');
  });
});
