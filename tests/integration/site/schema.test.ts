import { registerAccount } from '../../support/accounts';
import { NOT_NULL, tableOf, type Uid, UIDS } from '../../support/database';
import { HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { onServer } from '../../support/on-database';
import { PASSWORD } from '../../support/passwords';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const TYPES = ['user', 'identity', 'connection', 'device', 'event', 'imported-password'];
/** Driver errors come from outside Jest's realm and are not instances of its `Error`. */
const NOT_UNIQUE = { message: expect.stringMatching(/unique|duplicate entry/i) };
/** Lists the indexes. */
const INDEXES = {
  sqlite: "select name from sqlite_master where type = 'index'",
  postgres: 'select indexname as name from pg_indexes',
  mariadb: 'select index_name as name from information_schema.statistics',
};

const uidOf = (type: string) => `plugin::user-profile.${type}`;

describe('tables and content types of the plugin', () => {
  let app: TestStrapi;
  let documentId: string;

  beforeAll(async () => {
    app = await startStrapi({ env: { GRAPHQL: 'true' }, emptyDatabase: true });
    const account = await registerAccount(app);
    documentId = (await getProfileByEmail(app, account.email)).documentId;
    await setImportedPassword(app, account, HASHERS.md5(PASSWORD));
  });

  afterAll(() => app?.stop());

  const indexes = async (): Promise<string[]> => {
    const rows = await app.database.query<{ name: string }>(INDEXES[app.database.client]);
    return rows.map(({ name }) => name);
  };

  it.each([
    [UIDS.user, 'user_id'],
    [UIDS.identity, 'identity_key'],
    [UIDS.identity, 'account'],
    [UIDS.connection, 'name'],
    [UIDS.event, 'log_id'],
    [UIDS.importedPassword, 'reference'],
  ] as [Uid, string][])('%s rejects a second row with the same %s', async (uid, column) => {
    const [row]: object[] = await app.database.rows(uid, { [column]: NOT_NULL }, { limit: 1 });
    const { [column]: value } = row as Record<string, string>;
    await expect(app.database.insert(uid, { [column]: value })).rejects.toMatchObject(NOT_UNIQUE);
  });

  it('reject the same device id twice for one user', async () => {
    const [device] = await app.database.rows(
      UIDS.device,
      {},
      { columns: ['user_id', 'device_id'], limit: 1 }
    );
    await expect(app.database.insert(UIDS.device, device)).rejects.toMatchObject(NOT_UNIQUE);
  });

  it('include the indexes that accounts and sessions lack', async () => {
    expect(await indexes()).toEqual(
      expect.arrayContaining([
        'user_profile_accounts_email_idx',
        'user_profile_accounts_username_idx',
        'user_profile_sessions_sid_idx',
        'user_profile_sessions_user_idx',
        `${tableOf(UIDS.event)}_profile_idx`,
        `${tableOf(UIDS.user)}_folded_email_idx`,
      ])
    );
  });

  onServer('compare the texts of search and order by bytes, also after a restart', async () => {
    await app.restart();
    // The text of the account fields is copied into the search table, and compared nowhere.
    const current = app.database.client === 'postgres' ? 'current_schema()' : 'database()';
    const columns = await app.database.query<{ collation: string }>(
      `select collation_name as collation from information_schema.columns
       where table_name = ? and table_schema = ${current} and (column_name like 'folded%' or column_name in ('phone_number', 'role'))
         and column_name <> 'folded_account_fields'`,
      [tableOf(UIDS.user)]
    );
    expect(columns).toHaveLength(10);
    const bytewise = app.database.client === 'postgres' ? 'C' : 'utf8mb4_bin';
    expect(new Set(columns.map(({ collation }) => collation))).toEqual(new Set([bytewise]));
  });

  it.each(TYPES)(
    '%s is hidden from the Content Manager and from the Content-Type Builder',
    async (type) => {
      const token = await app.adminToken();
      const manager = await app.request('GET', '/content-manager/content-types', { token });
      const shown = manager.body.data.filter(
        ({ uid, isDisplayed }: { uid: string; isDisplayed: boolean }) =>
          isDisplayed && uid === uidOf(type)
      );
      expect(shown).toEqual([]);
      const builder = await app.request('GET', '/content-type-builder/content-types', { token });
      if (builder.status === 200) {
        const entry = builder.body.data.find(({ uid }: { uid: string }) => uid === uidOf(type));
        expect(entry?.schema.visible ?? false).toBe(false);
      }
    }
  );

  it.each([
    ['query', '{ userProfileUsers { documentId } }'],
    ['query', '{ userProfileEvents { documentId } }'],
    ['mutation', 'mutation { createUserProfileUser(data: {}) { documentId } }'],
  ])('have no %s in GraphQL: %s', async (_kind, query) => {
    const known = await app.request('POST', '/graphql', {
      body: { query: '{ articles { title } }' },
    });
    expect(JSON.stringify(known.body)).not.toContain('Cannot query field');
    const response = await app.request('POST', '/graphql', { body: { query } });
    expect(JSON.stringify(response.body)).toContain('Cannot query field');
  });

  it.each(['PUT', 'POST'])('reject app_metadata in the Content Manager (%s)', async (method) => {
    const token = await app.adminToken();
    const path = `/content-manager/collection-types/${uidOf('user')}${method === 'PUT' ? `/${documentId}` : ''}`;
    const body = { user_id: 'sample|1', app_metadata: { admin: true } };
    expect((await app.request(method, path, { token, body })).status).toBe(403);
    const rows = await app.database.rows(
      UIDS.user,
      { app_metadata: NOT_NULL },
      { columns: ['id'] }
    );
    expect(rows).toEqual([]);
  });
});
