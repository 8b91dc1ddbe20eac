import sample from '../../../src/demo/settings.json';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

/** The site that `npm run demo` starts. Its data is written through the plugin's services. */
describe('demo site', () => {
  let app: TestStrapi;
  let token: string;

  const get = async (path: string) => {
    const { status, body } = await app.request('GET', `/user-profile${path}`, { token });
    if (status !== 200) {
      throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    }
    return body;
  };

  const logIn = async () => {
    const { body } = await app.request('POST', '/admin/login', { body: sample.admin });
    token = body.data.token;
  };

  beforeAll(async () => {
    const demo = {
      DEMO: 'true',
      DEMO_ADMIN_EMAIL: sample.admin.email,
      DEMO_ADMIN_PASSWORD: sample.admin.password,
    };
    app = await startStrapi({ env: demo });
    await logIn();
  });

  afterAll(() => app?.stop());

  const visitor = async () => {
    const { data } = await get(`/users?_q=${sample.visitor.email}`);
    expect(data).toHaveLength(1);
    return data[0];
  };

  it('has more than a hundred users, all with example.com email addresses', async () => {
    const { data, meta } = await get('/users?pagination[pageSize]=100');
    expect(meta.pagination.total).toBeGreaterThan(100);
    const others = data.filter(({ email }: { email: string }) => !email.endsWith('@example.com'));
    expect(others).toEqual([]);
  });

  it('has a user with devices, events, locations and a linked identity', async () => {
    const { documentId, identities } = await visitor();
    expect(identities.map(({ provider }: { provider: string }) => provider)).toEqual([
      'local',
      'github',
    ]);
    expect((await get(`/users/${documentId}/devices`)).data.length).toBeGreaterThan(1);
    const since = 'filters[date][$gte]=2000-01-01T00:00:00Z';
    expect((await get(`/users/${documentId}/events?${since}`)).data.length).toBeGreaterThan(5);
    expect((await get(`/users/${documentId}/locations?${since}`)).data.length).toBeGreaterThan(1);
  });

  it('has connections of several strategies', async () => {
    const { data } = await get('/connections');
    const strategies = data.map(({ strategy }: { strategy: string }) => strategy);
    expect(strategies).toEqual(
      expect.arrayContaining(['local', 'database', 'oidc', 'email', 'web-service'])
    );
  });

  it('lets its sample user log in', async () => {
    const body = { identifier: sample.visitor.email, password: sample.sampleUserPassword };
    expect((await app.request('POST', '/api/auth/local', { body })).status).toBe(200);
  });

  it('creates its data only once', async () => {
    const before = (await get('/users')).meta.pagination.total;
    await app.restart();
    await logIn();
    expect((await get('/users')).meta.pagination.total).toBe(before);
  });

  it('adds as many accounts as requested, which get their profiles in the background', async () => {
    const before = (await get('/users')).meta.pagination.total;
    const countUsers = async () => (await get('/users')).meta.pagination.total;
    await app.restart({ DEMO_USERS: '1200' });
    await logIn();
    await waitForEqual(countUsers, before + 1200);
    await app.restart({ DEMO_USERS: '1300' });
    await logIn();
    await waitForEqual(countUsers, before + 1300);
    const body = { identifier: 'user-0001299@example.com', password: sample.sampleUserPassword };
    expect((await app.request('POST', '/api/auth/local', { body })).status).toBe(200);
  });
});
