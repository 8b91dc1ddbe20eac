import { callAdmin } from '../../support/admin-api';
import { logIn } from '../../support/logins';
import { findProfile } from '../../support/profiles';
import {
  createSampleConnection,
  getConnectionEvents,
  getConnections,
  postSampleConnection,
  SAMPLE_STRATEGY,
  SOURCE_URL,
} from '../../support/sample-connections';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getConnection, problemPaths } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('connections created in the panel', () => {
  let app: TestStrapi;

  const change = (name: string, data: unknown) =>
    callAdmin(app, 'PUT', `/connections/${name}`, { data });
  const getNames = async () => (await getConnections(app)).map(({ name }) => name);

  beforeAll(async () => {
    app = await startStrapi({ env: SAMPLE_STRATEGY });
  });

  afterAll(() => app?.stop());

  it('are created with their default options', async () => {
    const connection = await createSampleConnection(app, { name: 'made' });
    expect(connection).toEqual({
      name: 'made',
      display_name: 'made',
      strategy: 'sample',
      enabled: true,
      managed_by: 'panel',
      capabilities: {
        create_users: false,
        invite_users: false,
        change_email: false,
        change_password: false,
        username: 'none',
        login: 'password',
        test: true,
      },
      options: {
        address: SOURCE_URL,
        seconds: 10,
        strict: true,
        level: 'low',
        origins: [],
        headers: {},
        disable_signup: false,
      },
      secrets_set: [],
      secrets_unreadable: [],
      password_rules: [],
      users: 0,
      users_estimated: false,
      last_login: null,
      settings_url: null,
      login_url: expect.stringMatching(/\/api\/user-profile\/login$/),
      callback_url: null,
    });
    expect(await getConnection(app, 'made')).toEqual(connection);
  });

  it('can have any listed strategy, each with the schema of its options', async () => {
    const { body } = await callAdmin(app, 'GET', '/connection-strategies');
    const found = body.data.map(({ name }: { name: string }) => name);
    expect(found).toEqual(expect.arrayContaining(['email', 'sample']));
    expect(found).not.toContain('local');
    const sample = body.data.find(({ name }: { name: string }) => name === 'sample');
    expect(sample).toMatchObject({
      type: 'enterprise',
      secrets: ['api_key'],
      options: {
        required: ['address'],
        properties: { seconds: { type: 'integer', minimum: 1, maximum: 60, default: 10 } },
      },
    });
  });

  it.each<[string, object, string[]]>([
    ['an unknown strategy', { strategy: 'nowhere' }, ['strategy']],
    ['a Users & Permissions strategy', { strategy: 'google' }, ['strategy']],
    ['no options', { options: {} }, ['options.address']],
    [
      'several invalid options',
      { options: { address: 'nowhere', seconds: 0, level: 'middle', origins: ['x'] } },
      ['options.address', 'options.seconds', 'options.level', 'options.origins.0'],
    ],
    [
      'an invalid header name',
      { options: { address: SOURCE_URL, headers: { 'a b': '1' } } },
      ['options.headers.a b'],
    ],
    ['an unknown option', { options: { address: SOURCE_URL, other: 1 } }, ['options.other']],
    ['a NUL character', { options: { address: SOURCE_URL, note: 'a\0b' } }, ['options.note']],
    ['the name of a provider', { name: 'google' }, ['name']],
    ['the name of a provider in other letter case', { name: 'GooGle' }, ['name']],
    ['the reserved name "local"', { name: 'local' }, ['name']],
    ['the reserved name "email"', { name: 'email' }, ['name']],
    ['a reserved name, no options', { name: 'github', options: {} }, ['name', 'options.address']],
    ['no name', { name: undefined }, ['name']],
    ['a name with a space', { name: 'a b' }, ['name']],
    ['a name with two hyphens', { name: 'a--b' }, ['name']],
    ['a name that ends in a hyphen', { name: 'a-' }, ['name']],
    ['a name that is too long', { name: 'a'.repeat(129) }, ['name']],
    ['an unknown key', { secret: 'x' }, ['secret']],
    ['an array as options', { options: [] }, ['options']],
  ])('are not created with %s', async (_what, wrong, paths) => {
    const before = await getNames();
    const response = await postSampleConnection(app, { name: 'other', ...wrong });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(paths);
    expect(await getNames()).toEqual(before);
  });

  it('replace all options on update and never change their name or strategy', async () => {
    await createSampleConnection(app, {
      name: 'changing',
      options: { address: SOURCE_URL, ratio: 0.5 },
    });
    const options = { address: SOURCE_URL, seconds: 20, headers: { Accept: 'text/plain' } };
    const response = await change('changing', { display_name: 'Changed', enabled: false, options });
    expect(response.status).toBe(200);
    expect(response.body.data).toMatchObject({ display_name: 'Changed', enabled: false });
    expect(response.body.data.options).toEqual({
      ...options,
      strict: true,
      level: 'low',
      origins: [],
      disable_signup: false,
    });
    for (const data of [{ name: 'other' }, { strategy: 'email' }]) {
      expect((await change('changing', data)).status).toBe(400);
    }
    const rejected = await change('changing', { options: { address: SOURCE_URL, seconds: 99 } });
    expect(problemPaths(rejected)).toEqual(['options.seconds']);
    expect(await getConnection(app, 'changing')).toEqual(response.body.data);
  });

  it('accept logins only while they are enabled', async () => {
    await createSampleConnection(app, { name: 'switched' });
    expect((await logIn(app, { connection: 'switched', identifier: 'acacia' })).status).toBe(200);
    await change('switched', { enabled: false });
    const rejected = await logIn(app, { connection: 'switched', identifier: 'acacia' });
    expect([rejected.status, rejected.body.error.message]).toEqual([
      400,
      'The connection "switched" is disabled',
    ]);
    expect((await logIn(app, { connection: 'switched', identifier: 'alder' })).status).toBe(400);
    expect(await findProfile(app, 'alder@example.test')).toBeUndefined();
    await change('switched', { enabled: true });
    expect((await logIn(app, { connection: 'switched', identifier: 'acacia' })).status).toBe(200);
    expect(await getConnection(app, 'switched')).toMatchObject({ users: 1 });
  });

  it('return the steps of a connection test', async () => {
    await createSampleConnection(app, { name: 'tried' });
    const test = () => callAdmin(app, 'POST', '/connections/tried/test');
    expect((await test()).body.data).toEqual({
      ok: false,
      steps: [
        { name: 'connect', ok: true, message: `${SOURCE_URL} answers` },
        { name: 'key', ok: false, message: 'missing' },
      ],
    });
    await change('tried', { options: { address: SOURCE_URL, api_key: 'a secret of the test' } });
    expect((await test()).body.data).toMatchObject({ ok: true });
    expect((await callAdmin(app, 'POST', '/connections/local/test')).status).toBe(400);
    expect((await callAdmin(app, 'POST', '/connections/nowhere/test')).status).toBe(404);
  });

  it('record who created, changed and deleted them', async () => {
    const { email: actor } = await app.createAdmin();
    await createSampleConnection(app, { name: 'traced' });
    await change('traced', {
      enabled: false,
      options: { address: SOURCE_URL, api_key: 'a secret of the test' },
    });
    await change('traced', { options: {} });
    await callAdmin(app, 'DELETE', '/connections/traced');
    const base = { type: 'sapi', actor, strategy: 'sample' };
    await waitForEqual(
      () => getConnectionEvents(app, 'traced'),
      [
        { ...base, details: { operation: 'create-connection', strategy: 'sample' } },
        {
          ...base,
          details: {
            operation: 'update-connection',
            changed: ['enabled', 'options.address', 'options.api_key'],
          },
        },
        { ...base, details: { operation: 'delete-connection', moved: 0, detached: 0 } },
      ]
    );
  });
});
