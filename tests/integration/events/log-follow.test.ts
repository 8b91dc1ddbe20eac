import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { createFollower, getLog, LOG_PATH } from '../../support/log';
import { logIn } from '../../support/logins';
import { getProfileByEmail, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { problemPaths } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const getStoredIds = async (app: TestStrapi): Promise<string[]> => {
  const rows = await app.database.rows(UIDS.event, {}, { columns: ['log_id'] });
  return rows.map((row) => row.log_id);
};

const idsOf = (events: { log_id: string }[]): string[] => events.map(({ log_id: id }) => id);

describe('event log', () => {
  let app: TestStrapi;
  let token: string;
  let account: Account;

  beforeAll(async () => {
    const bruteForce = { maxFailuresPerIp: 2 };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify({ bruteForce }) } });
    token = await getApiToken(app, 'custom', ['event-log.find']);
    account = await registerAccount(app);
    for (const identifier of [account.email, 'unknown@example.test']) {
      await logIn(app, { identifier, password: 'wrong' }, { 'x-forwarded-for': '192.0.2.7' });
    }
    await registerAccount(app);
  });

  afterAll(() => app?.stop());

  it('returns each event once, oldest first, in pages', async () => {
    const stored = await getStoredIds(app);
    expect(stored.length).toBeGreaterThan(5);
    const follower = createFollower(app, token, { 'pagination[pageSize]': '2' });
    expect(await follower.poll()).toHaveLength(2);
    await follower.catchUp();
    expect(idsOf(follower.events)).toEqual(stored);
  });

  it('continues after an empty page', async () => {
    const follower = createFollower(app, token);
    await follower.catchUp();
    const cursor = follower.cursor();
    expect(await follower.poll()).toEqual([]);
    expect(follower.cursor()).toBe(cursor);
    await logIn(app, { identifier: account.email, password: account.password });
    expect(await follower.poll()).toEqual([
      expect.objectContaining({ type: 's', user_name: account.email, outcome: 'success' }),
    ]);
    expect(follower.cursor()).not.toBe(cursor);
  });

  it('returns a cursor even if no event matches', async () => {
    const query = { 'filters[date][$gte]': '2999-01-01T00:00:00Z' };
    const { body } = await getLog(app, token, query);
    expect(body).toEqual({
      data: [],
      meta: { pagination: { pageSize: 100, nextCursor: expect.any(String) } },
    });
    const { nextCursor } = body.meta.pagination;
    const next = await getLog(app, token, { ...query, 'pagination[cursor]': nextCursor });
    expect(next.body).toEqual(body);
    const all = await getLog(app, token, { 'pagination[cursor]': '' });
    expect(idsOf(all.body.data)).toEqual(await getStoredIds(app));
  });

  it('searches each event once, even if the filters match none', async () => {
    const queries: Record<string, string>[] = [{ 'filters[type][$in][0]': 'fu' }, {}];
    const [follower, all] = queries.map((query) => createFollower(app, token, query));
    await follower.catchUp();
    await all.catchUp();
    expect(follower.cursor()).toBe(all.cursor());
    const found = follower.events.length;

    await logIn(app, { identifier: account.email, password: account.password });
    expect(await follower.poll()).toEqual([]);
    expect(await all.poll()).toHaveLength(1);
    expect(follower.cursor()).toBe(all.cursor());
    const unknown = { identifier: 'another@example.test', password: 'wrong' };
    await logIn(app, unknown, { 'x-forwarded-for': '192.0.2.8' });
    await follower.poll();
    expect(follower.events.slice(found)).toEqual([expect.objectContaining({ type: 'fu' })]);
  });

  it('includes events without a user, such as a blocked IP address', async () => {
    const follower = createFollower(app, token);
    await follower.catchUp();
    const blocked = follower.events.filter(({ type }) => type === 'limit_mu');
    expect(blocked).toEqual([expect.objectContaining({ user_id: null, ip: '192.0.2.7' })]);
  });

  describe('filters', () => {
    const getFilteredIds = async (filters: Record<string, string>) => {
      const query = Object.fromEntries(
        Object.entries(filters).map(([key, value]) => [`filters[${key}]`, value])
      );
      const follower = createFollower(app, token, query);
      await follower.catchUp();
      return follower.events;
    };

    it('select events by type', async () => {
      const events = await getFilteredIds({ 'type][$in][0': 'fp', 'type][$in][1': 'fu' });
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['fp', 'fu']));
    });

    it('select events by the documentId or user_id of a user', async () => {
      const { documentId, user_id: userId } = await getProfileByEmail(app, account.email);
      const events = await getFilteredIds({ 'user][$eq': documentId });
      expect(events.length).toBeGreaterThan(2);
      expect(new Set(events.map((event) => event.user_id))).toEqual(new Set([userId]));
      expect(await getFilteredIds({ 'user][$eq': userId })).toEqual(events);
      expect(await getFilteredIds({ 'user][$eq': 'local|unknown' })).toEqual([]);
    });

    it('select events by connection', async () => {
      expect((await getFilteredIds({ 'connection][$in][0': 'local' })).length).toBeGreaterThan(2);
      expect(await getFilteredIds({ 'connection][$in][0': 'elsewhere' })).toEqual([]);
    });

    it('select events by date', async () => {
      const [first] = await getFilteredIds({});
      expect(await getFilteredIds({ 'date][$lt': first.date })).toEqual([]);
      expect((await getFilteredIds({ 'date][$gte': first.date }))[0]).toEqual(first);
    });
  });

  it.each([
    ['an invalid cursor', { 'pagination[cursor]': 'abc' }, 'pagination.cursor'],
    [
      'a cursor of another list',
      { 'pagination[cursor]': Buffer.from('["2026-01-01T00:00:00Z",1]').toString('base64url') },
      'pagination.cursor',
    ],
    ['too large a page size', { 'pagination[pageSize]': '1001' }, 'pagination.pageSize'],
    ['a page number', { 'pagination[page]': '1' }, 'pagination.page'],
    ['an unknown event type', { 'filters[type][$in][0]': 'x' }, 'filters.type.$in.0'],
    ['an invalid date', { 'filters[date][$gte]': 'now' }, 'filters.date.$gte'],
    ['an unknown filter', { 'filters[details][$eq]': 'x' }, 'filters.details'],
    ['a user id with a NUL', { 'filters[user][$eq]': 'a\0' }, 'filters.user.$eq'],
    ['a sort order', { sort: 'date:desc' }, 'sort'],
  ])('returns 400 with the path for %s', async (_what, query, path) => {
    const response = await getLog(app, token, query as unknown as Record<string, string>);
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual([path]);
  });

  it('accepts a page size of 1000', async () => {
    expect((await getLog(app, token, { 'pagination[pageSize]': '1000' })).status).toBe(200);
  });

  it('returns 403 without the permission to read it', async () => {
    const other = await getApiToken(app, 'custom', ['events.find']);
    expect((await getLog(app, other)).status).toBe(403);
    expect((await app.request('GET', LOG_PATH)).status).toBe(403);
    expect((await getLog(app, account.jwt)).status).toBe(403);
  });
});

/** A trigger keeps the transactions of this client open after their events have an id. */
const SLOW = 'slow-client/1.0';

const CLOSE_GATE = `
  create table gate (closed boolean);
  insert into gate values (true);
  create function wait_at_gate() returns trigger language plpgsql as $$
  begin
    if new.user_agent = '${SLOW}' then
      while (select closed from gate) loop perform pg_sleep(0.02); end loop;
    end if;
    perform pg_sleep(random() * 0.02);
    return new;
  end $$;
  create trigger wait_at_gate after insert on ${tableOf(UIDS.event)}
    for each row execute function wait_at_gate();`;

const severalInstances = () => {
  let first: TestStrapi;
  let second: TestStrapi;
  let token: string;

  beforeAll(async () => {
    first = await startStrapi();
    second = await startStrapi({ database: first.database });
    token = await getApiToken(first, 'custom', ['event-log.find']);
  });

  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  const getLastId = async () => {
    const [row] = await first.database.query<{ last_value: string }>(
      `select last_value from ${tableOf(UIDS.event)}_id_seq`
    );
    return Number(row.last_value);
  };

  it('waits for an event that commits late and returns it once, in order', async () => {
    const slow = await registerAccount(first);
    const quick = await registerAccount(second);
    const follower = createFollower(second, token);
    await follower.catchUp();
    const { user_id: slowId } = await getProfileByEmail(first, slow.email);
    const filtered = createFollower(second, token, { 'filters[user][$eq]': slowId });
    await filtered.catchUp();
    const before = follower.events.length;
    await first.database.query(CLOSE_GATE);
    const ids = await getLastId();

    const late = logIn(
      first,
      { identifier: slow.email, password: slow.password },
      { 'user-agent': SLOW }
    );
    await waitForEqual(getLastId, ids + 1);
    const early = await logIn(second, { identifier: quick.email, password: quick.password });
    expect(early.status).toBe(200);
    // The second login is stored, but returning it now would skip the first one.
    expect((await getStoredIds(first)).length).toBe(before + 1);
    expect(await follower.poll()).toEqual([]);
    expect(await filtered.poll()).toEqual([]);

    await first.database.query('update gate set closed = false');
    expect((await late).status).toBe(200);
    expect((await filtered.poll()).map((event) => event.user_name)).toEqual([slow.email]);
    await follower.catchUp();
    expect(follower.events.slice(before).map((event) => event.user_name)).toEqual([
      slow.email,
      quick.email,
    ]);
  });

  it('continues after an event that is never committed', async () => {
    const account = await registerAccount(first);
    const follower = createFollower(second, token);
    await follower.catchUp();
    await first.database.query('update gate set closed = true');
    const ids = await getLastId();
    const lost = logIn(
      first,
      { identifier: account.email, password: account.password },
      { 'user-agent': SLOW }
    ).catch(() => undefined);
    await waitForEqual(getLastId, ids + 1);
    await logIn(second, { identifier: account.email, password: account.password });
    expect(await follower.poll()).toEqual([]);
    await first.kill();
    await lost;
    await first.database.query('update gate set closed = false');
    await first.restart();
    // Restores the events of both logins.
    await reconcile(first);
    await waitForEqual(
      async () => (await follower.poll(), idsOf(follower.events).sort()),
      (await getStoredIds(first)).sort()
    );
  });

  it('returns every event once while both instances write', async () => {
    const follower = createFollower(second, token, { 'pagination[pageSize]': '3' });
    const accounts = await Promise.all(
      [first, second, first, second].map((app) => registerAccount(app, newCredentials()))
    );
    let writing = true;
    const following = (async () => {
      while (writing) {
        await follower.poll();
      }
      await follower.catchUp();
    })();
    const writers = accounts.flatMap(({ email, password }) =>
      [first, second].map(async (app) => {
        for (let n = 0; n < 10; n += 1) {
          const response = await logIn(app, { identifier: email, password });
          expect(response.status).toBe(200);
        }
      })
    );
    await Promise.all(writers);
    writing = false;
    await following;
    expect(idsOf(follower.events)).toEqual(await getStoredIds(first));
  });
};

/** A transaction with a lower id could still commit, and MariaDB has no view that would show it. */
const delayed = () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('returns events ten seconds after they were written, and nothing after a newer one', async () => {
    const token = await getApiToken(app, 'custom', ['event-log.find']);
    await registerAccount(app);
    const stored = await getStoredIds(app);
    const getIds = async (awaited: boolean) =>
      idsOf((await getLog(app, token, {}, awaited)).body.data);
    expect(await getIds(false)).toEqual([]);
    expect(await getIds(true)).toEqual(stored);
    const [newer, ...others] = stored.slice(-2);
    expect(others).toHaveLength(1);
    await app.database.update(UIDS.event, { log_id: newer }, { created_at: new Date() });
    expect(await getIds(false)).toEqual(stored.slice(0, -2));
    const [{ type }] = await app.database.rows(UIDS.event, { log_id: newer });
    const filter = { 'filters[type][$in][0]': type };
    const { nextCursor } = (await getLog(app, token, filter, false)).body.meta.pagination;
    const next = await getLog(app, token, { ...filter, 'pagination[cursor]': nextCursor });
    expect(idsOf(next.body.data)).toContain(newer);
  });
};

const oneInstance = () => {
  it('does not apply to SQLite, whose file belongs to one server', () => {
    expect(databaseClient()).toBe('sqlite');
  });
};

const TESTS = { postgres: severalInstances, mariadb: delayed, sqlite: oneInstance };

describe('event log of two instances', TESTS[databaseClient()]);
