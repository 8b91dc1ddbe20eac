import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { REQUIRED_FIELDS, findAccount, siteWithFields } from '../../support/account-fields';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import { getApiToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import type { AnyBody, ApiResponse } from '../../support/http';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { recordSql } from '../../support/query-log';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, problemPaths } from '../../support/users';

const VALUES = {
  ...REQUIRED_FIELDS,
  vat_id: 'DE1',
  bio: 'Two\nlines',
  work_email: 'ada@example.com',
  employees: 7,
  customer_number: '9007199254740991',
  budget: 12.5,
  newsletter: false,
  birthday: '2000-02-29',
  opens_at: '08:30:00.000',
  trial_ends: '2030-01-31T08:00:00.000Z',
  settings: { theme: ['dark', null] },
};

const SECRETS = ['credit_rating', 'pin', 'notes', 'password', 'resetPasswordToken'];

/** Fills what no request can set, as the site's own code would. */
const fillRelated = (app: TestStrapi, email: string, articles: number) =>
  runInServer(
    app,
    async (strapi, wanted, count) => {
      const accounts = strapi.db.query('plugin::users-permissions.user');
      const { id, documentId } = await accounts.findOne({ where: { email: wanted } });
      const file = await strapi.db.query('plugin::upload.file').create({
        data: {
          name: 'ada.png',
          hash: 'ada',
          ext: '.png',
          mime: 'image/png',
          size: 1,
          url: '/uploads/ada.png',
          provider: 'local',
        },
      });
      const { documentId: manager } = await accounts.create({
        data: { email: `boss-${wanted}`, username: `boss-${wanted}`, provider: 'local' },
      });
      const boss = await accounts.findOne({ where: { documentId: manager } });
      await strapi.documents('plugin::users-permissions.user').update({
        documentId,
        data: {
          avatar: file.id,
          pin: 'secret-pin',
          credit_rating: 'secret-rating',
          address: { city: 'Rome', door_code: 'secret-door', alarm: 'secret-alarm' },
        } as never,
      });
      await accounts.update({ where: { id }, data: { manager: boss.id } });
      const { attributes } = strapi.db.metadata.get('plugin::users-permissions.user');
      const { joinTable } = attributes.articles as unknown as {
        joinTable: {
          name: string;
          joinColumn: { name: string };
          inverseJoinColumn: { name: string };
        };
      };
      const tables = strapi.db.metadata.get('api::article.article').tableName;
      const last = await strapi.db.connection(tables).max({ id: 'id' }).first();
      const first = Number(last?.id ?? 0) + 1;
      for (let done = 0; done < count; done += 100) {
        const rows = Array.from({ length: Math.min(100, count - done) }, (_, index) => ({
          id: first + done + index,
          document_id: `article${wanted.replace(/\W/g, '')}${done + index}`,
          title: `Article ${done + index}`,
        }));
        await strapi.db.connection(tables).insert(rows);
        await strapi.db.connection(joinTable.name).insert(
          rows.map((row) => ({
            [joinTable.joinColumn.name]: id,
            [joinTable.inverseJoinColumn.name]: row.id,
          }))
        );
      }
      return { file: file.documentId, manager: boss.documentId };
    },
    email,
    articles
  );

describe("the values of the site's own attributes of the user type", () => {
  let app: TestStrapi;
  let token: string;
  let id: string;
  let email: string;
  let related: { file: string; manager: string };

  const rest = (method: string, path: string, options: object = {}) =>
    app.request(method, `/api/user-profile${path}`, {
      token,
      ...options,
    });

  const createUser = async (
    fields: object = { ...VALUES, vat_id: newEmail() },
    connection = 'local'
  ): Promise<string> => {
    email = newEmail();
    const { status, body } = await rest('POST', '/users', {
      body: { data: { connection, email, password: PASSWORD, account_fields: fields } },
    });
    expect(status).toBe(201);
    return body.data.documentId;
  };

  const getFields = async (user: string): Promise<Record<string, unknown>> =>
    (await rest('GET', `/users/${user}?account_fields=true`)).body.data.account_fields;

  const change = (user: string, fields: unknown, options: object = {}) =>
    rest('PUT', `/users/${user}`, { body: { data: { account_fields: fields } }, ...options });

  beforeAll(async () => {
    app = await startStrapi({ env: siteWithFields() });
    token = await getApiToken(app, 'full-access');
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
    id = await createUser(VALUES);
    const filled = await fillRelated(app, email, 1200);
    if (!filled.result) {
      throw new Error(JSON.stringify(filled.error));
    }
    related = filled.result;
  });

  afterAll(async () => {
    await app?.stop();
  });

  describe('reading', () => {
    it('returns every value with its type for account_fields=true, and relations as a count with the first entries', async () => {
      expect(await getFields(id)).toEqual({
        ...VALUES,
        second_role: { count: 0, entries: [] },
        avatar: {
          count: 1,
          entries: [
            {
              documentId: related.file,
              name: 'ada.png',
              mime: 'image/png',
              url: '/uploads/ada.png',
            },
          ],
        },
        gallery: { count: 0, entries: [] },
        articles: {
          count: 1200,
          entries: Array.from({ length: 5 }, () => ({ documentId: expect.any(String) })),
        },
        manager: { count: 1, entries: [{ documentId: related.manager }] },
        address: { id: expect.any(Number), city: 'Rome' },
        badge: null,
      });
    });

    it('returns no private attribute, no password and no token, not even by name', async () => {
      const { body } = await rest('GET', `/users/${id}?account_fields=true`);
      expect(JSON.stringify(body)).not.toContain('secret-');
      for (const name of SECRETS) {
        expect(Object.keys(body.data.account_fields)).not.toContain(name);
        const asked = await rest('GET', `/users/${id}?account_fields=${name}`);
        expect(asked.status).toBe(400);
        expect(problemPaths(asked)).toEqual(['account_fields']);
        const listed = await rest('GET', `/users?account_fields=company,${name}`);
        expect(listed.status).toBe(400);
      }
    });

    it('returns only the fields that are named, beside the attributes in "fields"', async () => {
      const query = 'fields=email&account_fields=company,plan';
      const one = await rest('GET', `/users/${id}?${query}`);
      expect(one.body.data).toEqual({
        documentId: id,
        user_id: expect.any(String),
        email: expect.any(String),
        account_fields: REQUIRED_FIELDS,
      });
      const list = await rest('GET', `/users?${query}&sort=created_at:asc`);
      expect(list.body.data[0]).toEqual(one.body.data);
    });

    it('returns no account fields to a request that does not ask for them', async () => {
      const one = await rest('GET', `/users/${id}`);
      const list = await rest('GET', '/users');
      expect(one.body.data).not.toHaveProperty('account_fields');
      expect(list.body.data[0]).not.toHaveProperty('account_fields');
    });

    it('runs as many statements for a page of many users as for one of few', async () => {
      for (let count = 0; count < 3; count += 1) {
        await createUser();
      }
      const countQueries = async (size: number) => {
        const sql = await recordSql(app, async () => {
          const path = `/users?account_fields=true&pagination[pageSize]=${size}`;
          expect((await rest('GET', path)).body.data).toHaveLength(size);
        });
        return sql.length;
      };
      await countQueries(2);
      expect(await countQueries(5)).toBe(await countQueries(2));
    });

    it('reads at most the first entries of a relation', async () => {
      const sql = await recordSql(app, () => rest('GET', `/users/${id}?account_fields=articles`));
      const reading = sql.filter((text) => text.includes('articles') && !text.includes('count('));
      expect(reading).toHaveLength(1);
      expect(reading[0]).toContain('limit');
    });

    it('names the entries of relations for admins who may read them in the Content Manager', async () => {
      const named = await mustCall(app, 'GET', `/users/${id}?account_fields=articles`);
      expect(named.data.account_fields.articles.entries[0]).toEqual({
        documentId: expect.any(String),
        label: 'Article 0',
      });
      const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
      const unnamed = await app.request(
        'GET',
        `/user-profile/users/${id}?account_fields=articles`,
        {
          token: reader.token,
        }
      );
      expect(unnamed.body.data.account_fields.articles.entries[0]).toEqual({
        documentId: expect.any(String),
      });
    });

    it.each(['', 'false', ',', 'company,unknown', 'role', 'email', '__proto__'])(
      'returns 400 for account_fields=%s',
      async (names) => {
        for (const path of ['/users', `/users/${id}`]) {
          const response = await rest('GET', `${path}?account_fields=${names}`);
          expect(response.status).toBe(400);
          expect(problemPaths(response)[0]).toMatch(/^account_fields/);
        }
      }
    );

    it('is for callers who may read users only', async () => {
      const path = `/api/user-profile/users/${id}?account_fields=true`;
      expect((await app.request('GET', path)).status).toBe(403);
      const other = await getApiToken(app, 'custom', ['devices.find']);
      expect((await app.request('GET', path, { token: other })).status).toBe(403);
      const reader = await getApiToken(app, 'read-only');
      expect((await app.request('GET', path, { token: reader })).status).toBe(200);
      expect((await rest('GET', '/users/unknown?account_fields=true')).status).toBe(404);
    });
  });

  describe('changing', () => {
    let user: string;

    beforeEach(async () => {
      user = await createUser();
    });

    it.each(['local', 'members'])(
      'stores what is sent and leaves the other fields of a user of "%s" as they are',
      async (connection) => {
        const member = await createUser(undefined, connection);
        const before = await getFields(member);
        const changes = { company: 'Globex', employees: 8, newsletter: true, birthday: null };
        const response = await change(member, changes);
        expect(response.status).toBe(200);
        expect(response.body.data.account_fields).toEqual({ ...before, ...changes });
        expect(await getFields(member)).toEqual({ ...before, ...changes });
      }
    );

    it('stores a value of every type that a request can set', async () => {
      const changes = { ...VALUES, vat_id: newEmail(), plan: 'free', badge: '#fff' };
      expect((await change(user, changes)).status).toBe(200);
      expect(await getFields(user)).toMatchObject(changes);
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
      const before = await getFields(user);
      const response = await rest('PUT', `/users/${user}`, {
        body: { data: { nickname: 'new', account_fields: { bio: 'new', ...fields } } },
      });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual([`account_fields.${name}`]);
      expect(await getFields(user)).toEqual(before);
      expect((await rest('GET', `/users/${user}`)).body.data.nickname).not.toBe('new');
    });

    it('accepts the value that a unique attribute has', async () => {
      const { vat_id: vatId } = await getFields(user);
      expect((await change(user, { vat_id: vatId })).status).toBe(200);
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
      expect((await change(user, { bio: 'shout' })).status).toBe(200);
      expect((await getFields(user)).bio).toBe('SHOUT');
      const failed = await change(user, { bio: 'forbidden', company: 'Initech' });
      expect(failed.status).toBe(500);
      expect((await getFields(user)).company).toBe('ACME');
    });

    it('raises the revision once, and rejects an older one with 409', async () => {
      const { body } = await rest('GET', `/users/${user}`);
      const { revision } = body.meta;
      const changed = await change(user, { bio: 'first' });
      expect(changed.body.meta.revision).toBe(revision + 1);
      const late = await rest('PUT', `/users/${user}`, {
        body: { data: { account_fields: { bio: 'late' } }, revision },
      });
      expect(late.status).toBe(409);
      expect((await getFields(user)).bio).toBe('first');
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
      await change(user, { company: 'Umbrella' });
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
      expect((await change('unknown', { bio: 'x' })).status).toBe(404);
    });

    it('returns 400 for fields that are not an object, and 413 for a body that is too large', async () => {
      for (const fields of [[], 'company', null, 1]) {
        const response = await change(user, fields);
        expect(response.status).toBe(400);
        expect(problemPaths(response)).toEqual(['account_fields']);
      }
      expect((await change(user, { bio: 'x'.repeat(2 ** 21) })).status).toBe(413);
    });

    it('returns 400 for more fields than any user type has', async () => {
      const many = Array.from({ length: 200 }, (_, index) => [`field${index}`, index]);
      const response = await change(user, Object.fromEntries(many));
      expect(response.status).toBe(400);
      expect(response.body.error.details.errors.length).toBeLessThan(30);
    });
  });

  describe('under /me', () => {
    it('are neither returned nor changed, except that the export of own data has them', async () => {
      await createUser();
      const { body } = await logIn(app, { identifier: email });
      const own = (method: string, path: string, data?: object): Promise<ApiResponse<AnyBody>> =>
        app.request(method, `/api/user-profile${path}`, {
          token: body.jwt,
          ...(data && { body: { data } }),
        });
      expect((await own('GET', '/me')).body.data).not.toHaveProperty('account_fields');
      expect((await own('GET', '/me?account_fields=true')).status).toBe(400);
      const refused = await own('PUT', '/me', { account_fields: { bio: 'x' } });
      expect(refused.status).toBe(400);
      expect(problemPaths(refused)).toEqual(['account_fields']);
      const exported = await own('GET', '/me/export');
      expect(exported.body.data.profile.account_fields).toMatchObject(REQUIRED_FIELDS);
    });
  });

  it('are rejected by the admin API in the same way as over REST', async () => {
    const response = await callAdmin(app, 'PUT', `/users/${id}`, {
      data: { account_fields: { company: 'A', role: 1 } },
    });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(['account_fields.role', 'account_fields.company']);
  });
});
