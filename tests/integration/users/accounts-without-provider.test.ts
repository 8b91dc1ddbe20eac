import { registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { createAccountRow, getUser, newEmail, userPath } from '../../support/users';

/** Accounts that other code created without `provider` (strapi/strapi#21146). */
describe('an account without a provider', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const createUser = async (provider: string | null, email = newEmail()) => {
    const documentId = await createAccountRow(app, { email, provider });
    await reconcile(app);
    return { email, documentId, userId: `local|${documentId}` };
  };

  const getProvider = async (documentId: string) => {
    const [row] = await app.database.rows(UIDS.account, { document_id: documentId });
    return row.provider;
  };

  const setPassword = (userId: string) =>
    callAdmin(app, 'PUT', userPath(userId, '/password'), { data: { password: PASSWORD } });

  it.each([null, ''])(
    'with %j has its failed logins in the history of its user, with the reason',
    async (provider) => {
      const { email, userId } = await createUser(provider);
      expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(400);
      const { data } = await getUser(app, userId);
      const [event] = await getEvents(app, data.documentId);
      expect(event).toMatchObject({ type: 'f', details: { reason: 'no_provider' } });
    }
  );

  it.each([null, ''])(
    'with %j becomes local when an admin sets a password, so the login works',
    async (provider) => {
      const { email, documentId, userId } = await createUser(provider);
      expect((await setPassword(userId)).status).toBe(200);
      expect(await getProvider(documentId)).toBe('local');
      expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(200);
      expect((await getUser(app, userId)).data.logins_count).toBe(1);
    }
  );

  it('becomes local when Users & Permissions sets a password', async () => {
    const { email, documentId } = await createUser(null);
    const [{ id }] = await app.database.rows(UIDS.account, { document_id: documentId });
    const { status } = await app.request('PUT', `/api/users/${id}`, {
      token: await getFullAccessToken(app),
      body: { password: PASSWORD },
    });
    expect(status).toBe(200);
    expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(200);
  });

  it('keeps its empty provider when other attributes change', async () => {
    const { documentId, userId } = await createUser(null);
    expect((await callAdmin(app, 'POST', userPath(userId, '/block'))).status).toBe(200);
    expect(await getProvider(documentId)).toBeNull();
  });

  it('gets no password if another account logs in with its email address', async () => {
    const other = await registerAccount(app);
    const { documentId, userId } = await createUser(null, other.email);
    const { status, body } = await setPassword(userId);
    expect([status, body.error.message]).toEqual([
      409,
      expect.stringContaining('another account logs in with its email address or username'),
    ]);
    expect(await getProvider(documentId)).toBeNull();
    const { status: stillLogsIn } = await logIn(app, {
      identifier: other.email,
      password: other.password,
    });
    expect(stillLogsIn).toBe(200);
  });

  it('counts as local when an email address is checked for uniqueness', async () => {
    const { email } = await createUser('');
    const { status, body } = await callAdmin(app, 'POST', '/users', {
      data: { connection: 'local', email, password: NEW_PASSWORD },
    });
    expect([status, body.error.message]).toEqual([
      409,
      'Another user of this connection has this email address',
    ]);
  });
});
