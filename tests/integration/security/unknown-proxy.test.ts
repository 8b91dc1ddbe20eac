import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { NOT_NULL, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

const bruteForce = { maxFailures: 3, maxFailuresPerIp: 5 };

/** Every request comes from the IP address of the proxy, here 127.0.0.1. */
describe('limits behind a proxy that Strapi was not configured for', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const USER_PROFILE_CONFIG = JSON.stringify({ bruteForce });
    app = await startStrapi({ env: { USER_PROFILE_CONFIG, IS_PROXIED: 'false' } });
  });

  afterAll(() => app?.stop());

  beforeEach(() => app.database.remove(UIDS.loginFailure));

  const guess = async (
    count: number,
    identifierOf: () => string,
    headersOf: (n: number) => Record<string, string> = () => ({})
  ): Promise<number[]> => {
    const statuses: number[] = [];
    for (let n = 1; n <= count; n += 1) {
      const login = { identifier: identifierOf(), password: 'wrong' };
      statuses.push((await logIn(app, login, headersOf(n))).status);
    }
    return statuses;
  };

  it.each([
    ['x-forwarded-for', (n: number) => `81.2.69.${n}`],
    ['forwarded', (n: number) => `for=81.2.69.${n};proto=https`],
    ['x-real-ip', (n: number) => `81.2.69.${n}`],
    ['cf-connecting-ip', (n: number) => `81.2.69.${n}`],
  ])('do not block all users together if requests have %s', async (header, valueOf) => {
    const { email, password } = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, email);
    const headersOf = (n: number) => ({ [header]: valueOf(n) });
    expect(await guess(20, newEmail, headersOf)).toEqual(Array(20).fill(400));
    expect((await logIn(app, { identifier: email, password }, headersOf(99))).status).toBe(200);
    const login = (await getEvents(app, documentId)).find(({ type }) => type === 's');
    expect(login?.ip).toBeNull();
    expect(await guess(4, () => email, headersOf)).toEqual([400, 400, 400, 429]);
  });

  it('ignore a forged IP address, also in the events', async () => {
    const { email } = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, email);
    const newestIp = async () => (await getEvents(app, documentId))[0].ip;
    const blocks = () =>
      app.database.rows(UIDS.loginFailure, { blocked_until: NOT_NULL }, { columns: ['ip'] });

    // From a private IP address the header shows an unknown proxy, so the client is unknown too.
    await guess(
      bruteForce.maxFailures,
      () => email,
      () => ({ 'x-forwarded-for': '1.2.3.4' })
    );
    expect(await blocks()).toEqual([{ ip: null }]);
    expect(await newestIp()).toBeNull();

    await app.database.remove(UIDS.loginFailure);
    await guess(bruteForce.maxFailures, () => email);
    expect(await blocks()).toEqual([{ ip: '127.0.0.1' }]);
    expect(await newestIp()).toBe('127.0.0.1');
  });

  it('come with one warning in the log that says which setting is missing', () => {
    const warning = "Strapi's proxy setting is off";
    expect(app.output().split(warning)).toHaveLength(2);
    expect(app.output()).toContain('proxy: { koa: true, maxIpsCount: <number of proxies> }');
  });

  it('come with the header in the settings of the panel, which shows a notice', async () => {
    const { data } = await mustCall(app, 'GET', '/settings');
    expect(data.unknown_proxy_header).toBe('x-forwarded-for');
  });

  it('still apply per IP address to requests without a forwarding header', async () => {
    expect(await guess(7, newEmail)).toEqual([...Array<number>(5).fill(400), 429, 429]);
  });

  it('apply per IP address again, without a warning, once the setting is on', async () => {
    const written = app.output().length;
    await app.restart({ IS_PROXIED: 'true' });
    const statuses = await guess(7, newEmail, () => ({ 'x-forwarded-for': '198.51.100.1' }));
    expect(statuses).toEqual([...Array<number>(5).fill(400), 429, 429]);
    expect(await guess(1, newEmail, () => ({ 'x-forwarded-for': '198.51.100.2' }))).toEqual([400]);
    expect(app.output().slice(written)).not.toContain('proxy setting');
    expect(app.output()).not.toContain('several entries');
  });

  it.each(['no-ip', 'unknown, 198.51.100.3'])(
    'apply per IP address of the proxy to a client that chooses %j if Strapi trusts all entries',
    async (value) => {
      const statuses = await guess(7, newEmail, () => ({ 'x-forwarded-for': value }));
      expect(statuses).toEqual([...Array<number>(5).fill(400), 429, 429]);
    }
  );

  it('come with one warning once a request has several entries that Strapi trusts', () => {
    expect(app.output().split('several entries')).toHaveLength(2);
  });
});
