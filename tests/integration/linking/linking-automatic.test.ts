import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import {
  createVouchingConnection,
  logInWithClaims,
  type SourceClaims,
  VOUCHING_STRATEGY,
} from '../../support/linking';
import { getEvents, getEventTypes } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  getProfile,
  newEmail,
  updateAdvancedSettings,
  userIdOf,
  userPath,
} from '../../support/users';
import { waitForEqual } from '../../support/wait';

const ON = JSON.stringify({ linking: { automatic: true } });

describe('automatic linking', () => {
  let app: TestStrapi;
  let provider: IdentityProvider;

  beforeAll(async () => {
    provider = await startIdentityProvider({ login: 'sample', email: newEmail() });
    app = await startStrapi({
      env: { ...VOUCHING_STRATEGY, USER_PROFILE_CONFIG: ON, SAMPLE_PROVIDER_URL: provider.url },
    });
    await createVouchingConnection(app, 'staff');
    await createVouchingConnection(app, 'partners');
    // So that whatever is not linked is a user of its own, and not refused.
    await updateAdvancedSettings(app, { unique_email: false });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  let counter = 0;
  const newId = () => `sample-${(counter += 1)}`;

  /** Somebody whose address is verified, as an admin says. */
  const createVerifiedAccount = async (): Promise<Account> => {
    const account = await registerAccount(app);
    await mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { email_verified: true } });
    return account;
  };

  const logInAtSource = async (claims: SourceClaims, connection = 'staff'): Promise<number> => {
    const { status, body } = await logInWithClaims(app, connection, claims);
    if (status !== 200) {
      throw new Error(`login: ${status} ${JSON.stringify(body)}`);
    }
    return body.user.id;
  };

  /** Signs in by a source that vouches for the address, and expects a user of its own. */
  const expectStranger = async (
    account: Account,
    claims: Partial<SourceClaims> = {}
  ): Promise<void> => {
    const id = newId();
    const accountId = await logInAtSource({ id, email: account.email, verified: true, ...claims });
    expect(accountId).not.toBe(account.id);
    expect(await app.database.count(UIDS.user, { user_id: `vouching|staff|${id}` })).toBe(1);
    expect((await getProfile(app, account)).identities).toHaveLength(1);
  };

  it('makes one user where both sides have verified the address', async () => {
    const account = await createVerifiedAccount();
    const id = newId();
    expect(await logInAtSource({ id, email: account.email, verified: true })).toBe(account.id);
    const profile = await getProfile(app, account);
    expect(profile.identities.map(({ connection }) => connection)).toEqual(['local', 'staff']);
    expect(await app.database.count(UIDS.user, { user_id: `vouching|staff|${id}` })).toBe(0);
    // Again, and with another address at the source: the identity is what counts.
    expect(await logInAtSource({ id, email: newEmail(), verified: false })).toBe(account.id);
    expect((await getProfile(app, account)).email).toBe(account.email);
  });

  it('is in the history as a link, and not as a sign-up', async () => {
    const account = await createVerifiedAccount();
    const id = newId();
    await logInAtSource({ id, email: account.email, verified: true });
    await waitForEqual(
      async () => (await getEventTypes(app, userIdOf(account))).slice(0, 2).sort(),
      ['s', 'sapi']
    );
    const events = await getEvents(app, userIdOf(account));
    expect(events.find(({ type }) => type === 'sapi')).toMatchObject({
      details: { operation: 'link-identity', identity: `staff|${id}`, automatic: true },
    });
    expect(events.filter(({ type }) => type === 'ss')).toHaveLength(1);
  });

  it('works where the site allows an address once: the new account has none', async () => {
    await updateAdvancedSettings(app, { unique_email: true });
    const account = await createVerifiedAccount();
    try {
      expect(await logInAtSource({ id: newId(), email: account.email, verified: true })).toBe(
        account.id
      );
    } finally {
      await updateAdvancedSettings(app, { unique_email: false });
    }
    expect(await app.database.count(UIDS.account, { email: account.email })).toBe(1);
  });

  it('does nothing for an address that is confirmed for Users & Permissions alone', async () => {
    const account = await registerAccount(app);
    expect(await app.database.count(UIDS.account, { id: account.id, confirmed: true })).toBe(1);
    await expectStranger(account);
  });

  it('does nothing where the source does not vouch for the address', async () =>
    expectStranger(await createVerifiedAccount(), { verified: false }));

  it('does nothing for a user who is blocked', async () => {
    const account = await createVerifiedAccount();
    await mustCall(app, 'POST', userPath(userIdOf(account), '/block'));
    await expectStranger(account);
  });

  it('does nothing where two users have the address', async () => {
    const account = await createVerifiedAccount();
    const twin = await logInAtSource({ id: newId(), email: newEmail() }, 'partners');
    await app.database.update(UIDS.account, { id: twin }, { email: account.email });
    await app.database.update(
      UIDS.user,
      { user_id: `vouching|partners|sample-${counter}` },
      { email: account.email, email_verified: true }
    );
    await expectStranger(account);
  });

  it.each([
    [
      'by Users & Permissions',
      async (account: Account, email: string) =>
        app.request('PUT', `/api/users/${account.id}`, {
          token: await getFullAccessToken(app),
          body: { email },
        }),
    ],
    [
      'by an admin',
      (account: Account, email: string) =>
        mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { email } }),
    ],
  ])('does nothing for an address that was changed since: %s', async (_how, change) => {
    const account = await createVerifiedAccount();
    const email = newEmail();
    await change(account, email);
    expect(await getProfile(app, account)).toMatchObject({ email, email_verified: false });
    await expectStranger(account, { email });
  });

  it('takes nobody over within one connection: its source says that these are two', async () => {
    const email = newEmail();
    const first = await logInAtSource({ id: newId(), email, verified: true });
    const { status } = await logInWithClaims(app, 'staff', { id: newId(), email, verified: true });
    expect(status).toBe(409);
    // From elsewhere it is the same person.
    expect(await logInAtSource({ id: newId(), email, verified: true }, 'partners')).toBe(first);
  });

  it('of two first logins at the same moment makes one identity', async () => {
    const account = await createVerifiedAccount();
    const claims = { id: newId(), email: account.email, verified: true };
    const ids = await Promise.all(Array.from({ length: 5 }, () => logInAtSource(claims)));
    expect(new Set(ids)).toEqual(new Set([account.id]));
    expect((await getProfile(app, account)).identities).toHaveLength(2);
  });

  it('is not for the providers of Users & Permissions', async () => {
    const account = await createVerifiedAccount();
    provider.user = { login: account.username, email: account.email };
    const body = (await (await logInWithProvider(app)).json()) as { user: { id: number } };
    expect(body.user.id).not.toBe(account.id);
    expect((await getProfile(app, account)).identities).toHaveLength(1);
  });

  it('is off unless the site has it', async () => {
    await app.restart({ USER_PROFILE_CONFIG: '{}' });
    await expectStranger(await createVerifiedAccount());
  });
});
