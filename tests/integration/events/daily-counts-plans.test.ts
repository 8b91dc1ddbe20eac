import {
  forgetCounts,
  countDays,
  COUNTING,
  getOverview,
  getRecentCounts,
  insertEvent,
} from '../../support/daily-counts';
import { tableOf, UIDS } from '../../support/database';
import { recordQueries } from '../../support/query-log';
import { readPlan } from '../../support/search-plans';
import { beforeSql, numbersSql } from '../../support/sql';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const EVENTS = 60_000;
const DAYS = 30;
const USERS = 20_000;
const BATCH = 10_000;
/** The numbers of the home page end at this one. */
const COUNTED = 10_001;

/** Reads one row, by the primary key. */
const NEWEST = /order by .id. desc limit/;

/** Logins of the past 30 days, one every 43 seconds, and users who logged in as often. */
const fill = async ({ database }: TestStrapi): Promise<void> => {
  const date = beforeSql(database.client, Date.now(), 'i * 43', 'second');
  for (let first = 1; first < EVENTS; first += BATCH) {
    await database.query(
      `insert into ${tableOf(UIDS.event)} (document_id, log_id, type, connection, profile, date)
       ${numbersSql(first, first + BATCH - 1)}
       select 'e' || i, 'e' || i, 's', 'local', 'u' || (i % ${USERS}), ${date} from n`
    );
  }
  for (let first = 1; first < USERS; first += BATCH) {
    await database.query(
      `insert into ${tableOf(UIDS.user)} (document_id, user_id, last_login, created_at)
       ${numbersSql(first, first + BATCH - 1)}
       select 'u' || i, 'local|u' || i, ${date}, ${date} from n`
    );
  }
  await database.analyze();
};

describe(`counts of a log with ${EVENTS} events`, () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: COUNTING });
    await fill(app);
    await forgetCounts(app);
    await countDays(app);
  });

  afterAll(() => app?.stop());

  /** The plans of the statements that read a table. */
  const plansOf = async (uid: (typeof UIDS)['event' | 'user'], work: () => Promise<unknown>) => {
    const queries = await recordQueries(app, work);
    const reading = queries.filter(
      ({ sql }) => sql.startsWith('select') && sql.includes(tableOf(uid)) && !NEWEST.test(sql)
    );
    expect(reading.length).toBeGreaterThan(0);
    const plans = [];
    for (const query of reading) {
      plans.push({ sql: query.sql, ...(await readPlan(app.database, query)) });
    }
    return plans;
  };

  const slow = (plans: Awaited<ReturnType<typeof plansOf>>, rows: number) =>
    plans.filter((plan) => plan.rows > rows || plan.scans.some((scan) => scan.startsWith('SCAN')));

  it('of the home page read a limited part of an index', async () => {
    for (const uid of [UIDS.event, UIDS.user] as const) {
      expect(slow(await plansOf(uid, () => getRecentCounts(app)), COUNTED)).toEqual([]);
    }
  });

  it('of the home page end at 10,000 or use the daily counts', async () => {
    const { events, new_users: users } = await getRecentCounts(app);
    expect(events?.logins.day).toEqual({ count: expect.any(Number), precision: 'exact' });
    expect(events?.logins.week).toEqual({ count: expect.any(Number), precision: 'by_day' });
    expect(events?.logins.week.count).toBeGreaterThan(COUNTED);
    expect(users.week).toEqual({ count: COUNTED - 1, precision: 'minimum' });
  });

  it('of the overview read no events and no users', async () => {
    const queries = await recordQueries(app, () => getOverview(app));
    const read = queries.filter(({ sql }) =>
      [UIDS.event, UIDS.user].some((uid) => new RegExp(`["\`]${tableOf(uid)}["\`]`).test(sql))
    );
    expect(read).toEqual([]);
  });

  it('are updated from the events of the day', async () => {
    await insertEvent(app, new Date(), { profile: 'u1' });
    const plans = await plansOf(UIDS.event, () => countDays(app));
    expect(slow(plans, (3 * EVENTS) / DAYS)).toEqual([]);
  });
});
