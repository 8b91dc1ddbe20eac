import { type Account, registerAccount } from '../../support/accounts';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection, getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { PASSWORD } from '../../support/passwords';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { OWN_PROCESS } from '../../support/server-host';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

const PREFIX = '/api/user-profile';
const MAX_BYTES = 64 * 1024;
const KEYS = 60_000;

/** An object with that many keys. */
const wide = <T>(value: T, nameOf = (n: number) => `k${n}`, count = KEYS): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [nameOf(n), value]));

/** An object within that many others. */
const deep = (value: unknown, levels: number): unknown =>
  levels === 0 ? value : { a: deep(value, levels - 1) };

const user = () => ({ connection: 'members', email: newEmail(), password: PASSWORD });

/** Requests of anonymous clients, as the cases send them and in further shapes. */
const PUBLIC: [string, string, () => unknown][] = [
  [
    'sign-up with 60,000 numbers as metadata',
    '/signup',
    () => ({ ...user(), user_metadata: wide(1) }),
  ],
  [
    'sign-up with 60,000 texts as metadata',
    '/signup',
    () => ({ ...user(), user_metadata: wide('') }),
  ],
  [
    'sign-up with a list as metadata',
    '/signup',
    () => ({ ...user(), user_metadata: Array(KEYS).fill(1) }),
  ],
  [
    'sign-up with a key of 600 kB',
    '/signup',
    () => ({ ...user(), user_metadata: { ['k'.repeat(600_000)]: 1 } }),
  ],
  [
    'login with 60,000 unknown keys',
    '/login',
    () => ({ ...wide(1), password: 'x', identifier: 'x' }),
  ],
  [
    'login with 60,000 unknown keys of control characters',
    '/login',
    () => wide(1, (n) => `\u0001${n}`),
  ],
  [
    'login with 300,000 spaces in the identifier',
    '/login',
    () => ({ connection: 'members', identifier: `a${' '.repeat(300_000)}z`, password: 'x' }),
  ],
  [
    'sign-up with 100,000 accents on a letter of the name',
    '/signup',
    () => ({ ...user(), name: `a${'\u0315\u0300'.repeat(50_000)}` }),
  ],
  ['login with a list', '/login', () => Array(KEYS).fill('x')],
  [
    'login with 200,000 values under 90 levels',
    '/login',
    () => ({ password: deep(Array(200_000).fill(0), 90) }),
  ],
  [
    'login with 100,000 lone surrogates',
    '/login',
    () => ({ password: deep(Array(100_000).fill('\udc00'), 90) }),
  ],
  ['login code with 60,000 unknown keys', '/login/code', () => wide(1)],
  ['password reset with 60,000 unknown keys', '/password-reset', () => wide(1)],
  ['new password with 60,000 unknown keys', '/password-reset/confirm', () => wide(1)],
];

/** Requests of users and of API tokens. */
const PRIVATE: [string, string, string, () => unknown][] = [
  [
    '60,000 keys with a dot as metadata',
    'PUT',
    `${PREFIX}/me`,
    () => ({ data: { user_metadata: wide(1, (n) => `k.${n}`) } }),
  ],
  [
    '6,000 keys with a dot as metadata',
    'PUT',
    `${PREFIX}/me`,
    () => ({ data: { user_metadata: wide(1, (n) => `.${n}`, 6000) } }),
  ],
  ['60,000 unknown attributes', 'PUT', `${PREFIX}/me`, () => ({ data: wide(1) })],
  [
    '20 long keys under 40 levels as metadata',
    'PUT',
    `${PREFIX}/me`,
    () => ({
      data: {
        user_metadata: deep(
          wide(1, (n) => `\u0001.${n}`.repeat(40), 20),
          40
        ),
      },
    }),
  ],
  [
    '60,000 ids of the wrong type',
    'POST',
    '/user-profile/users/bulk',
    () => ({ data: { action: 'block', ids: Array(KEYS).fill(1) } }),
  ],
  ['60,000 unknown attributes', 'POST', `${PREFIX}/users`, () => ({ data: wide(1) })],
  ['60,000 events', 'POST', `${PREFIX}/events`, () => ({ data: Array(KEYS).fill(1) })],
];

describe('a bad request', () => {
  let app: TestStrapi;
  let account: Account;
  let apiToken: string;

  beforeAll(async () => {
    const rateLimits = { signUpsPerMinute: 60, loginCodesPerIp: 60, redirectLoginsPerMinute: 60 };
    app = await startStrapi({
      env: {
        ...SERVER_CODE,
        USER_PROFILE_CONFIG: JSON.stringify({ rateLimits }),
        // Its CPU time is measured.
        [OWN_PROCESS]: 'true',
      },
    });
    account = await registerAccount(app);
    apiToken = await getFullAccessToken(app);
    await createConnection(app, { name: 'members', strategy: 'database' });
    await createConnection(app, { name: 'mail', strategy: 'email' });
  });

  afterAll(() => app?.stop());

  beforeEach(() => app.database.remove(UIDS.loginFailure));

  /** The error response, which must be short. */
  const expectShort = async (method: string, path: string, body: unknown, token?: string) => {
    const response = await app.request(method, path, { body, token });
    expect([400, 413]).toContain(response.status);
    expect(Buffer.byteLength(JSON.stringify(response.body))).toBeLessThan(MAX_BYTES);
    expect(response.body.error.details?.errors?.length ?? 0).toBeLessThanOrEqual(21);
  };

  it.each(PUBLIC)('has a short response: %s', async (_what, path, bodyOf) => {
    await expectShort('POST', PREFIX + path, bodyOf());
  });

  it.each(PRIVATE)('has a short response: %s at %s %s', async (_what, method, path, bodyOf) => {
    const token = path.startsWith('/user-profile') ? await app.adminToken() : apiToken;
    await expectShort(method, path, bodyOf(), path.endsWith('/me') ? account.jwt : token);
  });

  it('lists the first 20 problems and counts the others', async () => {
    const user_metadata = wide(1, (n) => `k.${n}`, 100);
    const { status, body } = await app.request('PUT', `${PREFIX}/me`, {
      token: account.jwt,
      body: { data: { user_metadata } },
    });
    expect(status).toBe(400);
    const problems: { path: string[]; message: string }[] = body.error.details.errors;
    expect(problems).toHaveLength(21);
    expect(problems[0].path).toEqual(['user_metadata', 'k.0']);
    expect(problems.at(-1)).toMatchObject({ path: [], message: '… and 80 more' });
    expect(body.error.message).toContain('… and 80 more');
    expect(body.error.message.split('; ')).toHaveLength(21);
  });

  it('names only the number of fields if a sign-up has too many', async () => {
    const { body } = await app.request('POST', `${PREFIX}/signup`, {
      body: { ...user(), user_metadata: wide(1, undefined, 11) },
    });
    expect(body.error.details.errors).toMatchObject([
      { path: ['user_metadata'], message: 'user_metadata: must have at most 10 fields' },
    ]);
  });

  /** Of the server, in microseconds, for several requests. */
  const cpuOf = async (path: string, body: unknown): Promise<number> => {
    const spent = async (): Promise<number> => {
      const result = await runInServer(app, async () => {
        const { user: own, system } = process.cpuUsage();
        return own + system;
      });
      return Number(result);
    };
    const before = await spent();
    for (let n = 0; n < 3; n += 1) {
      await app.request('POST', path, { body });
    }
    return (await spent()) - before;
  };

  it.each(PUBLIC)(
    'costs at most three times the CPU of Users & Permissions: %s',
    async (_what, path, bodyOf) => {
      const body = bodyOf();
      await cpuOf('/api/auth/local', body);
      const ratios: number[] = [];
      // A garbage collection may fall into either measurement.
      while (ratios.length < 4 && !ratios.some((ratio) => ratio < 3)) {
        const control = await cpuOf('/api/auth/local', body);
        ratios.push((await cpuOf(PREFIX + path, body)) / control);
      }
      expect(Math.min(...ratios)).toBeLessThan(3);
    }
  );

  it.each([
    ['sign-ups', 'sign_up', 'POST', '/signup', { connection: 'members' }, 'members', 60],
    ['login codes', 'too_many_codes', 'POST', '/login/code', { connection: 'mail' }, 'mail', 60],
    ['codes of redirects', 'redirect_code', 'POST', '/login', { code: 1 }, null, 60],
    ['starts of redirects', 'redirect_login', 'GET', '/connect/unknown?x=1', undefined, null, 60],
    [
      'ends of redirects',
      'redirect_callback',
      'GET',
      '/connect/unknown/callback',
      undefined,
      null,
      60,
    ],
    [
      'password resets',
      'password_reset',
      'POST',
      '/password-reset',
      { connection: 'a\0' },
      null,
      50,
    ],
    ['new passwords', 'new_password', 'POST', '/password-reset/confirm', {}, null, 50],
  ])(
    'is counted by the rate limit: %s (%s)',
    async (_what, reason, method, path, body, connection, limit) => {
      const ask = () => app.request(method, PREFIX + path, { body });
      const responses = [];
      for (let n = 0; n < limit + 1; n += 1) {
        responses.push((await ask()).status);
      }
      expect(responses).toEqual([...Array<number>(limit).fill(400), 429]);
      expect((await ask()).headers.get('retry-after')).toMatch(/^[0-9]+$/);
      const [event] = await getNewestEvents(app);
      expect(event).toMatchObject({ type: 'limit_mu', connection, details: { reason } });
    }
  );
});
