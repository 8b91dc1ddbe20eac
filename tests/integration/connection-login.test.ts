import { startStrapi, type TestStrapi } from '../support/strapi';
import { apiToken } from '../support/authorization/callers';

describe('a connection of the plugin', () => {
  let app: TestStrapi;
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterAll(() => app?.stop());

  it('is made, and refused a code that is wrong', async () => {
    const token = await apiToken(app, 'full-access');
    const made = await app.request('POST', '/api/user-profile/connections', {
      token,
      body: { data: { name: 'mail', strategy: 'email', options: { code_minutes: 5 } } },
    });
    expect(made.status).toBe(201);
    const login = await app.request('POST', '/api/user-profile/login', {
      body: { connection: 'mail', email: 'acacia@example.test', code: '123456' },
    });
    expect(login.body).toMatchObject({
      error: { status: 400, message: 'The code is wrong or too old' },
    });
  });
});
