import { LONDON_IP, newCredentials, registerAccount } from '../support/accounts';
import { startStrapi, type TestStrapi } from '../support/strapi';

const DAY_MS = 86_400_000;

/** The job is asked to run each second instead of each hour. */
const config = (retention: object) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ retention: { schedule: '* * * * * *', ...retention } }),
});

describe('the end of old events', () => {
  let app: TestStrapi;

  afterEach(() => app?.stop());

  const at = (daysAgo: number) => {
    const date = new Date(Date.now() - daysAgo * DAY_MS);
    return app.database.client === 'sqlite' ? date.getTime() : date.toISOString();
  };

  const addEvent = (logId: string, daysAgo: number, ip = LONDON_IP) =>
    app.query(
      'insert into user_profile_events (log_id, date, type, ip, created_at) values (?, ?, ?, ?, ?)',
      [logId, at(daysAgo), 's', ip, at(daysAgo)]
    );

  const eventually = async (look: () => Promise<boolean>) => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await look()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('It did not happen within 10 seconds');
  };

  const logIds = async () =>
    (
      await app.query<{ log_id: string }>(
        "select log_id from user_profile_events where log_id like 'old-%' order by log_id"
      )
    ).map(({ log_id: id }) => id);

  it('comes after the days of the configuration, in batches', async () => {
    app = await startStrapi();
    for (const [id, days] of Object.entries({ 'old-1': 31, 'old-2': 29, 'old-3': 8, 'old-4': 6 })) {
      await addEvent(id, days);
    }
    await app.restart(config({}));
    await eventually(async () => (await logIds()).length === 3);
    expect(await logIds()).toEqual(['old-2', 'old-3', 'old-4']);
    await app.restart(config({ days: 7 }));
    await eventually(async () => (await logIds()).length === 1);
    expect(await logIds()).toEqual(['old-4']);
  });

  it('leaves addresses truncated before that, where the site wants it', async () => {
    app = await startStrapi();
    await addEvent('old-1', 10);
    await addEvent('old-2', 10, '2001:4860:4860::8888');
    await addEvent('old-3', 1);
    await app.restart(config({ truncateIpAfterDays: 5 }));
    const ipOf = async (logId: string) =>
      (await app.query('select ip from user_profile_events where log_id = ?', [logId]))[0].ip;
    await eventually(async () => (await ipOf('old-1')) !== LONDON_IP);
    expect([await ipOf('old-1'), await ipOf('old-2'), await ipOf('old-3')]).toEqual([
      '81.2.69.0',
      '2001:4860:4860::',
      LONDON_IP,
    ]);
  });

  it('is the work of one instance at a time', async () => {
    app = await startStrapi({ env: config({}) });
    await registerAccount(app, newCredentials());
    const lease = app.database.client === 'sqlite' ? Date.now() + DAY_MS : at(-1);
    await eventually(
      async () =>
        (await app.query("select id from user_profile_jobs where name = 'retention'")).length === 1
    );
    // As if another instance were at it.
    await eventually(async () => {
      await app.query(
        "update user_profile_jobs set holder = 'another', lease_until = ? where name = 'retention'",
        [lease]
      );
      const [row] = await app.query(
        "select holder from user_profile_jobs where name = 'retention'"
      );
      return row.holder === 'another';
    });
    await addEvent('old-1', 40);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await logIds()).toEqual(['old-1']);
    await app.query("update user_profile_jobs set lease_until = null where name = 'retention'");
    await eventually(async () => (await logIds()).length === 0);
  });
});
