import { registerAccount } from '../../support/accounts';
import { createAdminUser } from '../../support/admins';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';

describe('the application', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('responds to the health check', async () => {
    expect((await app.request('GET', '/_health')).status).toBe(204);
  });

  it('runs on the database of this test run', async () => {
    const versionOf = { sqlite: 'sqlite_version()', postgres: 'version()', mariadb: 'version()' };
    const [row] = await app.database.query<{ version: string }>(
      `select ${versionOf[app.database.client]} as version, cast(? as char) as parameter`,
      ['x']
    );
    expect(row).toEqual({ version: expect.any(String), parameter: 'x' });
    expect(app.database.client).toBe(process.env.TEST_DB ?? 'sqlite');
  });

  it('lets an account sign up, log in and read', async () => {
    const account = await registerAccount(app);

    const response = await logIn(app, { identifier: account.email, password: account.password });
    expect(response.status).toBe(200);

    const articles = await app.request('GET', '/api/articles', { token: response.body.jwt });
    expect(articles.status).toBe(200);
    expect((await app.request('GET', '/api/articles')).status).toBe(403);
  });

  it('has neither the guide nor the front end of the demo', async () => {
    const { body } = await app.request('GET', '/admin/project-type');
    expect(body.data.flags).toMatchObject({ demo: false });
    expect((await app.request('GET', '/demo')).status).toBe(404);
  });

  it('logs once which library compares passwords', () => {
    expect(app.output().match(/Passwords are compared by \S+/g)).toEqual([
      'Passwords are compared by @node-rs/bcrypt,',
    ]);
  });

  it('has a super admin and admins with fewer permissions', async () => {
    const settings = await app.request('GET', '/admin/webhooks', { token: await app.adminToken() });
    expect(settings.status).toBe(200);

    const limited = await createAdminUser(app, ['admin::roles.read']);
    const roles = await app.request('GET', '/admin/roles', { token: limited.token });
    expect(roles.status).toBe(200);
    const webhooks = await app.request('GET', '/admin/webhooks', { token: limited.token });
    expect(webhooks.status).toBe(403);
  });
});
