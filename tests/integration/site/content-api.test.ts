import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { logIn } from '../../support/logins';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const PREFIX = '/api/user-profile';

describe('content API', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it('requires the permission to set passwords for a change of the email', async () => {
    const { documentId } = await getProfileByEmail(app, (await registerAccount(app)).email);
    const body = { data: { email: newCredentials().email } };
    const change = async (...actions: string[]) =>
      (
        await app.request('PUT', `${PREFIX}/users/${documentId}`, {
          token: await getApiToken(app, 'custom', actions),
          body,
        })
      ).status;
    expect(await change('users.update')).toBe(403);
    expect(await change('users.update', 'users.setPassword')).toBe(200);
  });

  it('returns 409 for an update from an old revision (If-Match)', async () => {
    const token = await getApiToken(app, 'full-access');
    const { documentId } = await getProfileByEmail(app, (await registerAccount(app)).email);
    const path = `${PREFIX}/users/${documentId}`;
    const { headers } = await app.request('GET', path, { token });
    const etag = headers.get('etag') ?? '';
    const change = (name: string) =>
      app.request('PUT', path, { token, headers: { 'if-match': etag }, body: { data: { name } } });
    expect((await change('first')).status).toBe(200);
    expect((await change('second')).status).toBe(409);
  });

  it('returns 409 for an update whose data has an old revision', async () => {
    const token = await getApiToken(app, 'full-access');
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const callers: [string, string][] = [
      [`${PREFIX}/users/${documentId}`, token],
      [`${PREFIX}/me`, account.jwt],
    ];
    let revision = 1;
    for (const [path, by] of callers) {
      const change = async (data: object, rest?: object) =>
        (await app.request('PUT', path, { token: by, body: { data, ...rest } })).status;
      expect(await change({ name: `name ${revision}`, revision })).toBe(200);
      expect(await change({ name: 'changed', revision })).toBe(409);
      revision += 1;
      expect(await change({ name: 'changed', revision: 1 }, { revision })).toBe(400);
    }
  });

  it.each(['"2"', '"0"', 'yesterday'])(
    'returns 400 for an update whose If-Match (%s) contradicts its revision',
    async (etag) => {
      const token = await getApiToken(app, 'full-access');
      const account = await registerAccount(app);
      const { documentId } = await getProfileByEmail(app, account.email);
      const path = `${PREFIX}/users/${documentId}`;
      const { revision } = (await app.request('GET', path, { token })).body.meta;
      expect(revision).toBe(1);
      const change = (target: string, by: string, match: string) =>
        app.request('PUT', target, {
          token: by,
          headers: { 'if-match': match },
          body: { data: { name: 'changed' }, revision },
        });
      for (const response of [
        await change(path, token, etag),
        await change(`${PREFIX}/me`, account.jwt, etag),
      ]) {
        expect(response.status).toBe(400);
        expect(response.body.error.details.errors[0].path).toEqual(['If-Match']);
      }
      expect((await app.request('GET', path, { token })).body.meta.revision).toBe(1);
      expect((await change(path, token, '"1"')).status).toBe(200);
    }
  );

  describe('own profile', () => {
    const me = (account: Account, method: string, path = '', body?: object) =>
      app.request(method, `${PREFIX}/me${path}`, { token: account.jwt, body });

    it('is returned without app_metadata and accepts the editable fields', async () => {
      const account = await registerAccount(app);
      const read = await me(account, 'GET');
      expect(read.body.data).toMatchObject({ email: account.email, user_metadata: {} });
      expect(read.body.data).not.toHaveProperty('app_metadata');
      const changed = await me(account, 'PUT', '', {
        data: { name: 'Sample', user_metadata: { colour: 'red' } },
      });
      expect(changed.body.data).toMatchObject({
        name: 'Sample',
        user_metadata: { colour: 'red' },
      });
    });

    it.each([
      ['email', 'x@example.test', 400],
      ['username', 'x', 400],
      ['blocked', false, 400],
      ['email_verified', true, 400],
      ['app_metadata', { admin: true }, 403],
    ])('rejects an update of %s', async (key, value, status) => {
      const account = await registerAccount(app);
      const before = await getProfileByEmail(app, account.email);
      expect((await me(account, 'PUT', '', { data: { [key]: value } })).status).toBe(status);
      expect(await getProfileByEmail(app, account.email)).toEqual(before);
    });

    it('lists only its devices and events and unlinks only its devices', async () => {
      const account = await registerAccount(app);
      const other = await registerAccount(app);
      const second = await logIn(app, {
        identifier: account.email,
        password: account.password,
        deviceId: 'phone',
      });
      const listed = await me(account, 'GET', '/devices');
      expect(listed.body.data).toHaveLength(2);
      const { documentId } = await getProfileByEmail(app, account.email);
      expect((await me(account, 'GET', '/events')).body.data).toEqual(
        await getEvents(app, documentId)
      );
      expect((await me(other, 'DELETE', '/devices/phone')).status).toBe(404);
      expect((await me(account, 'DELETE', '/devices/phone')).status).toBe(200);
      const articles = await app.request('GET', '/api/articles', { token: second.body.jwt });
      expect(articles.status).toBe(401);
      expect((await me(account, 'GET')).status).toBe(200);
    });
  });
});
