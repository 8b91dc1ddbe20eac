import type { Core } from '@strapi/types';
import knex, { type Knex } from 'knex';

import {
  FIRST_PAGE,
  orderOf,
  startOf,
} from '../../../../plugins/user-profile/server/src/model/users/keyset';
import type { Way } from '../../../../plugins/user-profile/server/src/model/users/matches';
import { readPage } from '../../../../plugins/user-profile/server/src/model/users/read-page';

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

/** The queries for MySQL run on SQLite too. */
describe.each(['sqlite', 'mysql'])('readPage on %s', (client) => {
  let database: Knex;
  let strapi: Core.Strapi;
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
    strapi = {
      db: {
        dialect: { client },
        metadata: { get: () => ({ tableName: 'users' }) },
        getConnection: () => database('users'),
      },
    } as unknown as Core.Strapi;
  });

  beforeEach(() => {
    queries = [];
  });

  afterAll(() => database.destroy());

  const all: Way = (part, { column }) => part(database('users').select('id', column));

  const read = (sort: string, cursor: string, size: number, ways: [Way, ...Way[]] = [all]) => {
    const order = orderOf(sort);
    const page = { start: startOf(cursor, order), offset: 0, size };
    return readPage(strapi, { ways }, order, page);
  };

  const readPages = async (
    sort: string,
    size: number,
    start: string,
    next: 'nextCursor' | 'previousCursor'
  ): Promise<number[][]> => {
    const pages: number[][] = [];
    for (let cursor: string | null = start; cursor !== null && pages.length <= ROWS.length;) {
      const found: Awaited<ReturnType<typeof read>> = await read(sort, cursor, size);
      pages.push(found.page.map(({ id }) => id));
      cursor = found.cursors[next];
    }
    return pages;
  };

  describe.each([
    ['name:asc', [2, 5, 3, 1, 4, 6, 7]],
    ['name:desc', [7, 6, 4, 1, 3, 5, 2]],
    ['logins_count:asc', [2, 6, 7, 1, 3, 4, 5]],
    ['last_login:desc', [4, 1, 6, 3, 7, 5, 2]],
    ['blocked:asc', [1, 2, 4, 6, 7, 3, 5]],
  ])('in the order %s', (sort, ids) => {
    it('returns every row once forwards, for every page size', async () => {
      for (let size = 1; size <= ids.length; size += 1) {
        const pages = await readPages(sort, size, '', 'nextCursor');
        expect([size, pages.flat()]).toEqual([size, ids]);
        expect(pages).toHaveLength(Math.ceil(ids.length / size));
      }
    });

    it('returns every row backwards from the last page, which is full as the first one', async () => {
      for (let size = 1; size <= ids.length; size += 1) {
        const { cursors } = await read(sort, '', size);
        const pages = await readPages(sort, size, cursors.lastCursor, 'previousCursor');
        expect(pages.at(0)).toEqual(ids.slice(-size));
        expect(pages.at(-1)).toEqual(ids.slice(0, size));
        expect([...new Set(pages.flat())].sort()).toEqual([...ids].sort());
      }
    });
  });

  it('has neither a previous nor a next page if the first one contains all rows', async () => {
    const { cursors } = await read('name:asc', '', ROWS.length);
    expect(cursors).toMatchObject({ nextCursor: null, previousCursor: null });
    const last = await read('name:asc', cursors.lastCursor, ROWS.length);
    expect(last.cursors).toMatchObject({ nextCursor: null, previousCursor: null });
  });

  it('leads from an empty page past the end to the last one', async () => {
    const order = orderOf('name:asc');
    const page = { start: FIRST_PAGE, offset: 100, size: 2 };
    const { cursors } = await readPage(strapi, { ways: [all] }, order, page);
    expect(cursors).toMatchObject({ nextCursor: null, previousCursor: cursors.lastCursor });
  });

  it('tries the next way only if the first one does not fill the page', async () => {
    const few: Way = (part, order) => all(part, order).where('blocked', 1);
    const idsBy = async (size: number) => {
      const { page } = await read('name:asc', '', size, [few, all]);
      return page.map(({ id }) => id);
    };
    expect(await idsBy(1)).toEqual([5]);
    expect(queries).toHaveLength(1);
    expect(await idsBy(2)).toEqual([2, 5]);
  });

  it('does not read rows without a value again after they have been passed', async () => {
    const { cursors } = await read('name:asc', '', 5);
    queries = [];
    await read('name:asc', cursors.nextCursor ?? '', 5);
    expect(queries).toHaveLength(client === 'mysql' ? 2 : 1);
    for (const sql of queries) {
      expect(sql).toMatch(/is not null|`folded_name` >=? \?/);
    }
  });
});
