import { LONDON_IP } from '../../support/accounts';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

const DAY_MS = 86_400_000;

/** Enough for many batches of the job. */
const MANY = 60_000;

/** Runs the job every second instead of every hour. */
const config = (retention: object) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ retention: { schedule: '* * * * * *', ...retention } }),
});

describe('event retention', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: config({}) });
  });

  afterEach(() => app.query("delete from user_profile_events where log_id like 'old-%'"));

  afterAll(() => app?.stop());

  const at = (daysAgo: number) => {
    const date = new Date(Date.now() - daysAgo * DAY_MS);
    return app.database.client === 'sqlite' ? date.getTime() : date.toISOString();
  };

  const addEvent = (logId: string, daysAgo: number, ip = LONDON_IP) =>
    app.query(
      'insert into user_profile_events (log_id, date, type, ip, created_at) values (?, ?, ?, ?, ?)',
      [logId, at(daysAgo), 's', ip, at(daysAgo)]
    );

  const logIds = async () =>
    (
      await app.query<{ log_id: string }>(
        "select log_id from user_profile_events where log_id like 'old-%' order by log_id"
      )
    ).map(({ log_id: id }) => id);

  it('deletes events after the configured number of days', async () => {
    for (const [id, days] of Object.entries({ 'old-1': 31, 'old-2': 29, 'old-3': 8, 'old-4': 6 })) {
      await addEvent(id, days);
    }
    await waitForEqual(logIds, ['old-2', 'old-3', 'old-4']);
    await app.restart(config({ days: 7 }));
    await waitForEqual(logIds, ['old-4']);
  });

  it('truncates IP addresses earlier if it is configured', async () => {
    await addEvent('old-1', 6);
    await addEvent('old-2', 6, '2001:4860:4860::8888');
    await addEvent('old-3', 1);
    await app.restart(config({ truncateIpAfterDays: 5 }));
    const ips = async () =>
      (
        await app.query<{ ip: string }>(
          "select ip from user_profile_events where log_id like 'old-%' order by log_id"
        )
      ).map(({ ip }) => ip);
    await waitForEqual(ips, ['81.2.69.0', '2001:4860:4860::', LONDON_IP]);
  });

  it('continues right after a restart that interrupted it', async () => {
    await app.query(
      `with recursive numbers(number) as
         (select 1 union all select number + 1 from numbers where number < ${MANY})
       insert into user_profile_events (log_id, date, type, created_at)
         select 'old-' || number, ?, 's', ? from numbers`,
      [at(31), at(31)]
    );
    const count = async () => (await logIds()).length;
    while ((await count()) === MANY) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await app.restart();
    await waitForEqual(count, 0);
  });

  it('runs on one instance at a time', async () => {
    const lease = app.database.client === 'sqlite' ? Date.now() + DAY_MS : at(-1);
    const holder = async () =>
      (await app.query("select holder from user_profile_jobs where name = 'retention'"))[0]?.holder;
    // Simulates another instance that holds the lease.
    await waitForEqual(async () => {
      await app.query(
        "update user_profile_jobs set holder = 'another', lease_until = ? where name = 'retention'",
        [lease]
      );
      return holder();
    }, 'another');
    await addEvent('old-1', 40);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await logIds()).toEqual(['old-1']);
    await app.query("update user_profile_jobs set lease_until = null where name = 'retention'");
    await waitForEqual(logIds, []);
  });
});
