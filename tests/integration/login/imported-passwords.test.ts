import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { getStoredPassword, HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { logIn, postUser, WRONG_CREDENTIALS } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail, reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userIdOf, userPath } from '../../support/users';

const MEMBERS = { name: 'members', strategy: 'database', options: {} };

/** A hash of the site: bcrypt, and nothing else is stored. */
const UPGRADED = { password: expect.stringMatching(/^\$2[aby]\$/), imported: 0 };
const KEPT = { password: expect.stringMatching(/^\$imported\$/), imported: 1 };

describe('an account with an imported password hash', () => {
  let app: TestStrapi;
  let account: Account;

  beforeAll(async () => {
    app = await startStrapi({
      env: { ...SERVER_CODE, UP_JWT_MANAGEMENT: 'refresh', GRAPHQL: 'true' },
    });
    await createConnection(app, MEMBERS);
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    await app.database.remove(UIDS.loginFailure);
    account = await registerAccount(app);
    await setImportedPassword(app, account, HASHERS.md5(PASSWORD));
  });

  const logInAs = (password: string = PASSWORD) =>
    logIn(app, { identifier: account.email, password });

  const getStored = () => getStoredPassword(app, account);

  it.each(Object.entries(HASHERS))(
    'logs in with its old password, which %s hashed, and gets a hash of the site',
    async (_name, hash) => {
      await setImportedPassword(app, account, hash(PASSWORD));
      expect(await logInAs('wrong')).toMatchObject(WRONG_CREDENTIALS);
      expect(await getStored()).toEqual(KEPT);

      expect((await logInAs()).status).toBe(200);
      expect(await getStored()).toEqual(UPGRADED);
      expect((await logInAs()).status).toBe(200);
      expect(await logInAs('wrong')).toMatchObject(WRONG_CREDENTIALS);
    }
  );

  it('logs in if code of the site hashes the password again before it is compared', async () => {
    expect((await logInAs()).status).toBe(200);
    await runInServer(
      app,
      async (strapi, id, password) => {
        const uid = 'plugin::users-permissions.user';
        const { ensureHashedPasswords } = strapi.plugin('users-permissions').service('user');
        const hash = (await ensureHashedPasswords({ password })).password;
        let isDone = false;
        strapi.db.lifecycles.subscribe({
          models: [uid],
          async beforeFindOne({ params }) {
            if (!isDone && params.where?.$or) {
              isDone = true;
              await strapi.db.connection('up_users').where({ id }).update({ password: hash });
            }
          },
        });
      },
      account.id,
      PASSWORD
    );
    expect((await logInAs()).status).toBe(200);
    expect((await logInAs()).status).toBe(200);
  });

  it.each([
    ['logs in if code of the site replaces the hash that was compared', false, 200],
    ['is rejected if such code replaces a password that was set after the comparison', true, 400],
  ])('%s', async (_what, isChanged, status) => {
    expect((await logInAs()).status).toBe(200);
    await runInServer(
      app,
      async (strapi, id, password, other) => {
        const uid = 'plugin::users-permissions.user';
        const users = strapi.plugin('users-permissions').service('user');
        const hashOf = async (text: string) =>
          (await users.ensureHashedPasswords({ password: text })).password;
        const { validatePassword } = users;
        users.validatePassword = async (sent: string, stored: string) => {
          const isRight = await validatePassword(sent, stored);
          users.validatePassword = validatePassword;
          if (other) {
            const changed = { password: await hashOf(other) };
            await strapi.db.connection('up_users').where({ id }).update(changed);
          }
          await strapi.db
            .query(uid)
            .update({ where: { id }, data: { password: await hashOf(password) } });
          return isRight;
        };
      },
      account.id,
      PASSWORD,
      isChanged ? NEW_PASSWORD : null
    );
    expect((await logInAs()).status).toBe(status);
  });

  it('does so in a connection of the plugin too', async () => {
    const email = newEmail();
    expect((await postUser(app, MEMBERS.name, { email })).status).toBe(201);
    const [member] = await app.database.rows(UIDS.account, { email });
    const owner = { documentId: member.document_id };
    await setImportedPassword(app, owner, HASHERS.argon2id('of-the-old-site-9'));
    const login = { connection: MEMBERS.name, identifier: email };

    expect(await logIn(app, login)).toMatchObject({ status: 400 });
    const { status } = await logIn(app, { ...login, password: 'of-the-old-site-9' });
    expect(status).toBe(200);
    expect(await getStoredPassword(app, owner)).toEqual(UPGRADED);
  });

  it('does so over GraphQL too', async () => {
    const logInOverGraphql = async (password: string) => {
      const input = `{ identifier: "${account.email}", password: "${password}" }`;
      const query = `mutation { login(input: ${input}) { jwt user { email } } }`;
      return (await app.request('POST', '/graphql', { body: { query } })).body;
    };
    expect((await logInOverGraphql('wrong')).errors).toHaveLength(1);
    expect(await getStored()).toEqual(KEPT);
    const { data } = await logInOverGraphql(PASSWORD);
    expect(data.login.user.email).toBe(account.email);
    expect(await getStored()).toEqual(UPGRADED);
  });

  it('keeps its imported hash if bcrypt would truncate the password', async () => {
    const long = 'é'.repeat(40);
    await setImportedPassword(app, account, HASHERS.scrypt(long));
    expect((await logInAs(long)).status).toBe(200);
    expect(await getStored()).toEqual(KEPT);
    expect((await logInAs(long)).status).toBe(200);
    expect(await logInAs('é'.repeat(36))).toMatchObject(WRONG_CREDENTIALS);
  });

  it('keeps its sessions and its ETag when the hash is replaced', async () => {
    const id = userPath(userIdOf(account));
    const before = await callAdmin(app, 'GET', id);
    expect((await logInAs()).status).toBe(200);
    const { status } = await app.request('GET', '/api/articles', { token: account.jwt });
    expect(status).toBe(200);
    const after = await callAdmin(app, 'GET', id);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    const { documentId } = await getProfileByEmail(app, account.email);
    const types = (await getEvents(app, documentId)).map(({ type }) => type);
    expect(types).not.toContain('scp');
  });

  it('is counted and logged like any other if the password is wrong', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await logInAs('wrong')).status);
    }
    expect(statuses).toEqual([...Array(10).fill(400), 429]);
    expect((await logInAs()).status).toBe(429);
    const { documentId } = await getProfileByEmail(app, account.email);
    const events = await getEvents(app, documentId);
    expect(events.filter(({ type }) => type === 'fp')).toHaveLength(10);
  });

  it('gets the response of an unknown user if the password is wrong', async () => {
    const known = await logInAs('wrong');
    const unknown = await logIn(app, { identifier: newEmail(), password: 'wrong' });
    expect(known.body).toEqual(unknown.body);
    expect([...known.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort());
  });

  it('rejects the reference to its hash as a password', async () => {
    const { password } = await getStored();
    expect(await logInAs(String(password))).toMatchObject(WRONG_CREDENTIALS);
  });

  it('rejects every password if the hash is gone or damaged', async () => {
    await app.database.update(
      UIDS.importedPassword,
      { account: account.documentId },
      { hash: { v: 1, algorithm: 'argon2', encoded: '$argon2id$x' } }
    );
    expect(await logInAs()).toMatchObject(WRONG_CREDENTIALS);
    await app.database.remove(UIDS.importedPassword, { account: account.documentId });
    expect(await logInAs()).toMatchObject(WRONG_CREDENTIALS);
  });

  it('is blocked with the right password as any other', async () => {
    await mustCall(app, 'POST', userPath(userIdOf(account), '/block'));
    const { status, body } = await logInAs();
    expect([status, body.error.message]).toEqual([
      400,
      'Your account has been blocked by an administrator',
    ]);
    expect(await logInAs('wrong')).toMatchObject(WRONG_CREDENTIALS);
  });

  it('proves its identity with the old password', async () => {
    const requestErasure = (password: string) =>
      app.request('POST', '/api/user-profile/me/erasure-request', {
        token: account.jwt,
        body: { data: { confirm: true, current_password: password } },
      });
    expect((await requestErasure('wrong')).status).toBe(400);
    expect((await requestErasure(PASSWORD)).status).toBe(200);
    expect(await getStored()).toEqual(UPGRADED);
  });

  describe('loses the hash', () => {
    const expectReplaced = async (): Promise<void> => {
      expect(await getStored()).toEqual(UPGRADED);
      expect(await logInAs(PASSWORD)).toMatchObject(WRONG_CREDENTIALS);
      expect((await logInAs(NEW_PASSWORD)).status).toBe(200);
    };

    it('when the user changes the password', async () => {
      const body = {
        currentPassword: PASSWORD,
        password: NEW_PASSWORD,
        passwordConfirmation: NEW_PASSWORD,
      };
      const wrong = { ...body, currentPassword: 'wrong' };
      const change = (sent: object) =>
        app.request('POST', '/api/auth/change-password', { token: account.jwt, body: sent });
      expect((await change(wrong)).status).toBe(400);
      expect((await change(body)).status).toBe(200);
      await expectReplaced();
    });

    it('when the user resets the password', async () => {
      const code = `code-${account.id}`;
      await app.database.update(UIDS.account, { id: account.id }, { reset_password_token: code });
      const body = { code, password: NEW_PASSWORD, passwordConfirmation: NEW_PASSWORD };
      expect((await app.request('POST', '/api/auth/reset-password', { body })).status).toBe(200);
      await expectReplaced();
    });

    it('when an admin sets a password', async () => {
      await mustCall(app, 'PUT', userPath(userIdOf(account), '/password'), {
        data: { password: NEW_PASSWORD },
      });
      await expectReplaced();
    });

    it('when other code sets a password', async () => {
      const token = await getFullAccessToken(app);
      const body = { password: NEW_PASSWORD };
      const { status } = await app.request('PUT', `/api/users/${account.id}`, { token, body });
      expect(status).toBe(200);
      await expectReplaced();
    });

    it('when the user is deleted', async () => {
      await mustCall(app, 'DELETE', `${userPath(userIdOf(account))}?history=erase`);
      expect(await getStored()).toEqual({ password: null, imported: 0 });
    });

    it('when other code deletes the account', async () => {
      const token = await getFullAccessToken(app);
      const { status } = await app.request('DELETE', `/api/users/${account.id}`, { token });
      expect(status).toBe(200);
      expect(await getStored()).toEqual({ password: null, imported: 0 });
    });

    it('at the next reconcile pass if a password was set, or the account deleted, with raw SQL', async () => {
      const other = await registerAccount(app);
      const third = await registerAccount(app);
      await setImportedPassword(app, other, HASHERS.md5(PASSWORD));
      await setImportedPassword(app, third, HASHERS.md5(PASSWORD));
      await app.database.update(UIDS.account, { id: account.id }, { password: 'x' });
      await app.database.remove(UIDS.account, { id: other.id });
      await reconcile(app);
      expect((await getStored()).imported).toBe(0);
      expect((await getStoredPassword(app, other)).imported).toBe(0);
      expect(await getStoredPassword(app, third)).toEqual(KEPT);
    });
  });

  it('keeps the hash if the account changes without its password', async () => {
    const token = await getFullAccessToken(app);
    const body = { username: `${account.username}-2` };
    expect((await app.request('PUT', `/api/users/${account.id}`, { token, body })).status).toBe(
      200
    );
    await mustCall(app, 'POST', userPath(userIdOf(account), '/block'));
    await mustCall(app, 'POST', userPath(userIdOf(account), '/unblock'));
    expect(await getStored()).toEqual(KEPT);
    expect((await logInAs()).status).toBe(200);
  });
});
