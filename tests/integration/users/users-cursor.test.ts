import { foldText } from '../../../plugins/user-profile/server/src/utils/fold-text';
import {
  type Profile,
  USER_SORT_FIELDS,
} from '../../../plugins/user-profile/shared/contracts/users';
import { registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { problemPaths } from '../../support/users';

const PATH = '/api/user-profile/users';
const COUNT = 60;

type Field = (typeof USER_SORT_FIELDS)[number];

interface Seed extends Record<Field, string | number | boolean | null> {
  key: string;
  id: number;
  name: string | null;
  email: string | null;
  username: string | null;
  connection: string;
  role: string | null;
  logins_count: number | null;
  last_login: string | null;
  created_at: string;
  blocked: boolean | null;
}

/** Ties and empty values in every column, in an order that matches none of them. */
const seedOf = (n: number): Seed => ({
  key: `seed-${String(n).padStart(3, '0')}`,
  id: n,
  name: n % 7 === 0 ? null : `Name ${(n * 13) % 5}${n % 2 ? '' : ' ß "\'\\ 名'}`,
  email: n % 3 === 0 ? null : `mail-${(n * 17) % 20}@seed.test`,
  username: n % 4 === 0 ? null : `user-${(n * 11) % 9}`,
  connection: ['local', 'google', 'github'][n % 3],
  role: n % 8 === 0 ? null : ['editor r-1', 'author r-2', 'editor r-3'][(n * 5) % 3],
  logins_count: n % 6 === 5 ? null : n % 4,
  last_login: n % 2 ? null : `2026-0${1 + (n % 5)}-01T00:00:00.${n % 10}00Z`,
  created_at: `2025-0${1 + (n % 3)}-01T00:00:00.000Z`,
  blocked: n % 5 === 0 ? null : n % 5 > 2,
});

const compare = (a: Seed[Field], b: Seed[Field]): number => {
  if (a === b) {
    return 0;
  }
  if (a === null) {
    return -1;
  }
  if (b === null) {
    return 1;
  }
  if (typeof a === 'string') {
    return Buffer.compare(Buffer.from(foldText(a)), Buffer.from(foldText(String(b))));
  }
  return Number(a) - Number(b);
};

const SEEDS = Array.from({ length: COUNT }, (_, n) => seedOf(n + 1));

/** Empty values are the smallest and ties are sorted by id, on every database. */
const expectedOrder = (field: Field, direction: 'asc' | 'desc', seeds = SEEDS): string[] => {
  const sorted = [...seeds].sort((a, b) => compare(a[field], b[field]) || a.id - b.id);
  return (direction === 'asc' ? sorted : sorted.reverse()).map(({ key }) => key);
};

describe('user list by cursor', () => {
  let app: TestStrapi;
  let token: string;

  const insert = async (seed: Seed): Promise<void> => {
    const { key, id: _id, last_login: last, created_at: created, ...columns } = seed;
    await app.database.insert(UIDS.user, {
      ...columns,
      document_id: key,
      user_id: `local|${key}`,
      last_login: last === null ? null : new Date(last),
      created_at: new Date(created),
      updated_at: new Date(created),
    });
  };

  beforeAll(async () => {
    app = await startStrapi();
    token = await getApiToken(app, 'read-only');
    for (const seed of SEEDS) {
      await insert(seed);
    }
  });

  afterAll(() => app?.stop());

  const find = (query: Record<string, string>) =>
    app.request('GET', `${PATH}?${new URLSearchParams(query).toString()}`, { token });

  const mustFind = async (query: Record<string, string>) => {
    const { status, body } = await find(query);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    return body;
  };

  /** Reads all pages backwards, starting with the last one. */
  const keysBackwards = async (query: Record<string, string>, pageSize: number) => {
    const size = { 'pagination[pageSize]': String(pageSize) };
    const { lastCursor } = (await mustFind({ ...query, ...size })).meta.pagination;
    const keys: string[] = [];
    for (let cursor: string | null = lastCursor; cursor !== null;) {
      const { data, meta } = await mustFind({ ...query, ...size, 'pagination[cursor]': cursor });
      keys.unshift(...data.map(({ documentId }: Profile) => documentId));
      cursor = meta.pagination.previousCursor;
    }
    return keys;
  };

  /** Reads all pages, starting with an empty cursor. */
  const keysByCursor = async (query: Record<string, string>, pageSize = 7): Promise<string[]> => {
    const keys: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, meta } = await mustFind({
        ...query,
        'pagination[pageSize]': String(pageSize),
        'pagination[cursor]': cursor,
      });
      expect(Object.keys(meta.pagination).sort()).toEqual([
        'lastCursor',
        'nextCursor',
        'pageSize',
        'previousCursor',
      ]);
      const isLast: boolean = meta.pagination.nextCursor === null;
      if (!isLast) {
        expect(data).toHaveLength(pageSize);
      }
      keys.push(...data.map(({ documentId }: Profile) => documentId));
      cursor = meta.pagination.nextCursor;
    }
    return keys;
  };

  describe.each(USER_SORT_FIELDS)('sorted by %s', (field) => {
    it.each(['asc', 'desc'] as const)(
      '%s returns each user once, with empty values in order',
      async (direction) => {
        const sort = `${field}:${direction}`;
        const expected = expectedOrder(field, direction);
        expect(await keysByCursor({ sort })).toEqual(expected);
        expect(await keysByCursor({ sort }, 1)).toEqual(expected);
        expect(await keysBackwards({ sort }, 12)).toEqual(expected);
        const { data } = await mustFind({ sort, 'pagination[pageSize]': '100' });
        expect(data.map(({ documentId }: Profile) => documentId)).toEqual(expected);
      }
    );
  });

  it('returns no empty page if a page ends with the empty values or with the last user', async () => {
    const seeds = SEEDS.filter(({ email }) => email === null);
    const keys = await keysByCursor({ sort: 'email:asc' }, seeds.length);
    expect(keys).toEqual(expectedOrder('email', 'asc'));
    expect(await keysByCursor({ sort: 'email:asc' }, COUNT)).toEqual(keys);
  });

  it('works with search and filters', async () => {
    const blocked = SEEDS.filter((seed) => seed.blocked === true && seed.connection !== null);
    const query = { sort: 'email:asc', 'filters[blocked][$eq]': 'true' };
    expect(await keysByCursor(query, 2)).toEqual(expectedOrder('email', 'asc', blocked));
    const found = SEEDS.filter(({ name }) => name?.endsWith('名'));
    expect(await keysByCursor({ sort: 'name:desc', _q: 'name 名' }, 2)).toEqual(
      expectedOrder('name', 'desc', found)
    );
  });

  it('continues from a numbered page, which returns the total', async () => {
    const sort = 'username:asc';
    const expected = expectedOrder('username', 'asc');
    const first = await mustFind({ sort, 'pagination[page]': '2', 'pagination[pageSize]': '5' });
    expect(first.meta.pagination).toMatchObject({ page: 2, pageSize: 5, pageCount: 12, total: 60 });
    const cursor = first.meta.pagination.nextCursor;
    const next = await mustFind({
      sort,
      'pagination[cursor]': cursor,
      'pagination[pageSize]': '5',
    });
    expect(next.data.map(({ documentId }: Profile) => documentId)).toEqual(expected.slice(10, 15));
    const last = await mustFind({ sort, 'pagination[page]': '12', 'pagination[pageSize]': '5' });
    expect(last.meta.pagination.nextCursor).toBeNull();
  });

  it('neither repeats nor skips users while others are added and moved', async () => {
    const query = { sort: 'created_at:desc', 'pagination[pageSize]': '20' };
    const first = await mustFind({ ...query, 'pagination[cursor]': '' });
    const newcomer = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, newcomer.email);
    const [last] = first.data.slice(-1);
    await app.database.update(
      UIDS.user,
      { document_id: last.documentId },
      { created_at: new Date('2027-01-01T00:00:00.000Z') }
    );
    const rest = await mustFind({
      ...query,
      'pagination[cursor]': first.meta.pagination.nextCursor,
    });
    const expected = expectedOrder('created_at', 'desc');
    expect(rest.data.map((profile: Profile) => profile.documentId)).toEqual(expected.slice(20, 40));
    expect(expected).not.toContain(documentId);
    await app.request('DELETE', `/user-profile/users/${documentId}`, {
      token: await app.adminToken(),
    });
  });

  it('returns the same users by start and limit', async () => {
    const sort = 'username:asc';
    const { data, meta } = await mustFind({
      sort,
      'pagination[start]': '5',
      'pagination[limit]': '5',
    });
    expect(data.map(({ documentId }: Profile) => documentId)).toEqual(
      expectedOrder('username', 'asc').slice(5, 10)
    );
    expect(meta.pagination).toMatchObject({ start: 5, limit: 5, total: COUNT, estimated: false });
    expect(meta.pagination).not.toHaveProperty('page');
  });

  it('counts only if asked to', async () => {
    const uncounted = await mustFind({ 'pagination[page]': '2', 'pagination[withCount]': 'false' });
    expect(uncounted.meta.pagination).not.toHaveProperty('total');
    expect(uncounted.meta.pagination).toMatchObject({ page: 2, pageSize: 25 });
    const counted = await mustFind({ 'pagination[cursor]': '', 'pagination[withCount]': 'true' });
    expect(counted.meta.pagination).toMatchObject({ total: COUNT, estimated: false });
  });

  it.each<[string, Record<string, string>]>([
    ['start', { start: '0', page: '1' }],
    ['pageSize', { start: '0', pageSize: '5' }],
    ['limit', { limit: '5', page: '1' }],
    ['cursor', { start: '0', cursor: '' }],
    ['withCount', { withCount: 'maybe' }],
    ['limit', { start: '0', limit: '101' }],
  ])('returns 400 for a wrong %s: %j', async (path, pagination) => {
    const query = Object.entries(pagination).map(([key, value]) => [`pagination[${key}]`, value]);
    const response = await find(Object.fromEntries(query));
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual([`pagination.${path}`]);
  });

  it('works in the admin API too', async () => {
    const response = await app.request(
      'GET',
      '/user-profile/users?sort=email:asc&pagination[cursor]=&pagination[pageSize]=3',
      { token: await app.adminToken() }
    );
    expect(response.body.data.map(({ documentId }: Profile) => documentId)).toEqual(
      expectedOrder('email', 'asc').slice(0, 3)
    );
  });

  describe('invalid cursors', () => {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

    it.each<[string, Record<string, string>]>([
      ['with a page number', { 'pagination[page]': '1', 'pagination[cursor]': '' }],
      ['of plain text', { 'pagination[cursor]': 'abc' }],
      ['of a JSON object', { 'pagination[cursor]': encode({}) }],
      ['of the event log', { 'pagination[cursor]': encode(['log', 1]) }],
      [
        'of another order',
        { sort: 'name:asc', 'pagination[cursor]': encode(['users', 'name:desc', 'after', 'x', 1]) },
      ],
      [
        'of an unknown column',
        { 'pagination[cursor]': encode(['users', 'app_metadata:asc', 'after', 'x', 1]) },
      ],
      [
        'with text instead of a date',
        { 'pagination[cursor]': encode(['users', 'created_at:desc', 'after', 'x', 1]) },
      ],
      [
        'with text instead of a number',
        {
          sort: 'logins_count:asc',
          'pagination[cursor]': encode(['users', 'logins_count:asc', 'after', '1', 1]),
        },
      ],
      [
        'with a number out of range',
        {
          sort: 'logins_count:asc',
          'pagination[cursor]': encode(['users', 'logins_count:asc', 'after', 2 ** 40, 1]),
        },
      ],
      [
        'with a NUL character',
        {
          sort: 'name:asc',
          'pagination[cursor]': encode(['users', 'name:asc', 'after', 'a\0', 1]),
        },
      ],
      [
        'with a lone surrogate',
        {
          sort: 'name:asc',
          'pagination[cursor]': encode(['users', 'name:asc', 'after', '\ud800', 1]),
        },
      ],
      [
        'with an id out of range',
        {
          sort: 'name:asc',
          'pagination[cursor]': encode(['users', 'name:asc', 'after', 'a', 2 ** 31]),
        },
      ],
      ['that is too long', { 'pagination[cursor]': 'x'.repeat(4097) }],
    ])('return 400 for a cursor %s', async (_what, query) => {
      const response = await find(query);
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['pagination.cursor']);
    });
  });

  describe('fields', () => {
    it('return the ids and the requested fields', async () => {
      const query = { sort: 'created_at:asc', 'pagination[pageSize]': '1' };
      const [all] = (await mustFind(query)).data as Profile[];
      const { documentId, user_id } = all;
      const ids = { documentId, user_id };
      const ask = async (fields: Record<string, string>) =>
        (await mustFind({ ...query, ...fields })).data;
      expect(await ask({ 'fields[0]': 'name', 'fields[1]': 'created_at' })).toEqual([
        { ...ids, name: all.name, created_at: all.created_at },
      ]);
      expect(await ask({ 'fields[]': 'blocked' })).toEqual([{ ...ids, blocked: all.blocked }]);
      expect(await ask({ fields: 'blocked,identities' })).toEqual([
        { ...ids, blocked: all.blocked, identities: all.identities },
      ]);
      expect(await ask({ fields: 'user_id' })).toEqual([ids]);
      // A user who never logged in has no such attribute.
      expect(await ask({ fields: 'last_ip' })).toEqual([ids]);
    });

    it('work with a cursor and for one user', async () => {
      const { data } = await mustFind({ 'pagination[cursor]': '', fields: 'name' });
      expect(Object.keys(data[0]).sort()).toEqual(['documentId', 'name', 'user_id']);
      const one = await app.request('GET', `${PATH}/${data[0].documentId}?fields=name`, { token });
      expect(one.body.data).toEqual(data[0]);
      expect(one.body.meta).toMatchObject({ revision: expect.anything() });
      expect(one.headers.get('etag')).toMatch(/^"\d+"$/);
    });

    it.each(['password', 'known_countries', 'revision', 'name,constructor', 'a'.repeat(300), ''])(
      'return 400 if they are unknown: %s',
      async (fields) => {
        const [{ documentId }] = (await mustFind({})).data as Profile[];
        const list = await find({ fields });
        const one = await app.request('GET', `${PATH}/${documentId}?fields=${fields}`, { token });
        for (const response of [list, one]) {
          expect(response.status).toBe(400);
          expect(problemPaths(response)[0]).toMatch(/^fields/);
        }
      }
    );
  });

  it('marks a total above the counting limit as an estimate', async () => {
    const extra = 10_500;
    await app.database.insert(
      UIDS.user,
      Array.from({ length: extra }, (_, index) => ({
        document_id: `extra-${index + 1}`,
        user_id: `local|extra-${index + 1}`,
        name: `Extra ${index + 1}`,
        connection: 'local',
        created_at: new Date('2020-01-01T00:00:00.000Z'),
      }))
    );
    await app.database.analyze();
    const { total, estimated } = (await mustFind({})).meta.pagination;
    expect(estimated).toBe(true);
    // Only PostgreSQL estimates rows. Elsewhere the total is one above the counting limit.
    const isPostgres = app.database.client === 'postgres';
    expect(total).toBeGreaterThan(isPostgres ? extra * 0.9 : 10_000);
    expect(total).toBeLessThan(isPostgres ? extra * 1.1 : 10_002);
    const filtered = await mustFind({ _q: 'Extra 777' });
    expect(filtered.meta.pagination).toMatchObject({ estimated: false });
  });
});
