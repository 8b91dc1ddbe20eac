import { callAdmin } from '../support/admin-api';
import { ADDRESS, madeConnection, SAMPLE_STRATEGY, signInBy } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed, problemPaths } from '../support/users';

const SECRET = 'a secret of the configuration';
const LONG_SECRET = `${SECRET}${'x'.repeat(200)}`;

const configOf = (...connections: object[]) => ({
  USER_PROFILE_CONFIG: JSON.stringify({ connections }),
});

const configured = {
  name: 'configured',
  strategy: 'sample',
  display_name: 'From the config',
  options: { address: ADDRESS, api_key: SECRET },
};

describe('the connections of the configuration', () => {
  let app: TestStrapi;

  const change = (data: unknown) => callAdmin(app, 'PUT', '/connections/configured', { data });

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SAMPLE_STRATEGY, ...configOf(configured) } });
  });

  afterAll(() => app?.stop());

  it('are there from the start, with their defaults', async () => {
    expect(await connectionNamed(app, 'configured')).toMatchObject({
      display_name: 'From the config',
      strategy: 'sample',
      enabled: true,
      managed_by: 'config',
      options: { address: ADDRESS, seconds: 10 },
      secrets_set: ['api_key'],
      secrets_unreadable: [],
    });
    expect((await signInBy(app, 'configured', 'acacia')).status).toBe(200);
    const test = await callAdmin(app, 'POST', '/connections/configured/test');
    expect(test.body.data.ok).toBe(true);
  });

  it('keep their options where they are: not in the database, no secret in an answer', async () => {
    const rows = await app.query('select * from user_profile_connections');
    const { body } = await callAdmin(app, 'GET', '/connections');
    for (const text of [JSON.stringify(rows), JSON.stringify(body), app.output()]) {
      expect(text).not.toContain(SECRET);
    }
    expect(JSON.stringify(rows)).not.toContain(ADDRESS);
  });

  it.each<[string, object]>([
    ['their options', { options: { address: ADDRESS } }],
    ['whether they are enabled', { enabled: false }],
    ['their name to show', { display_name: 'Other' }],
  ])('cannot have %s changed elsewhere', async (_what, data) => {
    const before = await connectionNamed(app, 'configured');
    const { status, body } = await change(data);
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The connection "configured" is managed in the configuration of the plugin and must be changed there'
    );
    expect(await connectionNamed(app, 'configured')).toEqual(before);
  });

  it('cannot be deleted elsewhere, nor their names be taken', async () => {
    const removed = await callAdmin(app, 'DELETE', '/connections/configured?users=lose');
    expect(removed.status).toBe(400);
    const taken = await callAdmin(app, 'POST', '/connections', {
      data: { name: 'configured', strategy: 'sample', options: { address: ADDRESS } },
    });
    expect([taken.status, problemPaths(taken)]).toEqual([409, ['name']]);
  });

  it('follow the configuration at each start', async () => {
    await app.restart(configOf({ ...configured, display_name: 'Renamed', enabled: false }));
    expect(await connectionNamed(app, 'configured')).toMatchObject({
      display_name: 'Renamed',
      enabled: false,
      users: 1,
    });
    expect((await signInBy(app, 'configured', 'acacia')).status).toBe(400);
    await app.restart(configOf(configured));
    expect((await signInBy(app, 'configured', 'acacia')).status).toBe(200);
  });

  it('are switched off once the configuration lacks them, and then the panel has them', async () => {
    await app.restart(configOf());
    expect(await connectionNamed(app, 'configured')).toMatchObject({
      enabled: false,
      managed_by: 'panel',
      options: {},
      secrets_set: [],
      users: 1,
    });
    expect((await signInBy(app, 'configured', 'acacia')).status).toBe(400);
    const enabled = await change({ enabled: true });
    expect([enabled.status, problemPaths(enabled)]).toEqual([400, ['options.address']]);

    expect((await change({ enabled: true, options: { address: ADDRESS } })).status).toBe(200);
    expect((await signInBy(app, 'configured', 'acacia')).status).toBe(200);
  });

  it('take over from the panel what has their name and strategy', async () => {
    await app.restart(configOf(configured));
    expect(await connectionNamed(app, 'configured')).toMatchObject({
      managed_by: 'config',
      secrets_set: ['api_key'],
      users: 1,
    });
  });

  it('can be deleted once the configuration lacks them', async () => {
    await madeConnection(app, { name: 'target' });
    await app.restart(configOf());
    const { body } = await callAdmin(app, 'DELETE', '/connections/configured?users=move&to=target');
    expect(body.data).toEqual({ name: 'configured', moved: 1, detached: 0 });
  });

  // The second kind needs the strategies, which other plugins register meanwhile.
  it.each<[string, object[], string[]]>([
    [
      'wrong names',
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
      'what is wrong for their strategy or the site',
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
        '1.options: Unrecognized key: "other"',
        '2.name: "google" is reserved by Users & Permissions; choose another name',
        '3.strategy: "target" has the strategy "sample", which cannot be changed; choose another name',
      ],
    ],
  ])('stop the start with every mistake of one kind: %s', async (_what, connections, messages) => {
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

  it('are as before after a start that was stopped', async () => {
    await app.restart(configOf());
    expect(await connectionNamed(app, 'target')).toMatchObject({ strategy: 'sample', users: 1 });
  });
});
