import { callAdmin } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import {
  createSampleConnection,
  SAMPLE_STRATEGY,
  SOURCE_URL,
} from '../../support/sample-connections';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getConnection, problemPaths } from '../../support/users';

const SECRET = 'a secret of the configuration';
const LONG_SECRET = `${SECRET}${'x'.repeat(200)}`;

const configOf = (...connections: object[]) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ connections }),
});

const configured = {
  name: 'configured',
  strategy: 'sample',
  display_name: 'From the config',
  options: { address: SOURCE_URL, api_key: SECRET },
};

describe('connections from the configuration', () => {
  let app: TestStrapi;

  const change = (data: unknown) => callAdmin(app, 'PUT', '/connections/configured', { data });

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SAMPLE_STRATEGY, ...configOf(configured) } });
  });

  afterAll(() => app?.stop());

  it('exist from the first start, with their defaults', async () => {
    expect(await getConnection(app, 'configured')).toMatchObject({
      display_name: 'From the config',
      strategy: 'sample',
      enabled: true,
      managed_by: 'config',
      options: { address: SOURCE_URL, seconds: 10 },
      secrets_set: ['api_key'],
      secrets_unreadable: [],
    });
    expect((await logIn(app, { connection: 'configured', identifier: 'acacia' })).status).toBe(200);
    const test = await callAdmin(app, 'POST', '/connections/configured/test');
    expect(test.body.data.ok).toBe(true);
  });

  it('keep their options out of the database and their secrets out of responses', async () => {
    const rows = await app.database.rows(UIDS.connection);
    const { body } = await callAdmin(app, 'GET', '/connections');
    for (const text of [JSON.stringify(rows), JSON.stringify(body), app.output()]) {
      expect(text).not.toContain(SECRET);
    }
    expect(JSON.stringify(rows)).not.toContain(SOURCE_URL);
  });

  it.each<[string, object]>([
    ['their options', { options: { address: SOURCE_URL } }],
    ['their enabled flag', { enabled: false }],
    ['their display name', { display_name: 'Other' }],
  ])('cannot have %s changed through the API', async (_what, data) => {
    const before = await getConnection(app, 'configured');
    const { status, body } = await change(data);
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The connection "configured" is managed in the configuration of the plugin and must be changed there'
    );
    expect(await getConnection(app, 'configured')).toEqual(before);
  });

  it('cannot be deleted through the API and reserve their names', async () => {
    const removed = await callAdmin(app, 'DELETE', '/connections/configured?users=detach');
    expect(removed.status).toBe(400);
    const taken = await callAdmin(app, 'POST', '/connections', {
      data: { name: 'configured', strategy: 'sample', options: { address: SOURCE_URL } },
    });
    expect([taken.status, problemPaths(taken)]).toEqual([409, ['name']]);
  });

  it('are updated from the configuration at each start', async () => {
    await app.restart(configOf({ ...configured, display_name: 'Renamed', enabled: false }));
    expect(await getConnection(app, 'configured')).toMatchObject({
      display_name: 'Renamed',
      enabled: false,
      users: 1,
    });
    expect((await logIn(app, { connection: 'configured', identifier: 'acacia' })).status).toBe(400);
    await app.restart(configOf(configured));
    expect((await logIn(app, { connection: 'configured', identifier: 'acacia' })).status).toBe(200);
  });

  it('are disabled and handed over to the panel once the configuration lacks them', async () => {
    await app.restart(configOf());
    expect(await getConnection(app, 'configured')).toMatchObject({
      enabled: false,
      managed_by: 'panel',
      options: {},
      secrets_set: [],
      users: 1,
    });
    expect((await logIn(app, { connection: 'configured', identifier: 'acacia' })).status).toBe(400);
    const enabled = await change({ enabled: true });
    expect([enabled.status, problemPaths(enabled)]).toEqual([400, ['options.address']]);

    expect((await change({ enabled: true, options: { address: SOURCE_URL } })).status).toBe(200);
    expect((await logIn(app, { connection: 'configured', identifier: 'acacia' })).status).toBe(200);
  });

  it('take over a panel connection with the same name and strategy', async () => {
    await app.restart(configOf(configured));
    expect(await getConnection(app, 'configured')).toMatchObject({
      managed_by: 'config',
      secrets_set: ['api_key'],
      users: 1,
    });
  });

  it('can be deleted once the configuration lacks them', async () => {
    await createSampleConnection(app, { name: 'target' });
    await app.restart(configOf());
    const { body } = await callAdmin(app, 'DELETE', '/connections/configured?users=move&to=target');
    expect(body.data).toEqual({ name: 'configured', moved: 1, detached: 0 });
  });

  // The second check needs the strategies, which other plugins register after the first check.
  it.each<[string, object[], string[]]>([
    [
      'invalid names',
      [
        { name: 'a', strategy: 'email' },
        { name: 'A', strategy: 'sample' },
        { name: 'a b', strategy: 'email' },
      ],
      [
        '1.name: must be unique, but another connection has this name',
        '2.name: must consist of letters and digits',
      ],
    ],
    [
      'values that the strategy or the site rejects',
      [
        { name: 'a', strategy: 'nowhere' },
        { name: 'b', strategy: 'sample', options: { seconds: 99, other: 1, api_key: LONG_SECRET } },
        { name: 'google', strategy: 'email' },
        { name: 'target', strategy: 'email' },
      ],
      [
        '0.strategy: unknown strategy "nowhere"; use one of ',
        '1.options.address: ',
        '1.options.seconds: ',
        '1.options.api_key: ',
        '1.options.other: Unrecognized key',
        '2.name: "google" is reserved by Users & Permissions; choose another name',
        '3.strategy: "target" has the strategy "sample", which cannot be changed; choose another name',
      ],
    ],
  ])('stop the start and report every problem: %s', async (_what, connections, messages) => {
    const start = app.restart(configOf(...connections));
    const error = await start.then(
      () => new Error('it started'),
      (reason: Error) => reason
    );
    for (const message of messages) {
      expect(error.message).toContain(`config.connections.${message}`);
    }
    expect(error.message).not.toContain(SECRET);
  });

  it('are unchanged after a start that failed', async () => {
    await app.restart(configOf());
    expect(await getConnection(app, 'target')).toMatchObject({ strategy: 'sample', users: 1 });
  });
});
