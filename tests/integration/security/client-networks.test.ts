import { registerAccount } from '../../support/accounts';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

const LIMITS = {
  bruteForce: { maxFailures: 3, maxFailuresPerIp: 5 },
  rateLimits: {
    signUpsPerMinute: 2,
    loginCodesPerIp: 2,
  },
};

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

const from = (ip: string) => ({ 'x-forwarded-for': ip });

/** Ten spellings, or ten hosts, that a limit per IP address counts as one. */
const ONE_CLIENT: [string, (n: number) => string][] = [
  ['one IPv4 address with changing ports', (n) => `203.0.113.9:${50_000 + n}`],
  ['one /64 of IPv6', (n) => `2001:db8:1:2::${(n + 1).toString(16)}`],
  ['one /64 of IPv6 in full and in capitals', (n) => `2001:DB8:0001:0003:${n}:0:0:1`],
  ['one /64 of IPv6 in brackets with ports', (n) => `[2001:db8:1:4::${n + 1}]:${50_000 + n}`],
  [
    'one IPv4 address with and without its IPv6 form',
    (n) => (n % 2 === 0 ? '203.0.113.10' : '::ffff:203.0.113.10'),
  ],
];

/** Ten clients that have counters of their own. */
const TEN_CLIENTS: [string, (n: number) => string][] = [
  ['ten IPv4 addresses with one port', (n) => `203.0.113.${n + 20}:5000`],
  ['ten networks of IPv6', (n) => `2001:db8:2:${n + 1}::1`],
  ['ten IPv4 addresses in their IPv6 form', (n) => `::ffff:203.0.113.${n + 40}`],
];

describe('limits per IP address', () => {
  let app: TestStrapi;
  let mailbox: MailServer;

  beforeAll(async () => {
    mailbox = await startMailServer();
    const USER_PROFILE_CONFIG = JSON.stringify(LIMITS);
    app = await startStrapi({ env: { USER_PROFILE_CONFIG, PROXY_COUNT: '1', ...mailbox.env } });
    await createConnection(app, { name: 'members', strategy: 'database' });
    await createConnection(app, { name: 'mail', strategy: 'email' });
  });

  afterAll(async () => {
    await app?.stop();
    await mailbox?.stop();
  });

  beforeEach(() => app.database.remove(UIDS.loginFailure));

  const statusesOf = async (count: number, ask: (n: number) => Promise<{ status: number }>) => {
    const statuses: number[] = [];
    for (let n = 0; n < count; n += 1) {
      statuses.push((await ask(n)).status);
    }
    return statuses;
  };

  const guess = (identifier: string, ip: string) =>
    logIn(app, { identifier, password: 'wrong' }, from(ip));

  it.each(ONE_CLIENT)('count failed logins of many users from %s together', async (_what, ip) => {
    const statuses = await statusesOf(8, (n) => guess(newEmail(), ip(n)));
    expect(statuses).toEqual([...Array<number>(5).fill(400), 429, 429, 429]);
  });

  it.each(ONE_CLIENT)('count failed logins of one user from %s together', async (_what, ip) => {
    const { email, password } = await registerAccount(app);
    const statuses = await statusesOf(4, (n) => guess(email, ip(n)));
    expect(statuses).toEqual([400, 400, 400, 429]);
    const elsewhere = from('198.51.100.7:9999');
    expect((await logIn(app, { identifier: email, password }, elsewhere)).status).toBe(200);
  });

  it.each(TEN_CLIENTS)('count failed logins of one user from %s apart', async (_what, ip) => {
    const { email, password } = await registerAccount(app);
    expect(await statusesOf(8, (n) => guess(email, ip(n)))).toEqual(Array(8).fill(400));
    expect((await logIn(app, { identifier: email, password }, from(ip(9)))).status).toBe(200);
  });

  const codeFor = (ip: string) =>
    app.request('POST', '/api/user-profile/login/code', {
      body: { connection: 'mail', email: newEmail() },
      headers: from(ip),
    });
  const signUpFrom = (ip: string) =>
    app.request('POST', '/api/user-profile/signup', {
      body: { connection: 'members', email: newEmail(), password: PASSWORD },
      headers: from(ip),
    });

  it.each([
    ['sign-ups', signUpFrom],
    ['login codes', codeFor],
  ])('count %s per /64 of IPv6', async (_what, ask) => {
    const ip = ([, spell]: (typeof ONE_CLIENT)[number]) => spell;
    for (const each of ONE_CLIENT.slice(0, 3).map(ip)) {
      expect(await statusesOf(4, (n) => ask(each(n)))).toEqual([200, 200, 429, 429]);
    }
    for (const each of TEN_CLIENTS.map(([, spell]) => spell)) {
      expect(await statusesOf(4, (n) => ask(each(n)))).toEqual(Array(4).fill(200));
    }
  });

  it('show the full IP address in events and the network in the login block', async () => {
    const { email } = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, email);
    await statusesOf(3, (n) => guess(email, `[2001:db8:5:6::${n + 1}]:443`));
    const failures = (await getEvents(app, documentId)).filter(({ type }) => type === 'fp');
    expect(failures.map(({ ip }) => ip).sort()).toEqual(times(3, (n) => `2001:db8:5:6::${n + 1}`));
    const { body } = await app.request('GET', `/user-profile/users/${documentId}`, {
      token: await app.adminToken(),
    });
    expect(body.meta.login_blocks).toMatchObject([{ ip: '2001:db8:5:6::/64' }]);
  });

  it.each(['unknown', '_hidden', '999.1.2.3', '2001:db8::1::2'])(
    'do not apply to the unknown IP address %p, while an identifier keeps its limit',
    async (ip) => {
      expect(await statusesOf(8, () => guess(newEmail(), ip))).toEqual(Array(8).fill(400));
      expect(await statusesOf(4, () => signUpFrom(ip))).toEqual(Array(4).fill(200));
      const { email, password } = await registerAccount(app);
      expect(await statusesOf(4, () => guess(email, ip))).toEqual([400, 400, 400, 429]);
      const known = from('198.51.100.8');
      expect((await logIn(app, { identifier: email, password }, known)).status).toBe(200);
      const { documentId } = await getProfileByEmail(app, email);
      const failures = (await getEvents(app, documentId)).filter(({ type }) => type === 'fp');
      expect(failures.map((event) => event.ip)).toEqual([null, null, null]);
    }
  );

  it.each<[string, Record<string, string>, string]>([
    ['the last entry', { 'x-forwarded-for': '1.1.1.1, 55.73.69.18' }, '55.73.69.18'],
    [
      'the entry without headers of other proxies',
      {
        'x-forwarded-for': '55.73.69.18',
        'cf-connecting-ip': '9.9.9.9',
        'x-real-ip': '9.9.9.9',
        'true-client-ip': '9.9.9.9',
        forwarded: 'for=9.9.9.9',
      },
      '55.73.69.18',
    ],
    ['the socket without X-Forwarded-For', { 'cf-connecting-ip': '9.9.9.9' }, '127.0.0.1'],
    ['the socket without any entry', { 'x-client-ip': '9.9.9.9' }, '127.0.0.1'],
  ])('use %s of a request', async (_, headers, ip) => {
    const { email, password } = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, email);
    await logIn(app, { identifier: email, password }, headers);
    expect((await getEvents(app, documentId))[0]).toMatchObject({ type: 's', ip });
  });
});
