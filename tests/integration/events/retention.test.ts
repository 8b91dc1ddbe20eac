import { LONDON_IP, registerAccount } from '../../support/accounts';
import { startsWith, UIDS } from '../../support/database';
import { getProfileByEmail, reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { backdateLogins, mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

const DAY_MS = 86_400_000;
const MINUTES_OF_DAY = 1440;

/** Enough for many batches of the job. */
const MANY = 60_000;

/** Runs the job every second instead of every hour. */
const config = (retention: object) => ({
  TEST_CRON: 'true',
  USER_PROFILE_CONFIG: JSON.stringify({ retention: { schedule: '* * * * * *', ...retention } }),
});

describe('event retention', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const env = { ...SERVER_CODE, UP_JWT_MANAGEMENT: 'refresh', ...config({}) };
    app = await startStrapi({ env });
  });

  afterEach(() => app.database.remove(UIDS.event, { log_id: startsWith('old-') }));

  afterAll(() => app?.stop());

  const newEvent = (logId: string, daysAgo: number, ip = LONDON_IP) => {
    const date = new Date(Date.now() - daysAgo * DAY_MS);
    return { log_id: logId, date, type: 's', ip, created_at: date };
  };

  const createEvent = (logId: string, daysAgo: number, ip?: string) =>
    app.database.insert(UIDS.event, newEvent(logId, daysAgo, ip));

  const getOldEvents = () => app.database.rows(UIDS.event, { log_id: startsWith('old-') });
  const getLogIds = async () => (await getOldEvents()).map(({ log_id: id }) => id);

  it('deletes events after the configured number of days', async () => {
    for (const [id, days] of Object.entries({ 'old-1': 31, 'old-2': 29, 'old-3': 8, 'old-4': 6 })) {
      await createEvent(id, days);
    }
    await waitForEqual(getLogIds, ['old-2', 'old-3', 'old-4']);
    await app.restart(config({ days: 7 }));
    await waitForEqual(getLogIds, ['old-4']);
  });

  it('truncates IP addresses earlier if it is configured', async () => {
    await createEvent('old-1', 6);
    await createEvent('old-2', 6, '2001:4860:4860::8888');
    await createEvent('old-3', 1);
    await app.restart(config({ truncateIpAfterDays: 5 }));
    const getIps = async () => (await getOldEvents()).map(({ ip }) => ip);
    await waitForEqual(getIps, ['81.2.69.0', '2001:4860:4860::', LONDON_IP]);
    // An event that was in flight while the job ran.
    await createEvent('old-4', 5 + 10 / MINUTES_OF_DAY);
    await waitForEqual(getIps, ['81.2.69.0', '2001:4860:4860::', LONDON_IP, '81.2.69.0']);
  });

  /** Sessions that live on after their event was deleted, as if by the retention, and are refreshed. */
  const refreshAfter = async (days: number) => {
    const account = await registerAccount(app);
    const { refreshToken } = await mustLogIn(app, account);
    const { documentId, logins_count: before } = await getProfileByEmail(app, account.email);
    await backdateLogins(app, account, days * MINUTES_OF_DAY);
    await app.database.remove(UIDS.event, { profile: documentId });
    await mustRefresh(app, refreshToken);
    await reconcile(app);
    const events = await app.database.rows(UIDS.event, { profile: documentId, type: 's' });
    const { logins_count: after } = await getProfileByEmail(app, account.email);
    return { ips: events.map(({ ip }) => ip), counted: Number(after) - Number(before) };
  };

  it('is not undone by the refresh of a session that lives longer', async () => {
    expect(await refreshAfter(31)).toEqual({ ips: [], counted: 0 });
    // A login that was lost is restored, but no more of its IP address than others of its age have.
    expect(await refreshAfter(6)).toEqual({ ips: ['127.0.0.0'], counted: 1 });
  });

  it('continues right after a restart that interrupted it', async () => {
    await app.database.insert(
      UIDS.event,
      Array.from({ length: MANY }, (_, index) => newEvent(`old-${index + 1}`, 31))
    );
    const count = () => app.database.count(UIDS.event, { log_id: startsWith('old-') });
    while ((await count()) === MANY) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await app.restart();
    await waitForEqual(count, 0);
  });

  it('handles requests between its batches', async () => {
    await app.restart({ ...config({ schedule: '0 0 0 1 1 *' }) });
    await app.database.insert(
      UIDS.event,
      Array.from({ length: 20_000 }, (_, index) => newEvent(`old-${index + 1}`, 31))
    );
    const longest = await runInServer(app, async (strapi) => {
      let [last, waited, isRunning] = [performance.now(), 0, true];
      const tick = () => {
        waited = Math.max(waited, performance.now() - last);
        last = performance.now();
        if (isRunning) {
          setImmediate(tick);
        }
      };
      tick();
      const since = performance.now();
      await strapi.plugin('user-profile').service('retention').run();
      isRunning = false;
      tick();
      return waited / (performance.now() - since);
    });
    expect(longest).toBeLessThan(0.5);
    await app.restart(config({}));
  });

  it('runs on one instance at a time', async () => {
    const lease = new Date(Date.now() + DAY_MS);
    const getHolder = async () =>
      (await app.database.rows(UIDS.job, { name: 'retention' }, { columns: ['holder'] }))[0]
        ?.holder;
    // Simulates another instance that holds the lease.
    await waitForEqual(async () => {
      await app.database.update(
        UIDS.job,
        { name: 'retention' },
        { holder: 'another', lease_until: lease }
      );
      return getHolder();
    }, 'another');
    // A run that had begun ends first.
    await runInServer(app, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
    });
    await createEvent('old-1', 40);
    await runJob(app, 'user-profile-retention');
    expect(await getLogIds()).toEqual(['old-1']);
    await app.database.update(UIDS.job, { name: 'retention' }, { lease_until: null });
    await waitForEqual(getLogIds, []);
  });
});
