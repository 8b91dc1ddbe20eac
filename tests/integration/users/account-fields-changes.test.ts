import {
  createUserWithFields,
  FIELD_VALUES,
  findAccount,
  getAccountFields,
  REQUIRED_FIELDS,
  siteWithFields,
} from '../../support/account-fields';
import { callAdmin } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import type { AnyBody, ApiResponse } from '../../support/http';
import { logIn } from '../../support/logins';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, problemPaths } from '../../support/users';

describe("a change of the site's own attributes of the user type", () => {
  let app: TestStrapi;
  let token: string;
  let user: string;
  let email: string;

  const rest = (method: string, path: string, options: object = {}) =>
    app.request(method, `/api/user-profile${path}`, { token, ...options });

  const getFields = () => getAccountFields(app, token, user);

  const change = (fields: unknown, id = user) =>
    rest('PUT', `/users/${id}`, { body: { data: { account_fields: fields } } });

  beforeAll(async () => {
    app = await startStrapi({ env: siteWithFields() });
    token = await getApiToken(app, 'full-access');
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
    await createUserWithFields(app, token, FIELD_VALUES);
  });

  beforeEach(async () => {
    ({ id: user, email } = await createUserWithFields(app, token));
  });

  afterAll(async () => {
    await app?.stop();
  });

  it.each(['local', 'members'])(
    'stores what is sent and leaves the other fields of a user of "%s" as they are',
    async (connection) => {
      user = (await createUserWithFields(app, token, undefined, connection)).id;
      const before = await getFields();
      const changes = { company: 'Globex', employees: 8, newsletter: true, birthday: null };
      const response = await change(changes);
      expect(response.status).toBe(200);
      expect(response.body.data.account_fields).toEqual({ ...before, ...changes });
      expect(await getFields()).toEqual({ ...before, ...changes });
    }
  );

  it('stores a value of every type that a request can set', async () => {
    const changes = { ...FIELD_VALUES, vat_id: newEmail(), plan: 'free', badge: '#fff' };
    expect((await change(changes)).status).toBe(200);
    expect(await getFields()).toMatchObject(changes);
  });

  it.each([
    ['an unknown attribute', { sound: 'loud' }, 'sound'],
    ['a private attribute', { credit_rating: 'AAA' }, 'credit_rating'],
    ['an attribute of the type password', { pin: '1234' }, 'pin'],
    ['a relation', { articles: [1] }, 'articles'],
    ['a relation to a role', { second_role: 1 }, 'second_role'],
    ['media', { avatar: 1 }, 'avatar'],
    ['a component', { address: { city: 'Paris' } }, 'address'],
    ...['role', 'password', 'provider', 'confirmed', 'blocked', 'resetPasswordToken', 'id'].map(
      (name): [string, object, string] => [`the managed attribute ${name}`, { [name]: 1 }, name]
    ),
    ['an empty required attribute', { company: null }, 'company'],
    ['a value that is too short for the user type', { company: 'A' }, 'company'],
    ['a text that is too long for its column', { company: 'x'.repeat(256) }, 'company'],
    ['a value that is not in the enumeration', { plan: 'gold' }, 'plan'],
    ['an integer that the user type forbids', { employees: 0 }, 'employees'],
    ['a text for a boolean', { newsletter: 'true' }, 'newsletter'],
    ['a date that does not exist', { birthday: '2001-02-29' }, 'birthday'],
    ['the taken value of a unique attribute', { vat_id: 'DE1' }, 'vat_id'],
  ])('returns 400 with the path for %s and changes nothing', async (_what, fields, name) => {
    const before = await getFields();
    const response = await rest('PUT', `/users/${user}`, {
      body: { data: { nickname: 'new', account_fields: { bio: 'new', ...fields } } },
    });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual([`account_fields.${name}`]);
    expect(await getFields()).toEqual(before);
    expect((await rest('GET', `/users/${user}`)).body.data.nickname).not.toBe('new');
  });

  it('accepts the value that a unique attribute has', async () => {
    const { vat_id: vatId } = await getFields();
    expect((await change({ vat_id: vatId })).status).toBe(200);
  });

  it('runs the lifecycles of the site, whose errors reject the whole change', async () => {
    await runInServer(app, async (strapi) => {
      strapi.documents.use((context, next) => {
        const { data } = context.params as { data?: { bio?: string } };
        if (data?.bio === 'forbidden') {
          throw new Error('unexpected');
        }
        return next();
      });
      strapi.db.lifecycles.subscribe({
        models: ['plugin::users-permissions.user'],
        beforeUpdate(event) {
          if (event.params.data.bio === 'shout') {
            event.params.data.bio = 'SHOUT';
          }
        },
      });
    });
    expect((await change({ bio: 'shout' })).status).toBe(200);
    expect((await getFields()).bio).toBe('SHOUT');
    const failed = await change({ bio: 'forbidden', company: 'Initech' });
    expect(failed.status).toBe(500);
    expect((await getFields()).company).toBe('ACME');
  });

  it('raises the revision once, and rejects an older one with 409', async () => {
    const { body } = await rest('GET', `/users/${user}`);
    const { revision } = body.meta;
    const changed = await change({ bio: 'first' });
    expect(changed.body.meta.revision).toBe(revision + 1);
    const late = await rest('PUT', `/users/${user}`, {
      body: { data: { account_fields: { bio: 'late' } }, revision },
    });
    expect(late.status).toBe(409);
    expect((await getFields()).bio).toBe('first');
  });

  it('raises the revision for a change in the Content Manager, not for one by code of the site', async () => {
    const revisionNow = async () => (await rest('GET', `/users/${user}`)).body.meta.revision;
    const before = await revisionNow();
    await runInServer(
      app,
      (strapi, wanted) =>
        strapi.db
          .query('plugin::users-permissions.user')
          .update({ where: { email: wanted }, data: { bio: 'by code' } }),
      email
    );
    expect(await revisionNow()).toBe(before);
    const account = await findAccount(app, email);
    const path = '/content-manager/collection-types/plugin::users-permissions.user';
    const edited = await app.request('PUT', `${path}/${account?.documentId}`, {
      token: await app.adminToken(),
      body: { bio: 'by an editor' },
    });
    expect(edited.status).toBe(200);
    expect(await revisionNow()).toBe(before + 1);
  });

  it('is an event that names account_fields, without the values', async () => {
    await change({ company: 'Umbrella' });
    const { body } = await rest('GET', `/users/${user}/events`);
    expect(body.data[0]).toMatchObject({
      type: 'sapi',
      details: { operation: 'update-user', changed: ['account_fields'] },
    });
    expect(JSON.stringify(body)).not.toContain('Umbrella');
  });

  it('is for callers who may update users only, and shows values to those who may read users', async () => {
    const body = { data: { account_fields: { bio: 'x' } } };
    const path = `/api/user-profile/users/${user}`;
    expect((await app.request('PUT', path, { body })).status).toBe(403);
    const reader = await getApiToken(app, 'read-only');
    expect((await app.request('PUT', path, { body, token: reader })).status).toBe(403);
    const writer = await getApiToken(app, 'custom', ['users.update']);
    const written = await app.request('PUT', path, { body, token: writer });
    expect(written.status).toBe(200);
    expect(written.body.data).not.toHaveProperty('account_fields');
    expect((await change({ bio: 'x' }, 'unknown')).status).toBe(404);
  });

  it('returns 400 for fields that are not an object, and 413 for a body that is too large', async () => {
    for (const fields of [[], 'company', null, 1]) {
      const response = await change(fields);
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['account_fields']);
    }
    expect((await change({ bio: 'x'.repeat(2 ** 21) })).status).toBe(413);
  });

  it('returns 400 for more fields than any user type has', async () => {
    const many = Array.from({ length: 200 }, (_, index) => [`field${index}`, index]);
    const response = await change(Object.fromEntries(many));
    expect(response.status).toBe(400);
    expect(response.body.error.details.errors.length).toBeLessThan(30);
  });

  it('is rejected under /me, where only the export of own data returns the fields', async () => {
    const { body } = await logIn(app, { identifier: email });
    const own = (method: string, path: string, data?: object): Promise<ApiResponse<AnyBody>> =>
      app.request(method, `/api/user-profile${path}`, {
        token: body.jwt,
        ...(data && { body: { data } }),
      });
    expect((await own('GET', '/me')).body.data).not.toHaveProperty('account_fields');
    expect((await own('GET', '/me?account_fields=true')).status).toBe(400);
    const rejected = await own('PUT', '/me', { account_fields: { bio: 'x' } });
    expect(rejected.status).toBe(400);
    expect(problemPaths(rejected)).toEqual(['account_fields']);
    const exported = await own('GET', '/me/export');
    expect(exported.body.data.profile.account_fields).toMatchObject(REQUIRED_FIELDS);
  });

  it('is rejected by the admin API in the same way as over REST', async () => {
    const response = await callAdmin(app, 'PUT', `/users/${user}`, {
      data: { account_fields: { company: 'A', role: 1 } },
    });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(['account_fields.role', 'account_fields.company']);
  });
});
