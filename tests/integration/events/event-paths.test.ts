import {
  type Account,
  CHROME_ON_MACOS,
  LONDON_IP,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { tableOf, UIDS } from '../../support/database';
import { expectDocumentedDetails } from '../../support/event-details';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import { onPostgres } from '../../support/on-database';
import { getDevices, getEvents, getEventTypes, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

const HEADERS = {
  'user-agent': CHROME_ON_MACOS,
  'x-forwarded-for': LONDON_IP,
  // The session cookie of the provider login is marked `Secure`.
  'x-forwarded-proto': 'https',
};

/** A login must be recorded alike over REST, over GraphQL and through a provider. */
describe('event recording', () => {
  const person = newCredentials();
  let provider: IdentityProvider;
  let app: TestStrapi;

  beforeAll(async () => {
    provider = await startIdentityProvider({ login: person.username, email: person.email });
    app = await startStrapi({ env: { GRAPHQL: 'true', SAMPLE_PROVIDER_URL: provider.url } });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  const graphql = (query: string) =>
    app.request('POST', '/graphql', { body: { query }, headers: HEADERS });

  const changeInContentManager = async (account: Account, body: object): Promise<void> => {
    const path = `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`;
    const { username, email } = account;
    const token = await app.adminToken();
    const response = await app.request('PUT', path, { token, body: { username, email, ...body } });
    expect(response.status).toBe(200);
  };

  it('covers login, failed login and sign-up over GraphQL', async () => {
    const { username, email, password } = newCredentials();
    const registered = await graphql(
      `mutation { register(input: { username: "${username}", email: "${email}", password: "${password}" }) { jwt } }`
    );
    expect(registered.body.data.register.jwt).toEqual(expect.any(String));
    const { documentId } = await getProfileByEmail(app, email);
    await graphql(
      `mutation { login(input: { identifier: "${email}", password: "${password}" }) { jwt } }`
    );
    await graphql(
      `mutation { login(input: { identifier: "${email}", password: "wrong" }) { jwt } }`
    );

    const events = await getEvents(app, documentId);
    expect(events.map(({ type }) => type)).toEqual(['fp', 's', 's', 'ss']);
    for (const event of events) {
      expect(event).toMatchObject({ ip: LONDON_IP, user_agent: CHROME_ON_MACOS });
    }
    expect(await getDevices(app, documentId)).toEqual([
      expect.objectContaining({ name: 'Chrome on macOS', refresh_tokens: 2 }),
    ]);
  });

  it('records two logins in one GraphQL request as two events', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const input = `input: { identifier: "${account.email}", password: "${account.password}" }`;
    await graphql(`mutation { a: login(${input}) { jwt } b: login(${input}) { jwt } }`);
    const logins = (await getEvents(app, documentId)).filter(({ type }) => type === 's');
    expect(logins).toHaveLength(3);
    expect(new Set(logins.map(({ log_id: id }) => id)).size).toBe(3);
  });

  const logInWithSample = () => logInWithProvider(app, HEADERS);

  it('covers provider logins with location and device, and the first one creates the user', async () => {
    expect((await logInWithSample()).status).toBe(200);
    expect((await logInWithSample()).status).toBe(200);
    const profile = await getProfileByEmail(app, person.email);
    expect(profile).toMatchObject({
      user_id: expect.stringMatching(/^sample\|/),
      logins_count: 2,
      identities: [{ connection: 'sample', provider: 'sample', isSocial: true }],
    });
    const events = await getEvents(app, profile.documentId);
    expect(events).toEqual([
      expect.objectContaining({ type: 's', connection: 'sample', strategy_type: 'social' }),
      expect.objectContaining({ type: 's', connection: 'sample', ip: LONDON_IP }),
    ]);
    expect(await getDevices(app, profile.documentId)).toEqual([
      expect.objectContaining({ name: 'Chrome on macOS', refresh_tokens: 2 }),
    ]);
  });

  it.each([
    ['that is disabled', '/api/auth/github/callback', 'github'],
    ['without a completed login', '/api/auth/sample/callback', 'sample'],
  ])('records a failed login for a provider %s', async (_kind, path, connection) => {
    expect((await app.request('GET', path, { headers: HEADERS })).status).toBe(400);
    const [event] = await app.database.rows(
      UIDS.event,
      {},
      { columns: ['type', 'connection', 'ip'], newestFirst: true, limit: 1 }
    );
    expect(event).toEqual({ type: 'f', connection, ip: LONDON_IP });
  });

  it('covers password change, password reset and email confirmation', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const password = 'another-secret';
    const changed = await app.request('POST', '/api/auth/change-password', {
      token: account.jwt,
      body: { currentPassword: account.password, password, passwordConfirmation: password },
    });
    expect(changed.status).toBe(200);
    await app.request('POST', '/api/auth/change-password', {
      token: changed.body.jwt,
      body: {
        currentPassword: 'wrong',
        password: 'x-secret-x',
        passwordConfirmation: 'x-secret-x',
      },
    });
    await app.database.update(
      UIDS.account,
      { id: account.id },
      { reset_password_token: 'reset-1' }
    );
    await app.database.update(
      UIDS.account,
      { id: account.id },
      { confirmation_token: 'confirm-1' }
    );
    expect((await getProfileByEmail(app, account.email)).email_verified).toBe(false);
    await app.request('GET', '/api/auth/email-confirmation?confirmation=confirm-1');
    expect((await getProfileByEmail(app, account.email)).email_verified).toBe(true);
    const reset = await app.request('POST', '/api/auth/reset-password', {
      body: { code: 'reset-1', password: 'third-secret', passwordConfirmation: 'third-secret' },
    });
    expect(reset.status).toBe(200);
    expect(await getProfileByEmail(app, account.email)).toMatchObject({
      email_verified: true,
      last_password_reset: expect.any(String),
    });
    const events = await getEvents(app, documentId);
    expect(events.map(({ type }) => type)).toEqual(['scp', 'sv', 'fcp', 'scp', 's', 'ss']);
    expect(JSON.stringify(events)).not.toMatch(/reset-1|confirm-1|secret/);
  });

  it('covers changes in the Content Manager, with the admin as actor', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const { email } = newCredentials();
    const change = (body: object) => changeInContentManager(account, { email, ...body });
    await change({});
    await change({ blocked: true });
    await change({ blocked: false });
    await change({ password: 'set-by-admin' });

    const admin = await app.createAdmin();
    const events = (await getEvents(app, documentId)).slice(0, 4);
    expect(events.map(({ type, actor, details }) => [type, actor, details])).toEqual([
      ['scp', admin.email, { operation: 'set-password' }],
      ['sapi', admin.email, { operation: 'unblock-user' }],
      ['sapi', admin.email, { operation: 'block-user' }],
      ['sce', admin.email, { from: account.email, to: email }],
    ]);
  });

  // SQLite has a single writer, so the events table cannot be locked on its own.
  onPostgres(
    'completes before the response is sent, even if the events table is locked for a while',
    async () => {
      const account = await registerAccount(app);
      const { documentId } = await getProfileByEmail(app, account.email);
      const busy = app.database.query(
        `lock table ${tableOf(UIDS.event)} in share mode; select pg_sleep(0.5)`
      );
      await waitForEqual(
        () =>
          app.database.query(
            `select mode from pg_locks where mode = 'ShareLock' and granted
             and relation = '${tableOf(UIDS.event)}'::regclass
             and database = (select oid from pg_database where datname = current_database())`
          ),
        [{ mode: 'ShareLock' }]
      );
      await changeInContentManager(account, { blocked: true });
      expect(await getEventTypes(app, documentId)).toEqual(['sapi', 's', 'ss']);
      await busy;
    }
  );

  it.each([
    ['/api/auth/local', '198.41.0.4'],
    ['/API/Auth/local', '198.41.0.5'],
  ])('records one event if Users & Permissions limits the rate at %s', async (path, ip) => {
    await app.restart({ UP_RATE_LIMIT: 'true' });
    const statuses: number[] = [];
    for (let tries = 0; tries < 14; tries += 1) {
      const body = { identifier: `unknown-${tries}@example.test`, password: 'wrong' };
      const headers = { 'x-forwarded-for': ip };
      statuses.push((await app.request('POST', path, { body, headers })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(1);
    const events = await app.database.rows(
      UIDS.event,
      { type: 'api_limit', ip },
      { columns: ['ip'] }
    );
    expect(events).toEqual([{ ip }]);
  });

  it('writes only details that docs/events.md lists', () => expectDocumentedDetails(app));
});
