import { callAdmin, mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import {
  createSampleConnection,
  getConnections,
  postSampleConnection,
  SAMPLE_STRATEGY,
  SOURCE_URL,
} from '../../support/sample-connections';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getConnection, problemPaths } from '../../support/users';

const SECRET = 'a very secret key of the test';
const OTHER = 'another secret key of the test';

describe('connection secrets', () => {
  let app: TestStrapi;

  const change = (name: string, options: object) =>
    callAdmin(app, 'PUT', `/connections/${name}`, { data: { options } });

  const getStoredOptions = async (name: string): Promise<Record<string, unknown>> => {
    const [row] = await app.database.rows(UIDS.connection, { name }, { columns: ['options'] });
    return row.options as Record<string, unknown>;
  };

  /** Whether the strategy receives the secret. */
  const testSucceeds = async (name: string): Promise<boolean> =>
    (await callAdmin(app, 'POST', `/connections/${name}/test`)).body.data.ok;

  beforeAll(async () => {
    app = await startStrapi({ env: SAMPLE_STRATEGY });
  });

  afterAll(() => app?.stop());

  it('are stored encrypted and appear in no response, event or log line', async () => {
    const responses = [
      await postSampleConnection(app, {
        name: 'sealed',
        options: { address: SOURCE_URL, api_key: SECRET },
      }),
      await callAdmin(app, 'GET', '/connections/sealed'),
      await callAdmin(app, 'GET', '/connections'),
      await change('sealed', { address: SOURCE_URL, api_key: OTHER }),
      await callAdmin(app, 'POST', '/connections/sealed/test'),
      await change('sealed', { address: 'wrong', api_key: OTHER }),
      await change('sealed', { address: SOURCE_URL, api_key: [OTHER] }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 400, 400]);
    expect(responses[1].body.data.secrets_set).toEqual(['api_key']);
    const events = await app.database.rows(UIDS.event);
    const texts = [...responses.map(({ body }) => body), events, await getStoredOptions('sealed')];
    for (const text of [...texts.map((each) => JSON.stringify(each)), app.output()]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(OTHER);
    }
    expect((await getStoredOptions('sealed')).api_key).toMatch(/^v1:/);
    expect(await testSucceeds('sealed')).toBe(true);
  });

  it('are kept if omitted, replaced if sent and removed by null', async () => {
    await createSampleConnection(app, {
      name: 'kept',
      options: { address: SOURCE_URL, api_key: SECRET },
    });
    const before = (await getStoredOptions('kept')).api_key;

    const kept = await change('kept', { address: SOURCE_URL, seconds: 5 });
    expect(kept.body.data).toMatchObject({ options: { seconds: 5 }, secrets_set: ['api_key'] });
    expect((await getStoredOptions('kept')).api_key).toBe(before);
    expect(await testSucceeds('kept')).toBe(true);

    await change('kept', { address: SOURCE_URL, api_key: OTHER });
    expect((await getStoredOptions('kept')).api_key).not.toBe(before);

    const rejected = await change('kept', { address: SOURCE_URL, api_key: 'short' });
    expect(problemPaths(rejected)).toEqual(['options.api_key']);
    expect(await testSucceeds('kept')).toBe(true);

    const removed = await change('kept', { address: SOURCE_URL, api_key: null });
    expect(removed.body.data.secrets_set).toEqual([]);
    expect(await getStoredOptions('kept')).not.toHaveProperty('api_key');
    expect(await testSucceeds('kept')).toBe(false);
  });

  it('must be sent again if a destination option changes', async () => {
    const elsewhere = 'https://elsewhere.example.com/';
    await createSampleConnection(app, {
      name: 'aimed',
      options: { address: SOURCE_URL, api_key: SECRET },
    });
    const before = await getStoredOptions('aimed');
    for (const options of [
      { address: elsewhere },
      { address: elsewhere, api_key: undefined },
      { address: `${SOURCE_URL}?`, seconds: 5 },
    ]) {
      const rejected = await change('aimed', options);
      expect([rejected.status, problemPaths(rejected)]).toEqual([400, ['options.api_key']]);
      expect(rejected.body.error.message).toMatch(/^options\.api_key: .*again.*address/);
      expect(await getStoredOptions('aimed')).toEqual(before);
    }
    const both = await change('aimed', { address: elsewhere, seconds: 0 });
    expect(problemPaths(both)).toEqual(['options.seconds', 'options.api_key']);

    const anew = await change('aimed', { address: elsewhere, api_key: OTHER });
    expect(anew.body.data).toMatchObject({
      options: { address: elsewhere },
      secrets_set: ['api_key'],
    });
    expect((await change('aimed', { address: SOURCE_URL, api_key: null })).status).toBe(200);
    // Without a stored secret, the destination may change.
    expect((await change('aimed', { address: elsewhere })).status).toBe(200);
    const { data } = await mustCall<{ data: { name: string; destinations: string[] }[] }>(
      app,
      'GET',
      '/connection-strategies'
    );
    expect(data.find(({ name }) => name === 'sample')?.destinations).toEqual(['address']);
  });

  it('are not mixed with older options by parallel updates', async () => {
    await createSampleConnection(app, {
      name: 'raced',
      options: { address: SOURCE_URL, api_key: SECRET },
    });
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        change('raced', {
          address: SOURCE_URL,
          seconds: index + 1,
          ...(index === 3 ? { api_key: OTHER } : {}),
        })
      )
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await testSucceeds('raced')).toBe(true);
  });

  it('are reported as unreadable after a key change and can be set again', async () => {
    await createSampleConnection(app, {
      name: 'locked',
      options: { address: SOURCE_URL, api_key: SECRET },
    });
    const sealed = (await getStoredOptions('locked')).api_key;
    const key = app.env().ENCRYPTION_KEY;

    await app.restart({ ENCRYPTION_KEY: 'quite another key for the whole site' });
    const unreadable = { secrets_set: [], secrets_unreadable: ['api_key'] };
    expect(await getConnection(app, 'locked')).toMatchObject(unreadable);
    expect(await testSucceeds('locked')).toBe(false);
    // An omitted secret is kept, since the old key may be restored.
    expect((await change('locked', { address: SOURCE_URL, seconds: 9 })).body.data).toMatchObject(
      unreadable
    );
    expect((await getStoredOptions('locked')).api_key).toBe(sealed);
    await change('sealed', { address: SOURCE_URL, api_key: OTHER });
    expect(await getConnection(app, 'sealed')).toMatchObject({
      secrets_set: ['api_key'],
      secrets_unreadable: [],
    });

    const moved = await change('locked', { address: 'https://elsewhere.example.com/' });
    expect(problemPaths(moved)).toEqual(['options.api_key']);

    await app.restart({ ENCRYPTION_KEY: key });
    expect(await getConnection(app, 'locked')).toMatchObject({
      options: { seconds: 9 },
      secrets_set: ['api_key'],
      secrets_unreadable: [],
    });
    expect(await testSucceeds('locked')).toBe(true);
  });

  it('are reported as unreadable if they are stored unencrypted', async () => {
    await createSampleConnection(app, { name: 'bare' });
    await app.database.update(
      UIDS.connection,
      { name: 'bare' },
      { options: { address: SOURCE_URL, api_key: SECRET } }
    );
    expect(await getConnection(app, 'bare')).toMatchObject({
      secrets_set: [],
      secrets_unreadable: ['api_key'],
    });
    expect(JSON.stringify(await getConnections(app))).not.toContain(SECRET);
  });

  it('are rejected if the site has no encryption key', async () => {
    await app.restart({ ENCRYPTION_KEY: '' });
    const rejected = await postSampleConnection(app, {
      name: 'keyless',
      options: { address: SOURCE_URL, api_key: SECRET },
    });
    expect(rejected.status).toBe(400);
    expect(problemPaths(rejected)).toEqual(['options.api_key']);
    expect(rejected.body.error.message).toContain('admin.secrets.encryptionKey');
    expect((await postSampleConnection(app, { name: 'keyless' })).status).toBe(201);
    expect((await change('keyless', { address: SOURCE_URL, api_key: SECRET })).status).toBe(400);
    expect(await getStoredOptions('keyless')).not.toHaveProperty('api_key');
  });

  it('are hidden and cannot be edited if the strategy is no longer installed', async () => {
    await app.restart({ TEST_CODE: '' });
    const connection = await getConnection(app, 'kept');
    expect(connection).toMatchObject({ strategy: 'sample', options: {}, secrets_set: [] });
    const before = await getStoredOptions('kept');
    const rejected = await change('kept', {});
    expect([rejected.status, rejected.body.error.message]).toEqual([
      400,
      'The strategy "sample" is not installed',
    ]);
    expect(await getStoredOptions('kept')).toEqual(before);
  });
});
