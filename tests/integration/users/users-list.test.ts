import {
  type Profile,
  USER_SORT_FIELDS,
} from '../../../plugins/user-profile/shared/contracts/users';
import { callAdmin } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { createAccountRow, getUsers, problemPaths, userPath } from '../../support/users';

interface Seed {
  /** Identifies the account and is the local part of its email. */
  key: string;
  provider?: string;
  blocked?: boolean;
  verified?: boolean;
  name?: string;
  username?: string;
  phone?: string;
  logins?: number;
  lastLogin?: string;
  createdAt?: string;
}

/** Ties in every column, and empty values in every optional column. */
const SEEDS: Seed[] = [
  { key: 'amy', name: 'Amy Adams', logins: 3, lastLogin: '2026-03-01', verified: true },
  { key: 'bob', name: 'Bob%Percent', logins: 3, lastLogin: '2026-03-01', createdAt: '2024-05-05' },
  { key: 'cyd', name: 'under_score', provider: 'google', logins: 7, lastLogin: '2026-02-01' },
  { key: 'dan', name: 'Wow! Really', provider: 'google', blocked: true },
  { key: 'eve', name: `O'Brien "quoted"`, provider: 'github', blocked: true, logins: 1 },
  { key: 'fay', name: 'back\\slash', lastLogin: '2026-04-01', logins: 1, verified: true },
  { key: 'gus', name: 'AMY second', createdAt: '2024-05-05', phone: '+3069' },
  { key: 'hal', name: 'the middle amy', username: 'HAL9000' },
  { key: 'ida', name: 'Ägypten Ünder' },
];

const emailOf = (key: string) => `${key}@seed.test`;
const keyOf = ({ email = '' }: Profile) => email.split('@')[0];

describe('user list', () => {
  let app: TestStrapi;
  const idOf = new Map<string, Profile>();

  const seed = async (row: Seed): Promise<void> => {
    const documentId = await createAccountRow(app, {
      email: emailOf(row.key),
      username: row.username ?? `name-of-${row.key}`,
      provider: row.provider,
      blocked: row.blocked,
      createdAt: `${row.createdAt ?? '2025-01-01'}T00:00:00.000Z`,
    });
    await reconcile(app);
    const changes = {
      name: row.name ?? row.key,
      overrides: ['name'],
      email_verified: row.verified ?? false,
      logins_count: row.logins ?? 0,
      phone_number: row.phone ?? null,
      last_login: row.lastLogin ? new Date(`${row.lastLogin}T12:00:00.000Z`) : null,
    };
    const userId = `${row.provider ?? 'local'}|${documentId}`;
    await app.database.update(UIDS.user, { user_id: userId }, changes);
  };

  /** The keys of the users that match a query, in order. */
  const keys = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await getUsers(app, query);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    return body.data.map(keyOf);
  };

  beforeAll(async () => {
    app = await startStrapi();
    for (const row of SEEDS) {
      await seed(row);
    }
    const { body } = await getUsers(app);
    for (const profile of body.data as Profile[]) {
      idOf.set(keyOf(profile) ?? '', profile);
    }
  });

  afterAll(() => app?.stop());

  it('contains every user', async () => {
    const { body } = await getUsers(app);
    expect(body.meta.pagination).toEqual({
      page: 1,
      pageSize: 25,
      pageCount: 1,
      total: SEEDS.length,
      estimated: false,
      nextCursor: null,
      previousCursor: null,
      lastCursor: expect.any(String),
    });
    expect([...idOf.keys()].sort()).toEqual(SEEDS.map(({ key }) => key));
  });

  it('omits the login attributes of a user who never logged in', () => {
    expect(idOf.get('dan')).not.toHaveProperty('logins_count');
    expect(idOf.get('dan')).not.toHaveProperty('last_login');
    expect(idOf.get('amy')).toMatchObject({
      logins_count: 3,
      last_login: '2026-03-01T12:00:00.000Z',
      identities: [{ connection: 'local', provider: 'local', isSocial: false }],
    });
  });

  describe('filters', () => {
    it.each<[string, Record<string, string>, string[]]>([
      ['connection', { 'connection][$in][0': 'google' }, ['cyd', 'dan']],
      [
        'several connections',
        { 'connection][$in][0': 'google', 'connection][$in][1': 'github' },
        ['cyd', 'dan', 'eve'],
      ],
      ['an unknown connection', { 'connection][$in][0': 'x' }, []],
      ['strategy', { 'strategy][$in][0': 'github' }, ['eve']],
      ['blocked', { 'blocked][$eq': 'true' }, ['dan', 'eve']],
      [
        'not blocked',
        { 'blocked][$eq': 'false' },
        ['amy', 'bob', 'cyd', 'fay', 'gus', 'hal', 'ida'],
      ],
      ['email_verified', { 'email_verified][$eq': 'true' }, ['amy', 'fay']],
      ['last_login from', { 'last_login][$gte': '2026-03-01T12:00:00Z' }, ['amy', 'bob', 'fay']],
      ['last_login before', { 'last_login][$lt': '2026-03-01T12:00:00Z' }, ['cyd']],
      [
        'last_login between',
        {
          'last_login][$gte': '2026-02-01T00:00:00Z',
          'last_login][$lt': '2026-03-01T14:00:00+02:00',
        },
        ['cyd'],
      ],
      ['never logged in', { 'last_login][$null': 'true' }, ['dan', 'eve', 'gus', 'hal', 'ida']],
      ['ever logged in', { 'last_login][$null': 'false' }, ['amy', 'bob', 'cyd', 'fay']],
      ['logins_count from', { 'logins_count][$gte': '3' }, ['amy', 'bob', 'cyd']],
      ['logins_count to', { 'logins_count][$lte': '0' }, ['dan', 'gus', 'hal', 'ida']],
      [
        'logins_count between',
        { 'logins_count][$gte': '1', 'logins_count][$lte': '3' },
        ['amy', 'bob', 'eve', 'fay'],
      ],
      ['created_at before', { 'created_at][$lt': '2025-01-01T00:00:00Z' }, ['bob', 'gus']],
      [
        'created_at from',
        { 'created_at][$gte': '2025-01-01T00:00:00Z' },
        ['amy', 'cyd', 'dan', 'eve', 'fay', 'hal', 'ida'],
      ],
      ['two filters at once', { 'blocked][$eq': 'true', 'connection][$in][0': 'google' }, ['dan']],
    ])('select the matching users: %s', async (_what, filters, expected) => {
      const query = Object.fromEntries(
        Object.entries(filters).map(([key, value]) => [`filters[${key}]`, value])
      );
      expect((await keys(query)).sort()).toEqual(expected);
    });
  });

  describe('order', () => {
    /** Texts by their folded form: letter case and accents do not matter. */
    const EXPECTED: Record<(typeof USER_SORT_FIELDS)[number], string> = {
      name: 'ida amy gus fay bob eve hal cyd dan',
      email: 'amy bob cyd dan eve fay gus hal ida',
      username: 'hal amy bob cyd dan eve fay gus ida',
      connection: 'eve cyd dan amy bob fay gus hal ida',
      // None of the accounts has a role.
      role: 'amy bob cyd dan eve fay gus hal ida',
      logins_count: 'dan gus hal ida eve fay amy bob cyd',
      last_login: 'dan eve gus hal ida cyd amy bob fay',
      created_at: 'bob gus amy cyd dan eve fay hal ida',
      blocked: 'amy bob cyd fay gus hal ida dan eve',
    };

    describe.each(USER_SORT_FIELDS)('by %s', (field) => {
      const ascending = EXPECTED[field].split(' ');

      it('ascends with empty values first and ties by id', async () => {
        expect(await keys({ sort: `${field}:asc` })).toEqual(ascending);
      });

      it('descends in the exact reverse order', async () => {
        expect(await keys({ sort: `${field}:desc` })).toEqual([...ascending].reverse());
      });

      it.each(['asc', 'desc'])('%s pages neither repeat nor skip a user', async (order) => {
        const pages: string[][] = [];
        for (const page of ['1', '2', '3', '4', '5', '6']) {
          const pagination = { 'pagination[page]': page, 'pagination[pageSize]': '2' };
          pages.push(await keys({ sort: `${field}:${order}`, ...pagination }));
        }
        expect(pages.map(({ length }) => length)).toEqual([2, 2, 2, 2, 1, 0]);
        const whole = order === 'asc' ? ascending : [...ascending].reverse();
        expect(pages.flat()).toEqual(whole);
      });
    });

    it('is newest first by default', async () => {
      expect(await keys({})).toEqual(EXPECTED.created_at.split(' ').reverse());
    });
  });

  describe('invalid queries', () => {
    it.each<[string, Record<string, string>, string[]]>([
      ['an unknown parameter', { what: 'x' }, ['what']],
      ['populate', { populate: '*' }, ['populate']],
      ['an unknown field to sort by', { sort: 'app_metadata:asc' }, ['sort']],
      ['an invalid order', { sort: 'name:up' }, ['sort']],
      ['a field without an order', { sort: 'name' }, ['sort']],
      ['page 0', { 'pagination[page]': '0' }, ['pagination.page']],
      ['a page of letters', { 'pagination[page]': 'x' }, ['pagination.page']],
      ['a fractional page', { 'pagination[page]': '1.5' }, ['pagination.page']],
      ['a page size that is too large', { 'pagination[pageSize]': '101' }, ['pagination.pageSize']],
      ['an unknown filter', { 'filters[app_metadata][$eq]': 'x' }, ['filters.app_metadata']],
      [
        'an unsupported operator',
        { 'filters[blocked][$eq]': 'true', 'filters[blocked][$ne]': 'true' },
        ['filters.blocked.$ne'],
      ],
      ['a nested operator', { 'filters[$or][0][blocked][$eq]': 'true' }, ['filters.$or']],
      ['a flag that is not a boolean', { 'filters[blocked][$eq]': '1' }, ['filters.blocked.$eq']],
      ['an invalid date', { 'filters[last_login][$gte]': 'now' }, ['filters.last_login.$gte']],
      [
        'a non-numeric count',
        { 'filters[logins_count][$gte]': 'x' },
        ['filters.logins_count.$gte'],
      ],
      [
        'a count out of range',
        { 'filters[logins_count][$gte]': '2147483648' },
        ['filters.logins_count.$gte'],
      ],
      [
        'an email address whose plus sign became a space',
        { 'filters[email][$eq]': 'a b@example.com' },
        ['filters.email.$eq'],
      ],
      [
        'a list of email addresses as one text',
        { 'filters[email][$in]': 'a@example.com,b@example.com' },
        ['filters.email.$in.0'],
      ],
      ['a search that is too long', { _q: 'x'.repeat(256) }, ['_q']],
      ['a search that is an array', { '_q[0]': 'a', '_q[1]': 'b' }, ['_q']],
      [
        'a connection with a NUL character',
        { 'filters[connection][$in][0]': 'a\0' },
        ['filters.connection.$in.0'],
      ],
      [
        'several problems at once',
        { sort: 'x', 'pagination[page]': '-1', 'filters[blocked][$eq]': 'y' },
        ['filters.blocked.$eq', 'pagination.page', 'sort'],
      ],
    ])('return 400 with every path for %s', async (_what, query, paths) => {
      const response = await getUsers(app, query);
      expect(response.status).toBe(400);
      expect([...new Set(problemPaths(response))].sort()).toEqual(paths);
    });
  });

  describe('one user', () => {
    it('is found by documentId and by user_id', async () => {
      const { documentId = '', user_id: userId = '' } = idOf.get('cyd') ?? {};
      expect(userId).toMatch(/^google\|/);

      for (const id of [documentId, userId]) {
        const { status, body } = await callAdmin(app, 'GET', userPath(id));
        expect(status).toBe(200);
        expect(body.data).toEqual(idOf.get('cyd'));
        expect(body.meta.revision).toBe(1);
      }
    });

    it.each([
      ['an unknown documentId', 'zzzzzzzzzzzzzzzzzzzzzzzz'],
      ['an unknown user_id', 'local|zzzzzzzzzzzzzzzzzzzzzzzz'],
      ['a number', '1'],
      ['a NUL character', 'a\0b'],
      ['a wildcard', '%'],
      ['a very long id', `local|${'x'.repeat(2000)}`],
    ])('returns 404 for %s', async (_what, id) => {
      const { status, body } = await callAdmin(app, 'GET', userPath(id));
      expect(status).toBe(404);
      expect(body.error.message).toBe('There is no user with this id');
    });
  });
});
