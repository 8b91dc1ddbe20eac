import { registerAccount } from '../../support/accounts';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** Strapi reads the schemas of the routes. It must accept them and must not enforce them. */
describe('OpenAPI document and strict parameters of Strapi', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { OPENAPI: 'true', STRICT_PARAMS: 'true' } });
  });

  afterAll(() => app?.stop());

  it('include the plugin routes, with the API prefix in the server URL', async () => {
    const { status, body } = await app.request('GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(body.servers).toEqual([{ url: 'http://127.0.0.1:1337/api' }]);
    expect(body.paths).toHaveProperty(['/user-profile/users/{id}', 'put', 'requestBody']);
  });

  it('leave validation to the handlers', async () => {
    const { jwt } = await registerAccount(app);
    const send = (path: string) =>
      app.request('GET', `/api/user-profile/me/events${path}`, { token: jwt });
    expect((await send('?pagination[pageSize]=5&filters[type][$in][0]=s')).status).toBe(200);
    const rejected = await send('?pagination[pageSize]=0');
    expect(rejected.body.error.details.errors[0].path).toEqual(['pagination', 'pageSize']);
  });
});
