import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import contentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { getApiToken, getFullAccessToken } from '../../support/api-tokens';
import { ADMIN_ENTRIES } from '../../support/authorization/admin-routes';
import { CONTENT_API_ENTRIES, isOwnHandler } from '../../support/authorization/content-api-routes';
import {
  createTargetUser,
  type OtherUser,
  type TargetUser,
} from '../../support/authorization/snapshot';
import { UIDS } from '../../support/database';
import { HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** The reference, the type but not the name of its table, and what any form of the hash contains. */
const SECRETS = /\$imported\$|(?<!user_profile_)imported.?password|pbkdf2|YS1zYWx0LW9m/i;

describe('an imported password hash', () => {
  let app: TestStrapi;
  let fullAccess: string;
  let admin: string;

  const createImported = async (other?: OtherUser): Promise<TargetUser> => {
    const target = await createTargetUser(app, other);
    await setImportedPassword(app, target.account, HASHERS.pbkdf2(target.account.password));
    return target;
  };

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, GRAPHQL: 'true' } });
    fullAccess = await getFullAccessToken(app);
    admin = await app.adminToken();
  });

  afterAll(() => app?.stop());

  const getText = async (
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown
  ): Promise<string> => JSON.stringify((await app.request(method, path, { token, body })).body);

  it('would be recognized by these tests', async () => {
    const { account } = await createImported();
    const [row] = await app.database.rows(UIDS.importedPassword, { account: account.documentId });
    for (const value of [row.reference, row.parameters, JSON.stringify(row.hash)]) {
      expect(value).toMatch(SECRETS);
    }
  });

  it.each(contentApiRoutes().routes)(
    'is in no response of $method $path',
    async ({ method, path, handler }) => {
      const entry = CONTENT_API_ENTRIES[handler];
      const { body, query } = entry;
      const { account, documentId, other } = await createImported(entry.other);
      const token = isOwnHandler(handler)
        ? account.jwt
        : await getApiToken(app, 'custom', [handler]);
      const target = path
        .replace(':id', documentId)
        .replace(':identityId', encodeURIComponent(other?.userId ?? ''))
        .replace(':deviceId', 'phone')
        .replace(/:(name|connection)/, 'local');
      const sent = typeof body === 'function' ? body(account, other) : body;
      const url = `/api/user-profile${target}${query?.(other) ?? ''}`;
      expect(await getText(method, url, token, sent)).not.toMatch(SECRETS);
    }
  );

  it.each(adminRoutes().routes)(
    'is in no response of $method $path to a super admin',
    async ({ method, path }) => {
      for (const entry of ADMIN_ENTRIES[`${method} ${path}`]) {
        const { userId, other } = await createImported(entry.other);
        const { path: target, body } = entry.call(userId, other?.userId);
        const text = await getText(method, `/user-profile${target}`, admin, body);
        expect(text).not.toMatch(SECRETS);
      }
    }
  );

  it('is in no response of the routes of Users & Permissions and of the Content Manager', async () => {
    const { account } = await createImported();
    const users = '/content-manager/collection-types/plugin::users-permissions.user';
    const texts = [
      await getText('GET', '/api/users/me', account.jwt),
      await getText('GET', '/api/users?populate=*', fullAccess),
      await getText('GET', `/api/users/${account.id}?populate=*&fields[0]=password`, fullAccess),
      await getText('GET', `${users}?populate=*&fields[0]=password`, admin),
      await getText('GET', `${users}/${account.documentId}`, admin),
      await getText('POST', '/api/auth/local', undefined, {
        identifier: account.email,
        password: account.password,
      }),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(SECRETS);
    }
  });

  it('has no routes in REST and GraphQL, and no page in the Content Manager', async () => {
    const uid = UIDS.importedPassword;
    const paths: [string, string][] = [
      ['/api/imported-passwords', fullAccess],
      ['/api/user-profile/imported-passwords', fullAccess],
      ['/user-profile/imported-passwords', admin],
    ];
    for (const [path, token] of paths) {
      expect((await app.request('GET', path, { token })).status).toBe(404);
    }
    const types = await getText('GET', '/content-manager/content-types', admin);
    expect(types).not.toContain(`"isDisplayed":true,"uid":"${uid}"`);
    const queryGraphql = (query: string) =>
      app.request('POST', '/graphql', { token: fullAccess, body: { query } });
    expect((await queryGraphql('{ usersPermissionsUsers { documentId } }')).status).toBe(200);
    for (const name of ['importedPasswords', 'userProfileImportedPasswords']) {
      const { body } = await queryGraphql(`{ ${name} { documentId } }`);
      expect(JSON.stringify(body)).toContain('Cannot query field');
    }
  });

  it('is neither returned nor found by the routes of the Content Manager, which know every type', async () => {
    await createImported();
    const path = `/content-manager/collection-types/${UIDS.importedPassword}`;
    const count = await app.database.count(UIDS.importedPassword);
    const queries = (text: string) => [
      '?populate=*',
      '?fields[0]=hash&fields[1]=reference',
      `?filters[reference][$startsWith]=${text}`,
      `?filters[parameters][$contains]=${text}`,
      `?filters[hash][$contains]=${text}`,
      `?_q=${text}`,
      '?sort=reference:asc',
    ];
    const wrong = queries('nothing');
    for (const [index, query] of queries('$imported$').entries()) {
      const { status, body } = await app.request('GET', path + query, { token: admin });
      const other = await app.request('GET', path + wrong[index], { token: admin });
      expect(JSON.stringify(body)).not.toMatch(SECRETS);
      expect([query, status, body.pagination]).toEqual([
        query,
        other.status,
        other.body.pagination,
      ]);
    }
    const [row] = await app.database.rows(UIDS.importedPassword, {}, { limit: 1 });
    expect(await getText('GET', `${path}/${row.document_id}`, admin)).not.toMatch(SECRETS);
    const data = { hash: { v: 1 }, reference: 'x' };
    await app.request('PUT', `${path}/${row.document_id}`, { token: admin, body: data });
    await app.request('POST', path, { token: admin, body: data });
    const rows = await app.database.rows(UIDS.importedPassword);
    expect(rows[0]).toMatchObject({ hash: row.hash, reference: row.reference });
    expect(rows.filter(({ hash }) => hash !== null)).toHaveLength(count);
  });

  it('is in no event, also after a wrong and a right password', async () => {
    const { account, documentId } = await createImported();
    await logIn(app, { identifier: account.email, password: 'wrong' });
    await logIn(app, { identifier: account.email, password: account.password });
    const events = await app.database.rows(UIDS.event, { profile: documentId });
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.stringify(events)).not.toMatch(SECRETS);
  });

  it('is private in the type, so code of the site that sanitizes an entry removes it', async () => {
    const result = await runInServer(app, async (strapi) => {
      const uid = 'plugin::user-profile.imported-password';
      const entry = await strapi.db.query(uid).findOne({});
      return strapi.contentAPI.sanitize.output(entry, strapi.getModel(uid as never), {});
    });
    expect(JSON.stringify(result)).toContain('documentId');
    expect(JSON.stringify(result)).not.toMatch(SECRETS);
  });

  it('is inserted by the service of the plugin, for new and for existing accounts', async () => {
    const { account } = await createTargetUser(app);
    const insert = (documentId: string, hash: unknown) =>
      runInServer(
        app,
        async (strapi, id, imported) => {
          const service = strapi.plugin('user-profile' as string).service('imported-passwords');
          const readPassword = async () => {
            const [row] = await strapi.db
              .query('plugin::users-permissions.user')
              .findMany({ where: { documentId: id } });
            return row.password;
          };
          const given = { kind: 'imported', hash: imported };
          for (let turn = 0; turn < 2; turn += 1) {
            const present = await readPassword();
            await strapi.db.transaction(({ trx }) => service.replace(trx, id, present, given));
          }
          return service.find(await readPassword());
        },
        documentId,
        hash
      );
    const hash = HASHERS.scrypt(PASSWORD);
    expect(await insert(account.documentId, hash)).toEqual(hash);
    expect(await app.database.count(UIDS.importedPassword, { account: account.documentId })).toBe(
      1
    );
    expect((await logIn(app, { identifier: account.email })).status).toBe(200);
  });
});
