import path from 'node:path';

import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { logIn } from '../../support/logins';
import { NEW_PASSWORD } from '../../support/passwords';
import { OWN_PROCESS } from '../../support/server-host';
import { devicePath, getArticlesStatus } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf, userPath } from '../../support/users';

const MINUTE = 60_000;

/** The environment of a server whose clock is wrong. */
const clockShiftedBy = (milliseconds: number) => ({
  TEST_CODE: path.join(__dirname, '../../support/shifted-clock.cjs'),
  TEST_CLOCK_SHIFT_MS: String(milliseconds),
  [OWN_PROCESS]: 'true',
});

/** Unlink of the device, Unlink all devices, and a password set by an admin. */
const REVOCATIONS: readonly ((app: TestStrapi, id: string) => Promise<unknown>)[] = [
  (app, id) => mustCall(app, 'DELETE', devicePath(id, 'phone')),
  (app, id) => mustCall(app, 'DELETE', userPath(id, '/devices')),
  (app, id) =>
    mustCall(app, 'PUT', userPath(id, '/password'), { data: { password: NEW_PASSWORD } }),
];

/** The site is restarted with another clock: the next request behind a load balancer, one server at a time. */
describe('long-lived tokens of servers whose clocks differ (legacy-support)', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({
      env: { UP_JWT_MANAGEMENT: 'legacy-support', ...clockShiftedBy(MINUTE) },
    });
  });

  afterAll(() => app?.stop());

  const logInFromPhone = async (account: Account, password = account.password): Promise<string> => {
    const identifier = account.email;
    const { status, body } = await logIn(app, { identifier, password, deviceId: 'phone' });
    expect(status).toBe(200);
    return body.jwt;
  };

  /** One account for each revocation, with a token. */
  const createAccounts = async () => {
    const accounts: Account[] = [];
    const tokens: string[] = [];
    for (let count = 0; count < REVOCATIONS.length; count += 1) {
      const account = await registerAccount(app);
      accounts.push(account);
      tokens.push(await logInFromPhone(account));
    }
    return { accounts, tokens };
  };

  const revoke = async ({ accounts }: { accounts: Account[] }) => {
    for (const [index, account] of accounts.entries()) {
      await REVOCATIONS[index]?.(app, userIdOf(account));
    }
  };

  const getStatuses = (tokens: string[]) =>
    Promise.all(tokens.map((token) => getArticlesStatus(app, token)));

  it('are revoked by a server whose clock is behind or ahead, and issued again by the other', async () => {
    const ofAhead = await createAccounts();
    await app.restart(clockShiftedBy(0));
    expect(await getStatuses(ofAhead.tokens)).toEqual([200, 200, 200]);
    await revoke(ofAhead);
    expect(await getStatuses(ofAhead.tokens)).toEqual([401, 401, 401]);
    const ofBehind = await createAccounts();

    await app.restart(clockShiftedBy(MINUTE));
    expect(await getStatuses(ofBehind.tokens)).toEqual([200, 200, 200]);
    await revoke(ofBehind);
    expect(await getStatuses(ofBehind.tokens)).toEqual([401, 401, 401]);

    await app.restart(clockShiftedBy(0));
    const [first, second, third] = ofBehind.accounts as [Account, Account, Account];
    const renewed = [
      await logInFromPhone(first),
      await logInFromPhone(second),
      await logInFromPhone(third, NEW_PASSWORD),
    ];
    expect(await getStatuses(renewed)).toEqual([200, 200, 200]);
    expect(await getStatuses(ofBehind.tokens)).toEqual([401, 401, 401]);
  });
});
