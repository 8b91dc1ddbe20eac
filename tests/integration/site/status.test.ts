import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import type {
  ConfigurationEntry,
  FindStatus,
} from '../../../plugins/user-profile/shared/contracts/status';
import { HUB_EVENTS } from '../../../plugins/user-profile/shared/hub-events';
import { mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import { createAuth0Record } from '../../support/auth0-records';
import { startBulk, waitForBulk } from '../../support/bulk';
import { tableOf, UIDS } from '../../support/database';
import { streamImport, toNdjson } from '../../support/imports';
import { SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

const DAY_MS = 86_400_000;

const KEY = 'a-key-of-the-map-server';

const config = {
  retention: { days: 90 },
  map: { tileUrl: `https://tiles.example.com/{z}/{x}/{y}.png?key=${KEY}`, attribution: 'Tiles' },
  userMetadata: { schema: { type: 'object', title: KEY } },
  sources: { allowedPrivateHosts: ['auth.internal'] },
};

describe('the status of the site', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({
      env: { ...SERVER_CODE, USER_PROFILE_CONFIG: JSON.stringify(config) },
    });
  });

  afterAll(() => app?.stop());

  const getStatus = async () => (await mustCall<FindStatus.Response>(app, 'GET', '/status')).data;

  const getEntry = async (path: string): Promise<ConfigurationEntry | undefined> =>
    (await getStatus()).configuration.find((entry) => entry.path === path);

  it('is only for admins with its permission', async () => {
    const allowed = await createAdminUser(app, [ADMIN_ACTIONS.readStatus]);
    const other = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    const statusFor = async (token?: string) =>
      (await app.request('GET', '/user-profile/status', { token })).status;

    expect(await statusFor(allowed.token)).toBe(200);
    expect(await statusFor(other.token)).toBe(403);
    expect(await statusFor()).toBe(401);
  });

  it('names the options that the site has set', async () => {
    expect(await getEntry('retention.days')).toEqual({
      path: 'retention.days',
      value: 90,
      hidden: false,
      source: 'file',
    });
    expect(await getEntry('sources.allowedPrivateHosts')).toMatchObject({
      value: ['auth.internal'],
      source: 'file',
    });
    expect(await getEntry('bruteForce.maxFailures')).toMatchObject({
      value: 10,
      source: 'default',
    });
    expect(await getEntry('connections')).toMatchObject({ value: [], source: 'default' });
  });

  it('contains nothing that may be secret', async () => {
    const status = await getStatus();

    expect(JSON.stringify(status)).not.toContain(KEY);
    expect(await getEntry('map.tileUrl')).toEqual({
      path: 'map.tileUrl',
      value: null,
      hidden: true,
      source: 'file',
    });
    expect(await getEntry('userMetadata.schema')).toMatchObject({ value: null, hidden: true });
  });

  it('lists the jobs with the end of their last run', async () => {
    await mustCall(app, 'POST', '/reconcile');

    await waitForEqual(
      async () => (await getStatus()).jobs.find(({ name }) => name === 'reconcile')?.running,
      false
    );
    expect((await getStatus()).jobs).toContainEqual({
      name: 'reconcile',
      running: false,
      ended_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      progress: null,
    });
  });

  it('counts the events that a run of the retention has handled', async () => {
    const date = new Date(Date.now() - 100 * DAY_MS);
    const events = ['old-1', 'old-2'].map((log_id) => ({ log_id, date, type: 's' }));
    await app.database.insert(UIDS.event, events);

    await runJob(app, 'user-profile-retention');

    expect(await app.database.count(UIDS.event, { log_id: 'old-1' })).toBe(0);
    expect((await getStatus()).jobs).toContainEqual({
      name: 'retention',
      running: false,
      ended_at: expect.any(String),
      progress: { done: 2, total: 2 },
    });
  });

  it('lists imports and bulk operations that have not ended, with their progress', async () => {
    const { body } = await streamImport(app, toNdjson([createAuth0Record()]));
    const { id, bytes } = body.data;
    const bulk = await startBulk(app, { action: 'block', selection: {} });
    const operation: string = bulk.body.data.id;
    await waitForBulk(app, operation);
    expect((await getStatus()).tasks).toEqual([]);
    const state = {
      status: 'running',
      bytes_read: Math.floor(bytes / 2),
      counts: JSON.stringify({ read: 50, failed: 1 }),
    };
    await app.database.update(UIDS.import, { key: id }, state);
    await app.database.update(
      UIDS.bulkOperation,
      { key: operation },
      { ended_at: null, total: 10, done: 3, unchanged: 2, failed: 1 }
    );

    expect((await getStatus()).tasks).toEqual([
      {
        id,
        name: 'import',
        running: true,
        progress: {
          done: 50,
          total: Math.round((50 * bytes) / Math.floor(bytes / 2)),
          estimated: true,
        },
      },
      {
        id: operation,
        name: 'bulk',
        running: true,
        progress: { done: 6, total: 10, estimated: false },
      },
    ]);

    await app.database.update(UIDS.import, { key: id }, { status: 'queued', bytes_read: 0 });
    expect((await getStatus()).tasks[0]).toMatchObject({ id, running: false, progress: null });
  });

  it('says how searches find users and whether places are known', async () => {
    const { search, places, jwt_management: mode, event_capture: capture } = await getStatus();

    const modes = { sqlite: 'fts5', postgres: 'trigram', mariadb: 'scan' };
    expect(search.mode).toBe(modes[app.database.client]);
    expect(places.state).toMatch(/^(ready|none)$/);
    expect(places.built_at === null).toBe(places.state !== 'ready');
    expect(mode).toBe('refresh');
    expect(capture).toMatchObject({ errors: 0, queued: 0, dropped: 0 });
  });

  it('lists the indexes that the plugin needs, and which of them are missing', async () => {
    const { indexes } = await getStatus();
    expect(indexes.filter(({ exists }) => !exists)).toEqual([]);
    const missing = { name: 'user_profile_tickets_end_idx', table: tableOf(UIDS.ticket) };
    expect(indexes).toContainEqual({ ...missing, exists: true });

    const onTable = app.database.client === 'mariadb' ? `on ${missing.table}` : '';
    await app.database.query(`drop index ${missing.name} ${onTable}`);

    expect((await getStatus()).indexes).toContainEqual({ ...missing, exists: false });
  });

  it('lists the webhooks with events of the plugin, without their headers', async () => {
    const token = await app.adminToken();
    const create = (name: string, events: string[]) =>
      app.request('POST', '/admin/webhooks', {
        token,
        body: {
          name,
          url: 'https://hooks.example.com/in',
          headers: { Authorization: `Bearer ${KEY}` },
          events,
        },
      });
    expect((await create('Logins', [HUB_EVENTS.login, 'entry.create'])).status).toBe(201);
    expect((await create('Content', ['entry.create'])).status).toBe(201);

    const status = await getStatus();

    expect(status.webhooks).toEqual({
      events: Object.values(HUB_EVENTS),
      subscribed: [
        { id: expect.any(String), name: 'Logins', enabled: true, events: [HUB_EVENTS.login] },
      ],
    });
    expect(JSON.stringify(status)).not.toContain(KEY);
  });
});
