import { newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, logInWithCode, postUser, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  countUsers,
  getProfile,
  getUsers,
  newEmail,
  userIdOf,
  userPath,
} from '../../support/users';

let mailbox: MailServer;
let app: TestStrapi;

beforeAll(async () => {
  mailbox = await startMailServer();
  app = await startStrapi({
    env: {
      ...mailbox.env,
      USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailures: 3 } }),
    },
  });
  await createConnection(app, { name: 'mail', strategy: 'email' });
  await createConnection(app, {
    name: 'members',
    strategy: 'database',
    options: { password_policy: 'low' },
  });
});

afterAll(async () => {
  await app?.stop();
  await mailbox?.stop();
});

/** One email address: the spelling of the mail server in the tests, others, and the stored one. */
const newSpellings = () => {
  const name = newEmail().split('@')[0];
  return {
    unicode: `${name}@bücher.example.com`,
    others: [
      `${name.toUpperCase()}@BÜCHER.example.com`,
      ` ${name}@bu\u0308cher.example.com`,
      `${name}@bücher。example.com`,
      `${name}@XN--BCHER-KVA.example.com`,
    ],
    stored: `${name}@xn--bcher-kva.example.com`,
  };
};

const requestCode = (email: string) =>
  app.request('POST', '/api/user-profile/login/code', { body: { connection: 'mail', email } });

const codeIn = (text: string): string => /\b\d{6}\b/.exec(text)?.[0] ?? '';

describe('an internationalized domain', () => {
  it.each(['_q', 'filters[email][$eq]'])(
    'finds the user with %s in every spelling',
    async (key) => {
      const { unicode, others, stored } = newSpellings();
      expect((await postUser(app, 'local', { email: unicode })).status).toBe(201);
      for (const spelling of [unicode, stored, ...others]) {
        const { body } = await getUsers(app, { [key]: spelling });
        expect(body.data.map(({ email }: { email: string }) => email)).toEqual([stored]);
      }
    }
  );

  it('is one email address for login codes, in every spelling', async () => {
    const { unicode, others, stored } = newSpellings();
    expect((await requestCode(unicode)).status).toBe(200);
    const first = codeIn((await mailbox.waitFor(unicode)).text);
    const logInBy = (email: string, code: string) =>
      logInWithCode(app, { connection: 'mail', email, code });
    const { status, body } = await logInBy(others[0], first);
    expect(status).toBe(200);
    expect(body.user.email).toBe(stored);

    expect((await requestCode(others[1])).status).toBe(200);
    const second = codeIn((await mailbox.waitFor(unicode, 2)).text);
    const { body: again } = await logInBy(stored, second);
    expect(again.user.documentId).toBe(body.user.documentId);
  });

  it.each(['local', 'members'])('is one user of the connection %s', async (connection) => {
    const { unicode, others, stored } = newSpellings();
    const { status, body } = await postUser(app, connection, { email: unicode });
    expect(status).toBe(201);
    expect(body.data.email).toBe(stored);
    const before = await countUsers(app);
    for (const email of [stored, ...others]) {
      expect((await postUser(app, connection, { email })).status).toBe(409);
    }
    expect(await countUsers(app)).toEqual(before);

    const login = connection === 'local' ? {} : { connection };
    for (const identifier of [unicode, stored, ...others]) {
      expect((await logIn(app, { ...login, identifier })).status).toBe(200);
    }
  });

  it('is one user for sign-up, and the mail with a new password finds them', async () => {
    const { unicode, others } = newSpellings();
    expect((await signUp(app, 'members', { email: unicode, password: PASSWORD })).status).toBe(200);
    expect((await signUp(app, 'members', { email: others[0], password: PASSWORD })).status).toBe(
      409
    );
    const body = { connection: 'members', email: others[0] };
    expect((await app.request('POST', '/api/user-profile/password-reset', { body })).status).toBe(
      200
    );
    await mailbox.waitFor(unicode);
  });

  it('is one account for the routes of Users & Permissions', async () => {
    const { unicode, others, stored } = newSpellings();
    const account = await registerAccount(app, newCredentials({ email: unicode }));
    expect(await getProfile(app, account)).toMatchObject({ email: stored });
    const body = { ...newCredentials(), email: others[0] };
    expect((await app.request('POST', '/api/auth/local/register', { body })).status).toBe(400);
    for (const identifier of [unicode, stored, ...others]) {
      expect((await logIn(app, { identifier, password: account.password })).status).toBe(200);
    }
    const reset = { email: others[2] };
    const response = await app.request('POST', '/api/auth/forgot-password', { body: reset });
    expect(response.status).toBe(200);
    await mailbox.waitFor(unicode);
  });

  it('does not hide a username that looks like an email address', async () => {
    const { unicode: username } = newSpellings();
    const account = await registerAccount(app, newCredentials({ username }));
    const { status, body } = await logIn(app, { identifier: username, password: account.password });
    expect(status).toBe(200);
    expect(body.user.id).toBe(account.id);
  });

  it('does not multiply the guesses at a password', async () => {
    const { unicode, others } = newSpellings();
    await registerAccount(app, newCredentials({ email: unicode }));
    await postUser(app, 'members', { email: unicode });
    for (const connection of [undefined, 'members']) {
      const statuses: number[] = [];
      for (const identifier of others) {
        const guess = { identifier, password: NEW_PASSWORD, ...(connection ? { connection } : {}) };
        statuses.push((await logIn(app, guess)).status);
      }
      expect(statuses).toEqual([400, 400, 400, 429]);
    }
  });
});

describe('an email address that the Content Manager stores', () => {
  it.each([
    ['mixed case', (name: string) => `${name.toUpperCase()}@EXAMPLE.com`],
    ['capital letters in the domain only', (name: string) => `${name}@Example.COM`],
  ])('is found by login and password reset if it has %s', async (_form, write) => {
    const account = await registerAccount(app);
    const email = `${account.username}@example.com`;
    const { status } = await app.request(
      'PUT',
      `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`,
      {
        token: await app.adminToken(),
        body: { username: account.username, email: write(account.username) },
      }
    );
    expect(status).toBe(200);
    const [row] = await app.database.rows(UIDS.account, { id: account.id }, { columns: ['email'] });
    expect(row.email).toBe(email);
    for (const identifier of [email, write(account.username)]) {
      expect((await logIn(app, { identifier, password: account.password })).status).toBe(200);
    }
    await app.request('POST', '/api/auth/forgot-password', { body: { email } });
    await mailbox.waitFor(email);
    expect(await getProfileByEmail(app, email)).toMatchObject({ user_id: userIdOf(account) });
  });
});

describe('a mail', () => {
  it.each([
    ['two recipients', (victim: string) => `x@example.com, ${victim}`],
    ['another recipient after a semicolon', (victim: string) => `x@example.com;${victim}`],
    ['a further header', (victim: string) => `x@example.com\nBcc: ${victim}`],
    ['another recipient in angle brackets', (victim: string) => `x@example.com<${victim}>`],
    ['a line break at the end', (victim: string) => `${victim}\n`],
  ])('is not sent if other code stored %s', async (_kind, write) => {
    const victim = newEmail('victim');
    const account = await registerAccount(app);
    await app.database.update(UIDS.account, { id: account.id }, { email: write(victim) });
    for (const route of ['/verification-email', '/password-reset']) {
      const { status, body } = await callAdmin(app, 'POST', userPath(userIdOf(account), route));
      expect(status).toBe(400);
      expect(body.error.message).toContain('The email address of this user is invalid');
    }
    expect(mailbox.to(victim)).toEqual([]);
    expect(mailbox.to('x@example.com')).toEqual([]);
  });
});
