import type {
  CountEvents,
  SearchLog,
} from '../../../plugins/user-profile/shared/contracts/event-log';
import { searchHistoryQuery } from '../../../plugins/user-profile/shared/contracts/event-log';
import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { tableOf, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { explainFind, stepsOf } from '../../support/query-plans';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, problemPaths, userIdOf } from '../../support/users';

/** Without a place. */
const NOWHERE_IP = '192.0.2.7';

/** Events of another user, all with the IP address, device and place of the first user. */
const OTHER_EVENTS = 3000;

describe('the search in the history of a user', () => {
  let app: TestStrapi;
  let account: Account;
  let path: string;
  let documentId: string;

  const search = (query: Record<string, string> = {}, rest = '') =>
    callAdmin<SearchLog.Response>(
      app,
      'GET',
      `${path}/events${rest}?${new URLSearchParams(query).toString()}`
    );

  const find = async (query: Record<string, string> = {}): Promise<SearchLog.Response> => {
    const { status, body } = await search(query);
    expect(status).toBe(200);
    return body;
  };

  const count = async (query: Record<string, string> = {}): Promise<CountEvents.Response['data']> =>
    (
      await mustCall<CountEvents.Response>(
        app,
        'GET',
        `${path}/events/count?${new URLSearchParams(query).toString()}`
      )
    ).data;

  const logInFrom = (ip: string, password = account.password, deviceId?: string) =>
    logIn(
      app,
      { identifier: account.email, password, ...(deviceId && { deviceId }) },
      { 'x-forwarded-for': ip, 'user-agent': CHROME_ON_MACOS, origin: 'https://shop.example.com' }
    );

  const getExport = async (body: unknown, token?: string) =>
    fetch(`${app.url}/user-profile${path}/events/export`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token ?? (await app.adminToken())}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    app = await startStrapi({
      env: {
        ...SERVER_CODE,
        USER_PROFILE_CONFIG: JSON.stringify({
          applications: [
            { client_id: 'shop', name: 'Shop', origins: ['https://shop.example.com'] },
          ],
        }),
      },
    });
    account = await registerAccount(app, undefined, { 'x-forwarded-for': NOWHERE_IP });
    await logInFrom(LONDON_IP, account.password, 'phone');
    await logInFrom(NOWHERE_IP, 'wrong');
    await registerAccount(app);
    ({ documentId } = (await getUser(app, userIdOf(account))).data);
    path = `/users/${documentId}`;
    const [newest] = (await find({ 'filters[device][$eq]': 'phone' })).data;
    const [row] = await app.database.rows(UIDS.event, { log_id: newest.log_id });
    const { id: _id, ...rest } = row;
    const events = Array.from({ length: OTHER_EVENTS }, (_, n) => ({
      ...rest,
      document_id: `other${n}`,
      log_id: `other${n}`,
      date: new Date(new Date(newest.date).getTime() - n * 1000),
      profile: 'other',
      user_id: 'local|other',
    }));
    await app.database.insert(UIDS.event, events);
  });

  afterAll(() => app?.stop());

  it.each([
    ['device', { 'filters[device][$eq]': 'phone' }, ['s']],
    ['IP address', { 'filters[ip][$eq]': LONDON_IP }, ['s']],
    ['application', { 'filters[application][$eq]': 'Shop' }, ['fp', 's']],
    ['country', { 'filters[country][$eq]': 'GB' }, ['s']],
    ['city', { 'filters[city][$eq]': 'London', 'filters[country][$eq]': 'GB' }, ['s']],
    ['another region', { 'filters[city][$eq]': 'London', 'filters[region][$eq]': 'Ohio' }, []],
    ['outcome', { 'filters[outcome][$eq]': 'failure' }, ['fp']],
    ['IP address and type', { 'filters[ip][$eq]': LONDON_IP, 'filters[type][$in]': 'fp' }, []],
    ['the text of an IP address', { _q: LONDON_IP }, ['s']],
    ['the name of the device', { _q: 'chrome ON macOS' }, ['fp', 's']],
    ['the text of a place', { _q: 'lóndon' }, ['s']],
    ['the application as text', { _q: 'shop' }, ['fp', 's']],
    ['the text of the details', { _q: 'wrong_password' }, ['fp']],
    ['a text that no event has', { _q: 'xyzzy' }, []],
  ])('filters by %s', async (_what, query: Record<string, string>, types) => {
    const { data } = await find(query);
    expect(data.map(({ type }) => type)).toEqual(types);
  });

  it('names the device of each event', async () => {
    const { data } = await find({ 'filters[device][$eq]': 'phone' });
    expect(data[0].device_name).toBe('Chrome on macOS');
  });

  it('counts the events that match, and those after the newest one of a page', async () => {
    expect(await count({ 'filters[type][$in]': 'fp' })).toEqual({ count: 1, more: false });
    const { meta } = await find();
    const after = meta.newest ?? '';
    expect(await count({ after })).toEqual({ count: 0, more: false });
    await logInFrom(NOWHERE_IP, 'wrong');
    expect(await count({ after })).toEqual({ count: 1, more: false });
    expect(await count({ after, 'filters[type][$in]': 's' })).toEqual({ count: 0, more: false });
    expect(await count({ after, _q: 'WRONG_password' })).toEqual({ count: 1, more: false });
  });

  it('stops counting the log at its limit', async () => {
    const { data } = await mustCall<CountEvents.Response>(app, 'GET', '/events/count');
    expect(data).toEqual({ count: 99, more: true });
  });

  it('exports the events of this user that match', async () => {
    const filters = { ip: { $eq: LONDON_IP } };
    const response = await getExport({ data: { format: 'ndjson', filters } });
    expect(response.headers.get('content-disposition')).toMatch(/filename="events-.*ndjson"/);
    const lines = (await response.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).user_id)).toEqual([userIdOf(account)]);
    const csv = await (await getExport({ data: { format: 'csv', _q: 'wrong_password' } })).text();
    expect(csv.trim().split('\n').length).toBeGreaterThan(1);
    expect(csv).not.toContain('local|other');
  });

  it.each([
    ['no format', {}, 'format'],
    ['an unknown filter', { format: 'csv', filters: { colour: 1 } }, 'filters.colour'],
    ['a user', { format: 'csv', filters: { user: { $eq: 'x' } } }, 'filters.user'],
    ['a text that is too long', { format: 'csv', _q: 'x'.repeat(256) }, '_q'],
  ])('rejects an export with %s', async (_what, data, problem) => {
    const response = await callAdmin(app, 'POST', `${path}/events/export`, { data });
    expect([response.status, ...problemPaths(response)]).toEqual([400, problem]);
  });

  it.each([
    ['another user', { 'filters[user][$eq]': 'x' }, '', 'filters.user'],
    [
      'a device that is too long',
      { 'filters[device][$eq]': 'x'.repeat(65) },
      '',
      'filters.device.$eq',
    ],
    ['a country that is too long', { 'filters[country][$eq]': 'GBR' }, '', 'filters.country.$eq'],
    ['an invalid position', { after: 'abc' }, '/count', 'after'],
    ['a page of a count', { 'pagination[pageSize]': '1' }, '/count', 'pagination'],
  ])('returns 400 for %s', async (_what, query: Record<string, string>, rest, problem) => {
    const response = await search(query, rest);
    expect([response.status, ...problemPaths(response)]).toEqual([400, problem]);
  });

  it('returns 404 for an unknown user', async () => {
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['GET', '/count', undefined],
      ['POST', '/export', { data: { format: 'csv' } }],
    ] as const) {
      const { status } = await callAdmin(app, method, `/users/unknown/events${rest}`, body);
      expect([rest, status]).toEqual([rest, 404]);
    }
  });

  it('reads the index of the user for every filter, whatever other users did', async () => {
    const filters = [
      {},
      { ip: { $eq: LONDON_IP } },
      { device: { $eq: 'phone' } },
      { application: { $eq: 'Shop' } },
      { country: { $eq: 'GB' }, city: { $eq: 'London' } },
      { type: { $in: ['s', 'fp'] } },
      { outcome: { $eq: 'failure' }, ip: { $eq: LONDON_IP } },
    ];
    const queries = [...filters.map((each) => ({ filters: each })), { _q: 'xyzzy' }];
    const plans = await explainFind(
      app,
      'event-search',
      queries.map((query) => {
        const parsed = searchHistoryQuery.parse(query);
        return { ...parsed, filters: { ...parsed.filters, user: { $eq: documentId } } };
      })
    );
    const events = tableOf(UIDS.event);
    plans.forEach((statements, index) => {
      const ofEvents = statements.filter(({ sql }) => sql.includes(events));
      expect(ofEvents.length).toBeGreaterThan(0);
      for (const { sql, root } of ofEvents) {
        for (const { what, relation, rows = 0 } of stepsOf(root)) {
          const context = { query: queries[index], sql, what };
          // SQLite has the index in the text; on PostgreSQL, no scan may return events of the other user.
          const isSlow =
            app.database.client === 'postgres'
              ? relation === events && rows > 100
              : what.includes(events) && !what.includes('(profile=?');
          expect({ ...context, isSlow }).toEqual({ ...context, isSlow: false });
        }
      }
    });
  });
});
