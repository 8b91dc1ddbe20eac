import { createConnection, followRedirects, getNewestEvents } from '../../support/connections';
import { startsWith, UIDS } from '../../support/database';
import { logInWithCode, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { getSiteEnv, openIdSite, type OpenIdSite } from '../../support/openid/site';
import { PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';
import { newVisitor } from '../../support/visitor';

const STRANGER = '198.41.0.4';
const LIMIT = 5;

/** Public routes: counted per IP address in the database, which all instances share. */
describe('rate limits of public routes', () => {
  let provider: OpenIdProvider;
  let app: TestStrapi;
  let site: OpenIdSite;
  let mailbox: MailServer;

  beforeAll(async () => {
    provider = await startOpenIdProvider();
    mailbox = await startMailServer();
    const rateLimits = {
      redirectLoginsPerMinute: LIMIT,
      signUpsPerMinute: 2,
      loginCodesPerIp: 3,
    };
    app = await startStrapi({ env: { ...getSiteEnv(provider, { rateLimits }), ...mailbox.env } });
    site = openIdSite(app, provider);
    await site.createConnection('staff');
    await createConnection(app, { name: 'members', strategy: 'database' });
    await createConnection(app, { name: 'mail', strategy: 'email' });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
    await mailbox?.stop();
  });

  const visit = (address: string, ip = STRANGER) =>
    newVisitor({ 'x-forwarded-for': ip }).visit(address);
  const codeFrom = (ip = STRANGER) =>
    logInWithCode(app, { connection: 'staff', code: 'made-up' }, { 'x-forwarded-for': ip });

  it.each([
    [
      'redirect logins that start',
      'redirect_login',
      (ip?: string) => visit(site.getStartUrl(), ip),
      302,
    ],
    [
      'redirect logins that return',
      'redirect_callback',
      (ip?: string) => visit(`${site.getStartUrl()}/callback?code=x&state=made-up`, ip),
      400,
    ],
    ['redirect logins that send a code', 'redirect_code', (ip?: string) => codeFrom(ip), 400],
  ])('count %s per IP address', async (_what, reason, ask, status) => {
    const responses = await Promise.all(Array.from({ length: LIMIT + 5 }, () => ask()));
    const statuses = responses.map((response) => response.status);
    expect(statuses.filter((each) => each === status)).toHaveLength(LIMIT);
    expect(statuses.filter((each) => each === 429)).toHaveLength(5);
    const { headers } = responses.find((response) => response.status === 429) ?? responses[0];
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const events = await getNewestEvents(app, 2 * LIMIT);
    expect(events.filter(({ type }) => type === 'limit_mu')).toMatchObject([
      { connection: 'staff', details: { reason } },
    ]);
    expect((await ask('193.0.14.129')).status).toBe(status);
    // The counters are in the database, so they can be reset for all instances.
    await app.database.remove(UIDS.loginFailure);
    expect((await ask()).status).toBe(status);
    await app.database.remove(UIDS.event, { type: 'limit_mu' });
  });

  it('evict the pending redirect logins that expire first above the total limit', async () => {
    const MAX_OPEN = 100_000;
    const { sub } = await site.createPerson();
    await provider.set({ person: sub });
    // All of them expire before the login that is started below.
    const now = Date.now();
    const newTicket = (kind: string, key: string, n: number) => ({
      kind,
      key: `${key}-${n}`,
      data: {},
      tries: 0,
      expires_at: new Date(now + n),
    });
    await app.database.insert(
      UIDS.ticket,
      Array.from({ length: MAX_OPEN + 50 }, (_, index) =>
        newTicket('redirect', 'sample', index + 1)
      )
    );
    await app.database.insert(UIDS.ticket, [
      newTicket('login', 'other', 1),
      newTicket('login', 'other', 2),
    ]);
    const visitor = newVisitor();
    const { address } = await visitor.follow(site.getStartUrl(), (each) =>
      each.includes('/callback')
    );
    expect(await app.database.count(UIDS.ticket, { kind: 'redirect' })).toBe(MAX_OPEN);
    expect(await app.database.count(UIDS.ticket, { key: ['sample-1', 'sample-2'] })).toBe(0);
    expect(await app.database.count(UIDS.ticket, { key: startsWith('other-') })).toBe(2);
    const { query } = await followRedirects(visitor, address);
    expect((await logInWithCode(app, query)).status).toBe(200);
    await app.database.remove(UIDS.ticket, { key: startsWith('sample-') });
  });

  it('count sign-ups per IP address', async () => {
    const responses = [];
    for (let tries = 0; tries < 4; tries += 1) {
      responses.push(await signUp(app, 'members', { email: newEmail(), password: PASSWORD }));
    }
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    expect(responses[3].headers.get('retry-after')).toMatch(/^[1-9][0-9]?$/);
    const events = await app.database.rows(
      UIDS.event,
      { type: ['limit_mu', 'fs'] },
      { columns: ['type'] }
    );
    expect(events).toEqual([{ type: 'limit_mu' }]);
  });

  it('count emailed codes per IP address, across all email addresses', async () => {
    const codeFor = (ip: string) =>
      app.request('POST', '/api/user-profile/login/code', {
        body: { connection: 'mail', email: newEmail() },
        headers: { 'x-forwarded-for': ip },
      });
    const responses = await Promise.all(Array.from({ length: 6 }, () => codeFor(STRANGER)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
    const rejected = responses.find(({ status }) => status === 429);
    expect(rejected?.headers.get('retry-after')).toMatch(/^[0-9]+$/);
    expect((await codeFor('193.0.14.129')).status).toBe(200);
  });
});
