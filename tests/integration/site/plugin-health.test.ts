import type { FindHealth } from '../../../plugins/user-profile/shared/contracts/health';
import { getApiToken } from '../../support/api-tokens';
import { tableOf, type Uid, UIDS } from '../../support/database';
import { reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const PATH = '/api/user-profile/health';
/** The capacity of the queue. */
const FULL = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Checks = FindHealth.Response['data']['checks'];

const PASS = { status: 'pass', message: null } as const;
const ALL_PASS: Checks = { database: PASS, event_queue: PASS, jobs: PASS, places: PASS };

const geoConfig = (geo: object) => ({ USER_PROFILE_CONFIG: JSON.stringify({ geo }) });

describe('the health route', () => {
  let app: TestStrapi;
  let token: string;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, ...geoConfig({ enabled: false }) } });
    token = await getApiToken(app, 'custom', ['health.find']);
  });

  afterAll(() => app?.stop());

  const getHealth = async () => {
    const { status, body } = await app.request<FindHealth.Response>('GET', PATH, { token });
    return { code: status, ...body.data };
  };

  const withoutTable = async (uid: Uid, work: () => Promise<void>) => {
    const table = tableOf(uid);
    await app.database.query(`alter table ${table} rename to ${table}_away`);
    try {
      await work();
    } finally {
      await app.database.query(`alter table ${table}_away rename to ${table}`);
    }
  };

  /** Records failed logins as the code that watches a login does. */
  const recordEvents = (count: number) =>
    runInServer(
      app,
      async (strapi, events: number) => {
        const service = (name: string) => strapi.plugin('user-profile').service(name);
        for (let n = 0; n < events; n += 1) {
          await service('event-writer').record({
            type: 'f',
            facts: service('request-facts').current(),
            profile: null,
            connection: 'local',
            deviceId: null,
          });
        }
      },
      count
    );

  it('passes on a site that works, also without places if they are turned off', async () => {
    expect(await getHealth()).toEqual({ code: 200, status: 'pass', checks: ALL_PASS });
  });

  it('requires the permission, and takes no query', async () => {
    expect((await app.request('GET', PATH)).status).toBe(403);
    const other = await getApiToken(app, 'custom', ['metrics.find']);
    expect((await app.request('GET', PATH, { token: other })).status).toBe(403);
    const readOnly = await getApiToken(app, 'read-only');
    expect((await app.request('GET', PATH, { token: readOnly })).status).toBe(200);
    expect((await app.request('GET', `${PATH}?all=true`, { token })).status).toBe(400);
  });

  it('warns about a job that was interrupted, and not about one that may be continued soon', async () => {
    const holder = 'an instance that was killed';
    const endedAgo = (ms: number) => new Date(Date.now() - ms);
    await app.database.insert(UIDS.job, [
      { name: 'sample-stuck', holder, lease_until: endedAgo(11 * MINUTE_MS), state: {} },
      { name: 'sample-recent', holder, lease_until: endedAgo(2 * MINUTE_MS), state: {} },
      { name: 'sample-ended', holder, lease_until: null, state: {} },
    ]);

    expect(await getHealth()).toEqual({
      code: 200,
      status: 'warn',
      checks: {
        ...ALL_PASS,
        jobs: {
          status: 'warn',
          message: 'Jobs that were interrupted and not continued: sample-stuck.',
        },
      },
    });
    await app.database.remove(UIDS.job, { holder });
  });

  it('passes again once the next minute has continued the work of an instance that crashed', async () => {
    const day = '2026-01-01';
    const lease_until = new Date(Date.now() - 11 * MINUTE_MS);
    const jobs = ['reconcile', 'retention', 'daily-counts', 'block-ends'];
    await app.database.remove(UIDS.job, { name: jobs });
    await app.database.insert(
      UIDS.job,
      jobs.map((name) => ({ name, holder: day, lease_until, state: {} }))
    );
    await runJob(app, 'user-profile-interrupted');
    expect((await getHealth()).checks.jobs).toEqual(PASS);
    const rows = await app.database.rows(
      UIDS.job,
      {},
      { columns: ['name', 'holder', 'lease_until'] }
    );
    for (const name of jobs) {
      const row = rows.find((each) => each.name === name);
      expect(row?.holder).not.toBe(day);
      expect(row?.lease_until).toBeNull();
    }
  });

  it('warns about an import whose file no server has, which ends after a week', async () => {
    const ago = (ms: number) => new Date(Date.now() - ms);
    const key = '6f0f5a54-0e0b-4a43-9d3f-3f0a5d0b8a11';
    await app.database.insert(UIDS.import, {
      ...{ key, status: 'running', path: '/missing', actor: 'admin@example.com', bytes: 1 },
      ...{ counts: {}, position: 0, bytes_read: 0, is_cancelled: false },
      ...{ created_at: ago(9 * DAY_MS), started_at: ago(11 * MINUTE_MS) },
    });
    const job = { name: `import:${key}`, kind: 'import' };
    await app.database.insert(UIDS.job, { ...job, lease_until: ago(MINUTE_MS), state: {} });
    expect((await getHealth()).checks.jobs).toEqual(PASS);
    await app.database.update(UIDS.job, job, { lease_until: ago(11 * MINUTE_MS) });
    const { message } = (await getHealth()).checks.jobs;
    expect(message).toContain(`whose files this server does not have: ${key}. Start`);

    const getImports = () => app.database.rows(UIDS.import, { key });
    await runJob(app, 'user-profile-retention');
    expect(await getImports()).toMatchObject([{ status: 'running' }]);
    const long = ago(8 * DAY_MS);
    await app.database.update(UIDS.import, { key }, { started_at: long });
    await app.database.update(UIDS.job, job, { lease_until: long });
    await runJob(app, 'user-profile-retention');
    expect(await getImports()).toMatchObject([
      { status: 'failed', error: expect.stringContaining('gone') },
    ]);
    expect((await getHealth()).checks.jobs).toEqual(PASS);
  });

  it('fails while the tables of the plugin cannot be read', async () => {
    await withoutTable(UIDS.job, async () => {
      const { code, status, checks } = await getHealth();
      expect({ code, status }).toEqual({ code: 503, status: 'fail' });
      expect(checks).toEqual({
        ...ALL_PASS,
        database: {
          status: 'fail',
          message: 'The tables of the plugin cannot be read. The log has the error.',
        },
        jobs: { status: 'warn', message: 'Unknown, because the database cannot be read.' },
      });
    });
    expect(app.output()).toContain('[user-profile] health: the database cannot be read:');
    expect((await getHealth()).code).toBe(200);
  });

  it('warns while events wait, and fails once further events are lost', async () => {
    await withoutTable(UIDS.event, async () => {
      await recordEvents(2);
      const waiting = await getHealth();
      expect({ code: waiting.code, status: waiting.status }).toEqual({ code: 200, status: 'warn' });
      expect(waiting.checks.event_queue).toEqual({
        status: 'warn',
        message: 'Events that could not be written yet: 2.',
      });

      await recordEvents(FULL - 2);
      const full = await getHealth();
      expect({ code: full.code, status: full.status }).toEqual({ code: 503, status: 'fail' });
      expect(full.checks.event_queue).toEqual({
        status: 'fail',
        message: `The queue is full with ${FULL} events. Further events are lost.`,
      });
    });
    await reconcile(app);
    expect((await getHealth()).checks.event_queue).toEqual(PASS);
  });

  it('warns if the place database cannot be read', async () => {
    await app.restart(geoConfig({ databasePath: 'missing.mmdb' }));
    const { code, checks } = await getHealth();
    expect(code).toBe(200);
    expect(checks.places).toEqual({
      status: 'warn',
      message: 'The place database cannot be read, so logins have no place.',
    });
  });
});
