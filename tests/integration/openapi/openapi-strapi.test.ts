import { registerAccount } from '../../support/accounts';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** What routes declare is there for Strapi to read: it must neither stumble over it nor enforce it. */
describe('Strapi’s own OpenAPI document and strict parameters', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { OPENAPI: 'true', STRICT_PARAMS: 'true' } });
  });

  afterAll(() => app?.stop());

  it('has the routes of the plugin, whose prefix is in the address of the server', async () => {
    const { status, body } = await app.request('GET', '/api/openapi.json');
    expect(status).toBe(200);
    expect(body.servers).toEqual([{ url: 'http://127.0.0.1:1337/api' }]);
    expect(body.paths).toHaveProperty(['/user-profile/users/{id}', 'put', 'requestBody']);
  });

  it('leaves validation to the handlers', async () => {
    const { jwt } = await registerAccount(app);
    const send = (path: string) =>
      app.request('GET', `/api/user-profile/me/events${path}`, { token: jwt });
    expect((await send('?pagination[pageSize]=5&filters[type][$in][0]=s')).status).toBe(200);
    const refused = await send('?pagination[pageSize]=0');
    expect(refused.body.error.details.errors[0].path).toEqual(['pagination', 'pageSize']);
  });
});
