import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import {
  createUserWithFields,
  FIELD_VALUES,
  fillRelated,
  getAccountFields,
  REQUIRED_FIELDS,
  siteWithFields,
} from '../../support/account-fields';
import { mustCall } from '../../support/admin-api';
import { type AdminAction, createAdminUser } from '../../support/admins';
import { getApiToken } from '../../support/api-tokens';
import { PASSWORD } from '../../support/passwords';
import { recordSql } from '../../support/query-log';
import { mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { problemPaths } from '../../support/users';

const SECRETS = ['credit_rating', 'pin', 'notes', 'password', 'resetPasswordToken'];

/** The entries of a relation. */
const RELATED = 100_000;

describe("reading the site's own attributes of the user type", () => {
  let app: TestStrapi;
  let token: string;
  let id: string;
  let related: { file: string; manager: string };

  const rest = (method: string, path: string, options: object = {}) =>
    app.request(method, `/api/user-profile${path}`, {
      token,
      ...options,
    });

  beforeAll(async () => {
    app = await startStrapi({ env: siteWithFields() });
    token = await getApiToken(app, 'full-access');
    const user = await createUserWithFields(app, token, FIELD_VALUES);
    id = user.id;
    related = await fillRelated(app, user.email, RELATED);
  });

  afterAll(async () => {
    await app?.stop();
  });

  it('returns every value with its type for account_fields=true, and relations as a count with the first entries', async () => {
    expect(await getAccountFields(app, token, id)).toEqual({
      ...FIELD_VALUES,
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
        count: RELATED,
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
      await createUserWithFields(app, token);
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
    const readEntries = (conditions: string[]) => ({
      action: 'plugin::content-manager.explorer.read',
      subject: 'api::article.article',
      properties: { fields: ['title'] },
      conditions,
    });
    const getFirst = async (actions: AdminAction[]) => {
      const { token: reader } = await createAdminUser(app, [ADMIN_ACTIONS.readUsers, ...actions]);
      const path = `/user-profile/users/${id}?account_fields=articles`;
      const { body } = await app.request('GET', path, { token: reader });
      return body.data.account_fields.articles.entries[0];
    };
    expect(await getFirst([readEntries([])])).toHaveProperty('label', 'Article 0');
    expect(await getFirst([])).toEqual({ documentId: expect.any(String) });
    const ofOwnOnly = readEntries(['admin::is-creator']);
    expect(await getFirst([ofOwnOnly])).toEqual({ documentId: expect.any(String) });
  });

  it('do not disturb a refresh, even if they are named like columns of sessions', async () => {
    const { email } = await createUserWithFields(app, token);
    const { refreshToken } = await mustLogIn(app, { email, password: PASSWORD });
    await mustRefresh(app, refreshToken);
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
