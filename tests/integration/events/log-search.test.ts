import { MAX_SEARCHED_EVENTS } from '../../../plugins/user-profile/shared/constants';
import type { SearchLog } from '../../../plugins/user-profile/shared/contracts/event-log';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { type Rows, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, problemPaths, userIdOf } from '../../support/users';

type EventRow = Partial<Rows[typeof UIDS.event]>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let count = 0;

/** An event of a user whose profile no longer exists. */
const newRow = (date: Date, row: EventRow = {}): EventRow => {
  count += 1;
  return {
    document_id: `event${count}`,
    log_id: `${date.toISOString().replace(/\D/g, '')}${String(count).padStart(10, '0')}`,
    date,
    type: 's',
    success: true,
    profile: 'gone',
    user_id: 'local|gone',
    connection: 'local',
    signals: [],
    details: {},
    ...row,
  };
};

const LONG_AGO = '2000-01-01T00:00:00.000Z';

describe('the search in the log', () => {
  let app: TestStrapi;
  let account: Account;
  let documentId: string;

  const search = (query: Record<string, string> = {}) =>
    callAdmin<SearchLog.Response>(app, 'GET', `/events?${new URLSearchParams(query).toString()}`);

  const find = async (query: Record<string, string> = {}): Promise<SearchLog.Response> => {
    const { status, body } = await search(query);
    expect(status).toBe(200);
    return body;
  };

  /** All pages, and the number of requests that they took. */
  const findAll = async (query: Record<string, string>) => {
    const events: SearchLog.Response['data'] = [];
    let requests = 0;
    for (let cursor: string | null = ''; cursor !== null; requests += 1) {
      const page: SearchLog.Response = await find({ ...query, 'pagination[cursor]': cursor });
      events.push(...page.data);
      cursor = page.meta.pagination.nextCursor;
    }
    return { events, requests };
  };

  const countOf = async (query: Record<string, string>) => (await findAll(query)).events.length;

  beforeAll(async () => {
    app = await startStrapi();
    account = await registerAccount(app);
    await logIn(
      app,
      { identifier: account.email, password: 'wrong' },
      { 'x-forwarded-for': '192.0.2.7' }
    );
    await logIn(app, { identifier: account.email, password: account.password });
    await mustCall(app, 'PUT', `/users/${encodeURIComponent(userIdOf(account))}`, {
      data: { nickname: 'Nick' },
    });
    ({ documentId } = (await getUser(app, userIdOf(account))).data);
  });

  afterAll(() => app?.stop());

  it('returns the events of all users, newest first, of the last two days by default', async () => {
    await registerAccount(app);
    await app.database.insert(UIDS.event, newRow(new Date(Date.now() - 3 * DAY_MS)));
    const { data, meta } = await find();
    expect(new Set(data.map((event) => event.user_id)).size).toBe(2);
    expect(data.some((event) => event.user_id === 'local|gone')).toBe(false);
    const dates = data.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(meta).toEqual({
      pagination: { pageSize: 25, nextCursor: null },
      searched_to: null,
      newest: expect.any(String),
    });
    expect(await countOf({ 'filters[date][$gte]': LONG_AGO })).toBe(data.length + 1);
  });

  it.each([
    ['type', { 'filters[type][$in][0]': 'fp', 'filters[type][$in][1]': 'fp' }, ['fp']],
    ['outcome', { 'filters[outcome][$eq]': 'failure' }, ['fp']],
    ['outcome and type', { 'filters[outcome][$eq]': 'failure', 'filters[type][$in]': 's' }, []],
    ['IP address', { 'filters[ip][$eq]': '192.0.2.7' }, ['fp']],
    [
      'IP address and type',
      { 'filters[ip][$eq]': '192.0.2.7', 'filters[outcome][$eq]': 'success' },
      [],
    ],
    ['actor', { 'filters[actor][$eq]': 'admin@example.test' }, ['sapi']],
    ['text of the details', { _q: 'NICKNAME' }, ['sapi']],
    ['text of the actor', { _q: 'Admin@' }, ['sapi']],
    ['text that no event has', { _q: 'xyzzy' }, []],
    ['connection', { 'filters[connection][$in]': 'elsewhere' }, []],
    ['application', { 'filters[application][$eq]': 'elsewhere' }, []],
  ])('filters by %s', async (_what, query: Record<string, string>, types) => {
    const { events } = await findAll(query);
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  it('filters by the documentId or user_id of a user, and of one who is gone', async () => {
    const { events } = await findAll({ 'filters[user][$eq]': documentId });
    expect(events.length).toBeGreaterThan(2);
    expect(new Set(events.map((event) => event.user_id))).toEqual(new Set([userIdOf(account)]));
    expect((await findAll({ 'filters[user][$eq]': userIdOf(account) })).events).toEqual(events);
    const all = { 'filters[date][$gte]': LONG_AGO };
    expect(await countOf({ ...all, 'filters[user][$eq]': 'local|gone' })).toBe(1);
    expect(await countOf({ ...all, 'filters[user][$eq]': 'local|unknown' })).toBe(0);
    expect(await countOf({ 'filters[user][$eq]': documentId, _q: account.email.slice(2) })).toBe(
      events.length
    );
    expect(
      await countOf({ 'filters[user][$eq]': documentId, 'filters[outcome][$eq]': 'failure' })
    ).toBe(1);
  });

  it('returns each event once while others are written, even if they have the same time', async () => {
    const date = new Date(Date.now() - 10 * DAY_MS);
    const range = {
      'filters[date][$gte]': date.toISOString(),
      'filters[date][$lt]': new Date(date.getTime() + HOUR_MS).toISOString(),
    };
    const rows = ['s', 'fp', 's', 'fu', 's', 'fp', 's'].map((type) => newRow(date, { type }));
    await app.database.insert(UIDS.event, rows);
    const expected = rows.map((row) => row.log_id).reverse();
    const seen: string[] = [];
    let cursor = '';
    do {
      const page: SearchLog.Response = await find({
        ...range,
        'filters[type][$in][0]': 's',
        'filters[type][$in][1]': 'fp',
        'filters[type][$in][2]': 'fu',
        'pagination[pageSize]': '2',
        'pagination[cursor]': cursor,
      });
      seen.push(...page.data.map((event) => event.log_id));
      cursor = page.meta.pagination.nextCursor ?? '';
      await app.database.insert(UIDS.event, newRow(date));
    } while (cursor !== '');
    expect(seen).toEqual(expected);
  });

  describe('with more events than one page may compare', () => {
    const oldest = Date.now() - 25 * DAY_MS;
    const range = {
      'filters[date][$gte]': new Date(oldest).toISOString(),
      'filters[date][$lt]': new Date(oldest + DAY_MS).toISOString(),
    };

    beforeAll(async () => {
      const rows = Array.from({ length: MAX_SEARCHED_EVENTS + 50 }, (_, n) =>
        newRow(
          new Date(oldest + n * 1000),
          n === 0 ? { client_name: 'Rare', user_name: 'Rare José' } : {}
        )
      );
      await app.database.insert(UIDS.event, rows);
    });

    it.each([
      ['text', { _q: 'rare jose' }],
      ['application', { 'filters[application][$eq]': 'Rare' }],
    ])('stops at its limit and continues there: %s', async (_what, query) => {
      const first = await find({ ...range, ...query });
      expect(first.data).toEqual([]);
      expect(first.meta.searched_to).toBe(new Date(oldest + 50_000).toISOString());
      const { events, requests } = await findAll({ ...range, ...query });
      expect([events.length, requests]).toEqual([1, 2]);
    });

    it('finds a rare type, IP address or actor at once', async () => {
      await app.database.insert(
        UIDS.event,
        newRow(new Date(oldest), { type: 'scu', ip: '192.0.2.99', actor: 'token Rare' })
      );
      for (const [filter, value] of [
        ['type][$in', 'scu'],
        ['ip][$eq', '192.0.2.99'],
        ['actor][$eq', 'token Rare'],
      ]) {
        const { data, meta } = await find({ ...range, [`filters[${filter}]`]: value });
        expect([filter, data.length, meta.searched_to]).toEqual([filter, 1, null]);
      }
    });

    it('exports all matches as NDJSON and CSV', async () => {
      const getExport = async (format: string) => {
        const response = await fetch(`${app.url}/user-profile/events/export`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await app.adminToken()}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({
            data: {
              format,
              _q: 'rare jose',
              filters: { date: { $gte: range['filters[date][$gte]'] } },
            },
          }),
        });
        expect(response.status).toBe(200);
        expect(response.headers.get('content-disposition')).toMatch(/filename="events-.*"/);
        return (await response.text()).trim().split('\n');
      };
      const lines = await getExport('ndjson');
      expect(lines.map((line) => JSON.parse(line).client_name)).toEqual(['Rare']);
      const [header, ...cells] = await getExport('csv');
      expect(header).toContain('log_id,date,type,outcome,user_id');
      expect(cells).toHaveLength(1);
      expect(cells[0]).toContain('Rare José');
    });
  });

  it.each([
    ['an unknown filter', { 'filters[colour][$eq]': 'red' }, 'filters.colour'],
    ['an unknown operator', { 'filters[date][$eq]': '1' }, 'filters.date.$eq'],
    ['an unknown type', { 'filters[type][$in]': 'xyz' }, 'filters.type.$in.0'],
    ['an unknown outcome', { 'filters[outcome][$eq]': 'maybe' }, 'filters.outcome.$eq'],
    ['an invalid date', { 'filters[date][$gte]': 'yesterday' }, 'filters.date.$gte'],
    ['a control character', { 'filters[ip][$eq]': '1\u0000' }, 'filters.ip.$eq'],
    ['a page that is too large', { 'pagination[pageSize]': '101' }, 'pagination.pageSize'],
    ['a text that is too long', { _q: 'x'.repeat(256) }, '_q'],
    ['an IP address that is too long', { 'filters[ip][$eq]': 'x'.repeat(65) }, 'filters.ip.$eq'],
    ['an invalid cursor', { 'pagination[cursor]': 'abc' }, 'pagination.cursor'],
  ])('returns 400 for %s', async (_what, query: Record<string, string>, path) => {
    const response = await search(query);
    expect([response.status, ...problemPaths(response)]).toEqual([400, path]);
  });
});
