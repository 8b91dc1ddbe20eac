import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { createConnection } from '../../support/connections';
import { NOT_NULL, UIDS } from '../../support/database';
import { logIn, signUp } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

const ATTACKER = { 'x-forwarded-for': '198.41.0.4' };
const ELSEWHERE = { 'x-forwarded-for': '193.0.14.129' };

describe('brute-force protection', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
  });

  afterAll(() => app?.stop());

  const guessPassword = async (identifier: string, times: number, headers = ATTACKER) => {
    const statuses: number[] = [];
    for (let tries = 0; tries < times; tries += 1) {
      statuses.push((await logIn(app, { identifier, password: 'wrong' }, headers)).status);
    }
    return statuses;
  };

  const logInAs = ({ email, password }: Account, headers = ATTACKER) =>
    logIn(app, { identifier: email, password }, headers);

  const clearFailures = () => app.database.remove(UIDS.loginFailure);

  beforeEach(clearFailures);

  it('returns 429 after ten failed logins, for known and unknown identifiers', async () => {
    const account = await registerAccount(app);
    const known = await guessPassword(account.email, 12);
    const unknown = await guessPassword('unknown@example.test', 12);
    expect(known).toEqual([...Array(10).fill(400), 429, 429]);
    expect(unknown).toEqual(known);
    const rejected = [
      await logIn(app, { identifier: account.email, password: 'wrong' }, ATTACKER),
      await logIn(app, { identifier: 'unknown@example.test', password: 'wrong' }, ATTACKER),
    ];
    for (const { headers } of rejected) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(59 * 60);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60 * 60);
    }
    const responses = rejected.map(({ status, body }) => [
      status,
      body.error.name,
      body.error.message,
    ]);
    expect(responses[0]).toEqual(responses[1]);
  });

  it('rejects the correct password from the blocked IP address and accepts it from another', async () => {
    const account = await registerAccount(app);
    await guessPassword(account.email, 10);
    expect((await logInAs(account)).status).toBe(429);
    expect((await logInAs(account, ELSEWHERE)).status).toBe(200);
  });

  it('records one event for the block and none for the attempts that it rejects', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await guessPassword(account.email, 15);
    const types = (await getEvents(app, documentId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'limit_wc')).toHaveLength(1);
    expect(types.filter((type) => type === 'fp')).toHaveLength(10);
  });

  it('restarts the count after a successful login', async () => {
    const account = await registerAccount(app);
    await guessPassword(account.email, 9);
    expect((await logInAs(account)).status).toBe(200);
    expect(await guessPassword(account.email, 10)).toEqual(Array(10).fill(400));
  });

  it.each([
    ['one more s', 's', 'ss'],
    ['another hyphen', '-x', '\u2010x'],
  ])(
    'is not reset by a login of another user whose identifier has %s',
    async (_what, end, otherEnd) => {
      const [name] = newEmail().split('@');
      const [account, other] = [
        await registerAccount(app, newCredentials({ username: `${name}${end}` })),
        await registerAccount(app, newCredentials({ username: `${name}${otherEnd}` })),
      ];
      const logInOther = () =>
        logIn(app, { identifier: other.username, password: other.password }, ATTACKER);
      expect(await guessPassword(other.username, 1)).toEqual([400]);
      const guesses = await guessPassword(account.username, 8);
      expect((await logInOther()).status).toBe(200);
      guesses.push(...(await guessPassword(account.username, 3)));
      expect(guesses).toContain(429);
      const { documentId } = await getProfileByEmail(app, account.email);
      const path = `/user-profile/users/${documentId}/login-blocks`;
      const { body } = await app.request('DELETE', path, { token: await app.adminToken() });
      expect(body).toEqual({ data: { lifted: 1 } });
    }
  );

  it('shows login blocks apart from the blocked flag and lets an admin lift them', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await guessPassword(account.email, 10);
    const token = await app.adminToken();
    const list = await app.request('GET', `/user-profile/users?_q=${account.username}`, { token });
    expect(list.body.meta.login_blocked).toEqual([documentId]);
    const one = await app.request('GET', `/user-profile/users/${documentId}`, { token });
    expect(one.body.meta.login_blocks).toEqual([
      { ip: ATTACKER['x-forwarded-for'], until: expect.any(String) },
    ]);
    expect(one.body.data.blocked).toBe(false);
    expect(one.body.meta.actions).toContain('lift-login-blocks');

    const path = `/user-profile/users/${documentId}/login-blocks`;
    expect((await app.request('DELETE', path, { token })).body).toEqual({ data: { lifted: 1 } });
    expect((await logInAs(account)).status).toBe(200);
    expect((await getEvents(app, documentId)).map(({ type }) => type)).toContain('ublkdu');
  });

  it('counts and records only the blocks that an admin lifts, and restarts the other counts', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await guessPassword(account.email, 9);
    const path = `/user-profile/users/${documentId}/login-blocks`;
    const { body } = await app.request('DELETE', path, { token: await app.adminToken() });
    expect(body).toEqual({ data: { lifted: 0 } });
    expect((await getEvents(app, documentId)).map(({ type }) => type)).not.toContain('ublkdu');
    expect(await guessPassword(account.email, 10)).toEqual(Array(10).fill(400));
  });

  it('finds the users with a login block by a filter, until the block has expired', async () => {
    const [blocked, other] = [await registerAccount(app), await registerAccount(app)];
    await guessPassword(blocked.email, 10);
    await guessPassword(other.email, 9);
    const token = await app.adminToken();
    const find = async (isBlocked: boolean) => {
      const path = `/user-profile/users?filters[login_blocked]=${isBlocked}&sort=created_at:desc`;
      const { body } = await app.request('GET', path, { token });
      const emails = body.data.map(({ email }: { email: string }) => email);
      return { emails, total: body.meta.pagination.total };
    };
    expect(await find(true)).toEqual({ emails: [blocked.email], total: 1 });
    const { emails, total } = await find(false);
    expect(emails[0]).toBe(other.email);
    expect(emails).not.toContain(blocked.email);
    const past = new Date(Date.now() - 1000);
    await app.database.update(
      UIDS.loginFailure,
      { blocked_until: NOT_NULL },
      { blocked_until: past }
    );
    expect(await find(true)).toEqual({ emails: [], total: 0 });
    expect((await find(false)).total).toBe(total + 1);
  });

  it('accepts logins again once the block has expired', async () => {
    const account = await registerAccount(app);
    await guessPassword(account.email, 10);
    const past = new Date(Date.now() - 1000);
    await app.database.update(UIDS.loginFailure, {}, { blocked_until: past, window_end: past });
    expect((await logInAs(account)).status).toBe(200);
  });

  it('blocks an identifier after parallel failures, with at most two events', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const responses = await Promise.all(
      Array.from({ length: 25 }, () =>
        logIn(app, { identifier: account.email, password: 'wrong' }, ATTACKER)
      )
    );
    expect(responses.every(({ status }) => status === 400 || status === 429)).toBe(true);
    expect((await logInAs(account)).status).toBe(429);
    const blocks = (await getEvents(app, documentId)).filter(({ type }) => type === 'limit_wc');
    expect(blocks.length).toBeGreaterThanOrEqual(1);
    expect(blocks.length).toBeLessThanOrEqual(2);
  });

  it.each(['local', 'members'])(
    'checks few of many parallel guesses for one user of the connection "%s"',
    async (name) => {
      const { email } = await registerAccount(app);
      const connection = name === 'local' ? undefined : name;
      const member = newEmail();
      if (connection) {
        expect((await signUp(app, connection, { email: member, password: PASSWORD })).status).toBe(
          200
        );
      }
      const guess = (password: string) =>
        logIn(app, { connection, identifier: connection ? member : email, password }, ATTACKER);
      const wrong = Array.from({ length: 100 }, () => guess('wrong'));
      const right = guess(PASSWORD);
      const statuses = (await Promise.all(wrong)).map(({ status }) => status);
      // Those that begin before the tenth failure is counted, and nine failures before.
      expect(statuses.filter((status) => status === 400).length).toBeLessThan(20);
      expect(statuses.filter((status) => status !== 400 && status !== 429)).toEqual([]);
      expect((await right).status).toBe(429);
    }
  );

  it('blocks an IP address after failures for many identifiers, unless disabled', async () => {
    await app.restart({
      USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailuresPerIp: 15 } }),
    });
    const statuses: number[] = [];
    for (let tries = 0; tries < 17; tries += 1) {
      statuses.push(...(await guessPassword(`unknown-${tries}@example.test`, 1)));
    }
    expect(statuses).toEqual([...Array(15).fill(400), 429, 429]);
    const events = await app.database.rows(UIDS.event, { type: 'limit_mu' }, { columns: ['ip'] });
    expect(events).toEqual([{ ip: ATTACKER['x-forwarded-for'] }]);

    await app.restart({ USER_PROFILE_CONFIG: '{"bruteForce":{"enabled":false}}' });
    expect(await guessPassword('unknown@example.test', 12)).toEqual(Array(12).fill(400));
  });

  it('checks few of many parallel guesses from one IP address for many users', async () => {
    await app.restart({
      USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailuresPerIp: 15 } }),
    });
    const guesses = Array.from({ length: 100 }, (_, index) =>
      logIn(
        app,
        { connection: 'members', identifier: `unknown-${index}@example.test`, password: 'wrong' },
        ATTACKER
      )
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    const checked = statuses.filter((status) => status === 400).length;
    expect(checked).toBeGreaterThanOrEqual(15);
    expect(checked).toBeLessThan(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100 - checked);
    await clearFailures();
  });
});
