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

describe('the connections of the configuration', () => {
  let app: TestStrapi;

  const change = (data: unknown) => callAdmin(app, 'PUT', '/connections/configured', { data });

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SAMPLE_STRATEGY, ...configOf(configured) } });
  });

  afterAll(() => app?.stop());

  it('are there from the start, with their defaults', async () => {
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

  it('keep their options where they are: not in the database, no secret in an answer', async () => {
    const rows = await app.database.rows(UIDS.connection);
    const { body } = await callAdmin(app, 'GET', '/connections');
    for (const text of [JSON.stringify(rows), JSON.stringify(body), app.output()]) {
      expect(text).not.toContain(SECRET);
    }
    expect(JSON.stringify(rows)).not.toContain(SOURCE_URL);
  });

  it.each<[string, object]>([
    ['their options', { options: { address: SOURCE_URL } }],
    ['whether they are enabled', { enabled: false }],
    ['their name to show', { display_name: 'Other' }],
  ])('cannot have %s changed elsewhere', async (_what, data) => {
    const before = await getConnection(app, 'configured');
    const { status, body } = await change(data);
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The connection "configured" is set up in the configuration of the plugin'
    );
    expect(await getConnection(app, 'configured')).toEqual(before);
  });

  it('cannot be deleted elsewhere, nor their names be taken', async () => {
    const removed = await callAdmin(app, 'DELETE', '/connections/configured?users=lose');
    expect(removed.status).toBe(400);
    const taken = await callAdmin(app, 'POST', '/connections', {
      data: { name: 'configured', strategy: 'sample', options: { address: SOURCE_URL } },
    });
    expect([taken.status, problemPaths(taken)]).toEqual([409, ['name']]);
  });

  it('follow the configuration at each start', async () => {
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

  it('are switched off once the configuration lacks them, and then the panel has them', async () => {
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

  it('take over from the panel what has their name and strategy', async () => {
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

  // The second kind needs the strategies, which other plugins register meanwhile.
  it.each<[string, object[], string[]]>([
    [
      'wrong names',
      [
        { name: 'a', strategy: 'email' },
        { name: 'A', strategy: 'sample' },
        { name: 'a b', strategy: 'email' },
      ],
      ['1.name: is the name of another connection too', '2.name: must be letters and digits'],
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
        '0.strategy: There is no strategy "nowhere"; there are ',
        '1.options.address: ',
        '1.options.seconds: ',
        '1.options.api_key: ',
        '1.options: Unrecognized key: "other"',
        '2.name: "google" is the name of a provider of Users & Permissions',
        '3.strategy: "target" has the strategy "sample", which never changes',
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
    expect(await getConnection(app, 'target')).toMatchObject({ strategy: 'sample', users: 1 });
  });
});
