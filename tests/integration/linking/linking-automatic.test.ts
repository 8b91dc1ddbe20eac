import type { FindUser } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import {
  createVouchingConnection,
  logInWithClaims,
  mustUnlink,
  type SourceClaims,
  VOUCHING_STRATEGY,
} from '../../support/linking';
import { logInWithCode } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { PASSWORD } from '../../support/passwords';
import { getEvents, getEventTypes } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  getProfile,
  getUser,
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
  let mails: MailServer;

  beforeAll(async () => {
    provider = await startIdentityProvider({ login: 'sample', email: newEmail() });
    mails = await startMailServer();
    app = await startStrapi({
      env: {
        ...VOUCHING_STRATEGY,
        ...mails.env,
        USER_PROFILE_CONFIG: ON,
        SAMPLE_PROVIDER_URL: provider.url,
      },
    });
    await createConnection(app, { name: 'mail', strategy: 'email' });
    await createConnection(app, { name: 'members', strategy: 'database' });
    await createVouchingConnection(app, 'staff');
    await createVouchingConnection(app, 'partners');
    // A login that is not linked then creates a separate user instead of being rejected.
    await updateAdvancedSettings(app, { unique_email: false });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
    await mails?.stop();
  });

  let counter = 0;
  const newId = () => `sample-${(counter += 1)}`;

  /** An account whose email address was marked as verified by an admin. */
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

  /** Logs in through a source that verified the email address and expects a separate user. */
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

  it('links the identity if both sides have verified the email address', async () => {
    const account = await createVerifiedAccount();
    const id = newId();
    expect(await logInAtSource({ id, email: account.email, verified: true })).toBe(account.id);
    const profile = await getProfile(app, account);
    expect(profile.identities.map(({ connection }) => connection)).toEqual(['local', 'staff']);
    expect(await app.database.count(UIDS.user, { user_id: `vouching|staff|${id}` })).toBe(0);
    // The next login is matched by identity, even if the email address at the source differs.
    expect(await logInAtSource({ id, email: newEmail(), verified: false })).toBe(account.id);
    expect((await getProfile(app, account)).email).toBe(account.email);
  });

  it('is recorded as a link and not as a sign-up', async () => {
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

  it('works if the site requires unique email addresses, since the new account has none', async () => {
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

  it('does nothing for an email address that is confirmed only in Users & Permissions', async () => {
    const account = await registerAccount(app);
    expect(await app.database.count(UIDS.account, { id: account.id, confirmed: true })).toBe(1);
    await expectStranger(account);
  });

  it('does nothing if the source has not verified the email address', async () =>
    expectStranger(await createVerifiedAccount(), { verified: false }));

  it('does nothing for a blocked user', async () => {
    const account = await createVerifiedAccount();
    await mustCall(app, 'POST', userPath(userIdOf(account), '/block'));
    await expectStranger(account);
  });

  it('does nothing if two users have the email address', async () => {
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
  ])('does nothing for an email address that was changed later: %s', async (_how, change) => {
    const account = await createVerifiedAccount();
    const email = newEmail();
    await change(account, email);
    expect(await getProfile(app, account)).toMatchObject({ email, email_verified: false });
    await expectStranger(account, { email });
  });

  it('does not link two users of the same connection', async () => {
    const email = newEmail();
    const first = await logInAtSource({ id: newId(), email, verified: true });
    const { status } = await logInWithClaims(app, 'staff', { id: newId(), email, verified: true });
    expect(status).toBe(409);
    // Through another connection, the login is linked.
    expect(await logInAtSource({ id: newId(), email, verified: true }, 'partners')).toBe(first);
  });

  it('creates one identity for parallel first logins', async () => {
    const account = await createVerifiedAccount();
    const claims = { id: newId(), email: account.email, verified: true };
    const ids = await Promise.all(Array.from({ length: 5 }, () => logInAtSource(claims)));
    expect(new Set(ids)).toEqual(new Set([account.id]));
    expect((await getProfile(app, account)).identities).toHaveLength(2);
  });

  it('does not apply to the providers of Users & Permissions', async () => {
    const account = await createVerifiedAccount();
    provider.user = { login: account.username, email: account.email };
    const body = (await (await logInWithProvider(app)).json()) as { user: { id: number } };
    expect(body.user.id).not.toBe(account.id);
    expect((await getProfile(app, account)).identities).toHaveLength(1);
  });

  /** Requests a code, and logs in with it. */
  const logInByMail = async (email: string) => {
    const before = mails.to(email).length;
    await app.request('POST', '/api/user-profile/login/code', {
      body: { connection: 'mail', email },
    });
    const { text } = await mails.waitFor(email, before + 1);
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? '';
    return logInWithCode(app, { connection: 'mail', email, code });
  };

  const changeEmail = (account: Account, email: string) =>
    mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { email } });

  describe.each([true, false])('with a code, if email addresses are unique: %s', (isUnique) => {
    beforeAll(() => updateAdvancedSettings(app, { unique_email: isUnique }));

    afterAll(() => updateAdvancedSettings(app, { unique_email: false }));

    it('follows the email of the user, and another person gets the old mailbox', async () => {
      const account = await createVerifiedAccount();
      expect((await logInByMail(account.email)).body.user.id).toBe(account.id);
      expect((await logInByMail(account.email)).body.user.id).toBe(account.id);
      const email = newEmail();
      await changeEmail(account, email);
      const stranger = await logInByMail(account.email);
      expect(stranger.status).toBe(200);
      expect(stranger.body.user.id).not.toBe(account.id);
      expect((await logInByMail(email)).body.user.id).toBe(account.id);
      expect((await getProfile(app, account)).identities).toHaveLength(2);
    });

    it('finds the same user again after the identity was unlinked', async () => {
      const account = await createVerifiedAccount();
      await logInByMail(account.email);
      const [, mail] = (await getProfile(app, account)).identities;
      await mustUnlink(app, userIdOf(account), `mail|${mail.user_id}`);
      const { status, body } = await logInByMail(account.email);
      expect(status).toBe(200);
      expect(body.user.id).not.toBe(account.id);
      expect((await getUser(app, `email|mail|${mail.user_id}`)).data.logins_count).toBe(2);
    });

    /** A user with an identity that was linked at `email`, and whom an admin gave the address `later`. */
    const createMovedUser = async (isUsed: boolean) => {
      const account = await createVerifiedAccount();
      await logInByMail(account.email);
      const later = newEmail('later');
      await changeEmail(account, later);
      if (isUsed) {
        await logInByMail(later);
      }
      const [, mail] = (await getProfile(app, account)).identities;
      return { account, later, mail: `mail|${mail.user_id}`, logins: isUsed ? 2 : 1 };
    };

    it.each([true, false])(
      'gives the old mailbox to another person after an unlink, if the new one was used: %s',
      async (isUsed) => {
        const { account, later, mail, logins } = await createMovedUser(isUsed);
        await mustUnlink(app, userIdOf(account), mail);
        const separated = `email|${mail}`;
        const stranger = await logInByMail(account.email);
        expect(stranger.status).toBe(200);
        expect(stranger.body.user.id).not.toBe(account.id);
        const user = (await getUser(app, separated)).data;
        // If addresses are unique, the account of the primary user still has this one.
        expect([user.email, user.logins_count]).toEqual([isUnique ? undefined : later, logins]);
        if (!isUnique) {
          expect((await logInByMail(later)).body.user.id).not.toBe(account.id);
          expect((await getUser(app, separated)).data.logins_count).toBe(logins + 1);
        }
      }
    );

    it.each([true, false])(
      'keeps the email of the user if the primary account is deleted, if it was used: %s',
      async (isUsed) => {
        const { account, later } = await createMovedUser(isUsed);
        const { documentId } = await getProfile(app, account);
        const path = `/content-manager/collection-types/${UIDS.account}/${account.documentId}`;
        await app.request('DELETE', path, { token: await app.adminToken() });
        const loginsOf = async () => {
          const { email, logins_count: count } = (await getUser(app, documentId)).data;
          return [email, count];
        };
        const before = (await loginsOf())[1] as number;
        expect(await loginsOf()).toEqual([later, before]);
        expect((await logInByMail(account.email)).status).toBe(200);
        expect(await loginsOf()).toEqual([later, before]);
        expect((await logInByMail(later)).status).toBe(200);
        expect(await loginsOf()).toEqual([later, before + 1]);
      }
    );

    it('gives the old mailbox to another person if the account of the identity is missing', async () => {
      const { account, mail } = await createMovedUser(false);
      const [, id] = mail.split('|');
      await app.database.remove(UIDS.account, { username: `email|mail|${id}` });
      const stranger = await logInByMail(account.email);
      expect(stranger.status).toBe(200);
      expect(stranger.body.user.id).not.toBe(account.id);
    });

    it('follows an email that an admin changed in a connection that stores its users here', async () => {
      const email = newEmail();
      const created = await mustCall<FindUser.Response>(app, 'POST', '/users', {
        data: { connection: 'members', email, password: PASSWORD, email_verified: true },
      });
      const { user_id: userId } = created.data;
      const { id } = (await logInByMail(email)).body.user;
      const later = newEmail('later');
      await mustCall(app, 'PUT', userPath(userId), { data: { email: later } });
      expect((await getUser(app, userId)).data).toMatchObject({ email_verified: false });
      const { status, body } = await logInByMail(later);
      expect([status, body.user?.id]).toEqual([200, id]);
      expect((await logInByMail(email)).body.user.id).not.toBe(id);
    });
  });

  it('does not follow an email address that the primary source has not verified', async () => {
    const [id, email] = [newId(), newEmail()];
    const accountId = await logInAtSource({ id, email, verified: true });
    expect((await logInByMail(email)).body.user.id).toBe(accountId);
    const other = newEmail();
    await logInAtSource({ id, email: other, verified: false });
    const stranger = await logInByMail(other);
    expect(stranger.status).toBe(200);
    expect(stranger.body.user.id).not.toBe(accountId);
  });

  describe('if sign-up is closed', () => {
    afterEach(() => updateAdvancedSettings(app, { allow_register: true }));

    it('links users who exist, by the source and by a code', async () => {
      const account = await createVerifiedAccount();
      await updateAdvancedSettings(app, { allow_register: false });
      const claims = { id: newId(), email: account.email, verified: true };
      expect(await logInAtSource(claims)).toBe(account.id);
      expect((await logInByMail(account.email)).body.user.id).toBe(account.id);
      const stranger = { id: newId(), email: newEmail(), verified: true };
      const { status, body } = await logInWithClaims(app, 'staff', stranger);
      expect([status, body.error.details.reason]).toEqual([400, 'signup_disabled']);
    });
  });

  it('is off by default', async () => {
    await app.restart({ USER_PROFILE_CONFIG: '{}' });
    await expectStranger(await createVerifiedAccount());
  });
});
