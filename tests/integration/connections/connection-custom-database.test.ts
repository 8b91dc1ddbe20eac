import { callAdmin, mustCall } from '../../support/admin-api';
import { getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, postUser, signUp, WRONG_CREDENTIALS } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { createOtherDatabase, type OtherDatabase } from '../../support/other-database';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { ACCEPTED, getTokenStatuses, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  countUsers,
  getConnection,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
  userPath,
} from '../../support/users';

describe('custom-database connections', () => {
  let app: TestStrapi;
  let other: OtherDatabase;
  let mailbox: MailServer;

  beforeAll(async () => {
    mailbox = await startMailServer();
    other = createOtherDatabase();
    app = await startStrapi({ env: { ...other.env, ...mailbox.env } });
    await updateAdvancedSettings(app, { unique_email: false });
  });

  afterAll(async () => {
    await app?.stop();
    await other?.drop();
    await mailbox?.stop();
  });

  const postConnectionUser = (connection: string, user: Record<string, unknown>) =>
    postUser(app, connection, user);

  const createPerson = async () => {
    const email = newEmail();
    const [username] = email.split('@');
    const id = await other.create({ email, username, name: 'Fern Sample', password: PASSWORD });
    return { id, email, username };
  };

  it('derive their capabilities from the configured functions and exist only in the configuration', async () => {
    const { capabilities, managed_by: by } = await getConnection(app, 'legacy');
    expect(by).toBe('config');
    expect(capabilities).toMatchObject({
      create_users: true,
      change_email: true,
      change_password: true,
      login: 'password',
    });
    const { capabilities: fewer } = await getConnection(app, 'odd');
    expect(fewer).toMatchObject({
      create_users: false,
      change_email: false,
      change_password: false,
    });
    const made = await callAdmin(app, 'POST', '/connections', {
      data: { name: 'panel', strategy: 'custom-database', options: {} },
    });
    expect([made.status, problemPaths(made)]).toEqual([400, ['strategy']]);
  });

  describe('connection test', () => {
    it.each([
      ['legacy', 'get-user'],
      ['odd', 'login'],
    ])('of %s looks up an unknown user', async (connection, name) => {
      const { data } = await mustCall(app, 'POST', `/connections/${connection}/test`);
      expect(data).toMatchObject({ ok: true, steps: [{ name, ok: true }] });
    });

    it('returns the failed function and the error code without the error text', async () => {
      const { data } = await mustCall(app, 'POST', '/connections/down/test');
      expect(data).toMatchObject({ ok: false, steps: [{ name: 'get-user', ok: false }] });
      expect(data.steps[0].message).toContain('ECONNREFUSED');
      expect(JSON.stringify(data)).not.toContain('hunter2');
    });
  });

  describe('login', () => {
    it('creates the user at the first login and syncs it from the source at later ones', async () => {
      const { id, email, username } = await createPerson();
      const first = await logIn(app, { connection: 'legacy', identifier: email });
      expect(first.status).toBe(200);
      expect(await getTokenStatuses(app, first.body)).toEqual(ACCEPTED);
      expect(await getProfileByEmail(app, email)).toMatchObject({
        user_id: `custom-database|legacy|${id}`,
        name: 'Fern Sample',
        username,
        email_verified: false,
        logins_count: 1,
        identities: [{ connection: 'legacy', provider: 'custom-database', user_id: String(id) }],
      });
      await other.people.where({ id }).update({ name: 'Ferny Sample', verified: 1 } as object);
      expect((await logIn(app, { connection: 'legacy', identifier: username })).status).toBe(200);
      expect(await getProfileByEmail(app, email)).toMatchObject({
        name: 'Ferny Sample',
        email_verified: true,
        logins_count: 2,
      });
      const [{ password }] = await app.database.rows(
        UIDS.account,
        { email },
        { columns: ['password'] }
      );
      expect(password).toBeNull();
    });

    it('returns the common error for wrong credentials and records the reason', async () => {
      const { email } = await createPerson();
      const before = await countUsers(app);
      expect(
        await logIn(app, { connection: 'legacy', identifier: email, password: 'wrong' })
      ).toMatchObject(WRONG_CREDENTIALS);
      expect(
        await logIn(app, { connection: 'legacy', identifier: newEmail(), password: 'wrong' })
      ).toMatchObject(WRONG_CREDENTIALS);
      expect(await countUsers(app)).toEqual(before);
      await logIn(app, { connection: 'legacy', identifier: email });
      await logIn(app, { connection: 'legacy', identifier: email, password: 'wrong' });
      const { documentId } = await getProfileByEmail(app, email);
      const [event] = await getEvents(app, documentId);
      expect(event).toMatchObject({ type: 'fp', details: { reason: 'wrong_password' } });
    });

    it('creates one user for parallel first logins', async () => {
      const { email } = await createPerson();
      const before = await countUsers(app);
      const logins = await Promise.all(
        Array.from({ length: 6 }, () => logIn(app, { connection: 'legacy', identifier: email }))
      );
      expect(logins.map(({ status }) => status)).toEqual(Array(6).fill(200));
      const after = await countUsers(app);
      expect(after).toEqual({ accounts: before.accounts + 1, users: before.users + 1 });
      expect((await getProfileByEmail(app, email)).logins_count).toBe(6);
    });

    it.each([
      ['throws', 'source_failed', 'SourceError'],
      ['throws-text', 'source_failed', 'SourceError'],
      ['hangs', 'source_timeout', 'SourceError'],
      ['text', 'source_invalid_response', 'SourceError'],
      ['list', 'source_invalid_response', 'SourceError'],
      ['circular', 'source_invalid_response', 'SourceError'],
      ['big', 'source_invalid_response', 'SourceError'],
      ['no-id', 'source_invalid_response', 'SourceError'],
      ['long-id', 'source_invalid_response', 'SourceError'],
      ['odd-id', 'source_invalid_response', 'SourceError'],
      ['inexact', 'source_invalid_response', 'SourceError'],
      ['nul', 'source_invalid_response', 'SourceError'],
      ['other', 'source_invalid_response', 'SourceError'],
      ['wrong', 'unknown_user', 'ValidationError'],
    ])('is rejected in the case "%s" and recorded as %s', async (kind, reason, name) => {
      const before = await countUsers(app);
      const response = await logIn(app, { connection: 'odd', identifier: `${kind}@example.test` });
      expect([response.status, response.body.error.name]).toEqual([400, name]);
      expect(await countUsers(app)).toEqual(before);
      const [event] = await getNewestEvents(app);
      expect(event).toMatchObject({ connection: 'odd', details: { reason } });
      expect(JSON.stringify(event) + JSON.stringify(response.body)).not.toContain('hunter2');
    });

    it('returns the validation error of the function', async () => {
      const response = await logIn(app, { connection: 'odd', identifier: 'invalid@example.test' });
      expect(response.body.error).toMatchObject({
        name: 'ValidationError',
        message: 'Choose a new password first',
      });
      expect(problemPaths(response)).toEqual(['password']);
    });

    it('returns 429 after ten failed attempts', async () => {
      const identifier = newEmail();
      const statuses = [];
      for (let tries = 0; tries < 11; tries += 1) {
        statuses.push(
          (await logIn(app, { connection: 'legacy', identifier, password: 'wrong' })).status
        );
      }
      expect(statuses.slice(9)).toEqual([400, 429]);
    });
  });

  describe('users created and changed in the plugin', () => {
    it('are created at the source and get its id', async () => {
      const email = newEmail();
      const { status, body } = await postConnectionUser('legacy', { email, name: 'Moss Sample' });
      expect(status).toBe(201);
      const person = await other.find(email);
      expect(body.data).toMatchObject({
        user_id: `custom-database|legacy|${person?.id}`,
        name: 'Moss Sample',
      });
      expect((await logIn(app, { connection: 'legacy', identifier: email })).status).toBe(200);
      expect((await postConnectionUser('legacy', { email })).status).toBe(409);
    });

    it('can sign up', async () => {
      const email = newEmail();
      const { status, body } = await signUp(app, 'legacy', { email, password: PASSWORD });
      expect(status).toBe(200);
      expect(await getTokenStatuses(app, body)).toEqual(ACCEPTED);
      expect(await other.find(email)).toMatchObject({ email });
    });

    it.each([
      ['reports the email as taken', { email: `taken-${newEmail()}` }, 409, ['email']],
      ['rejects the password', { password: 'password-password' }, 400, ['password']],
    ])('are not created if the source %s', async (_what, user, status, paths) => {
      const before = await countUsers(app);
      const made = await postConnectionUser('legacy', { email: newEmail(), ...user });
      expect([made.status, problemPaths(made)]).toEqual([status, paths]);
      expect(await countUsers(app)).toEqual(before);
    });

    it('are not created at the source if a check in the plugin fails', async () => {
      await updateAdvancedSettings(app, { unique_email: true });
      const email = newEmail();
      await postConnectionUser('moving', { email });
      const before = await countUsers(app);
      expect((await postConnectionUser('legacy', { email })).status).toBe(409);
      const weak = await postConnectionUser('legacy', { email: newEmail(), password: 'short' });
      const keys = await postConnectionUser('legacy', {
        email: newEmail(),
        user_metadata: { 'a.b': 1 },
      });
      await updateAdvancedSettings(app, { unique_email: false });
      expect([weak.status, keys.status]).toEqual([400, 400]);
      expect(await countUsers(app)).toEqual(before);
      expect(await other.find(email)).toBeUndefined();
    });

    it('do not replace an existing user if the source reuses its id', async () => {
      const { id, email: taken } = await createPerson();
      await logIn(app, { connection: 'legacy', identifier: taken });
      await other.people.where({ id }).delete();
      const email = newEmail();
      expect((await postConnectionUser('legacy', { email })).status).toBe(409);
      expect((await getProfileByEmail(app, taken)).user_id).toBe(`custom-database|legacy|${id}`);
      // The row at the source may belong to the other user, so it is not removed.
      expect(await other.find(email)).toMatchObject({ id });
      await other.people.where({ id }).delete();
    });

    it('get a new password at the source, which ends all sessions', async () => {
      const { email } = await createPerson();
      const { body: tokens } = await logIn(app, { connection: 'legacy', identifier: email });
      const { documentId } = await getProfileByEmail(app, email);
      const path = userPath(documentId, '/password');
      expect((await callAdmin(app, 'PUT', path, { data: { password: 'short' } })).status).toBe(400);
      await mustCall(app, 'PUT', path, { data: { password: NEW_PASSWORD } });
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(await logIn(app, { connection: 'legacy', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
      expect(
        (await logIn(app, { connection: 'legacy', identifier: email, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
      expect((await getProfileByEmail(app, email)).last_password_reset).not.toBeNull();
    });

    it('reset the password by email with a code that stays valid if the source rejects the password', async () => {
      const { email } = await createPerson();
      await logIn(app, { connection: 'legacy', identifier: email });
      await app.request('POST', '/api/user-profile/password-reset', {
        body: { connection: 'legacy', email },
      });
      const { text } = await mailbox.waitFor(email);
      const code = /code: ([\w-]{43})/.exec(text)?.[1];
      const confirm = (password: string) =>
        app.request('POST', '/api/user-profile/password-reset/confirm', {
          body: { code, password },
        });
      const rejected = await confirm('password-1');
      expect([rejected.status, problemPaths(rejected)]).toEqual([400, ['password']]);
      expect((await confirm(NEW_PASSWORD)).status).toBe(200);
      expect((await confirm(NEW_PASSWORD)).status).toBe(400);
      expect(
        (await logIn(app, { connection: 'legacy', identifier: email, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
    });

    it('cannot change the password through the Users & Permissions route', async () => {
      const { email } = await createPerson();
      const { jwt } = (await logIn(app, { connection: 'legacy', identifier: email })).body;
      const { status, body } = await app.request('POST', '/api/auth/change-password', {
        token: jwt,
        body: {
          currentPassword: PASSWORD,
          password: NEW_PASSWORD,
          passwordConfirmation: NEW_PASSWORD,
        },
      });
      expect([status, body.error.name]).toEqual([400, 'ApplicationError']);
    });

    it('get a new email at the source, or keep the old one everywhere', async () => {
      const [{ id, email }, { email: taken }] = [await createPerson(), await createPerson()];
      await logIn(app, { connection: 'legacy', identifier: email });
      await logIn(app, { connection: 'legacy', identifier: taken });
      const { documentId } = await getProfileByEmail(app, email);
      const change = (wanted: string, more: object = {}) =>
        callAdmin(app, 'PUT', userPath(documentId), { data: { email: wanted, ...more } });
      expect((await change(taken)).status).toBe(409);
      // The plugin does not know this person, so only the unique constraint of the source rejects it.
      const { email: unknown } = await createPerson();
      expect((await change(unknown)).body.error.name).toBe('SourceError');
      expect((await change(newEmail(), { user_metadata: { $set: 1 } })).status).toBe(400);
      expect(await other.people.where({ id }).first()).toMatchObject({ email });
      const changed = newEmail();
      expect((await change(changed)).status).toBe(200);
      expect(await other.people.where({ id }).first()).toMatchObject({ email: changed });
      expect((await getProfileByEmail(app, changed)).documentId).toBe(documentId);
    });

    it('are verified at the source by the link in the verification email', async () => {
      const { email } = await createPerson();
      await logIn(app, { connection: 'legacy', identifier: email });
      const { documentId } = await getProfileByEmail(app, email);
      await mustCall(app, 'POST', userPath(documentId, '/verification-email'));
      const [{ confirmation_token: token }] = await app.database.rows(
        UIDS.account,
        { email },
        { columns: ['confirmation_token'] }
      );
      await app.request('GET', `/api/auth/email-confirmation?confirmation=${token}`);
      expect(await other.find(email)).toMatchObject({ verified: 1 });
      expect((await getProfileByEmail(app, email)).email_verified).toBe(true);
    });

    it('are deleted at the source too, even if already deleted there', async () => {
      const [{ email }, { id, email: gone }] = [await createPerson(), await createPerson()];
      for (const each of [email, gone]) {
        await logIn(app, { connection: 'legacy', identifier: each });
      }
      await other.people.where({ id }).delete();
      for (const each of [email, gone]) {
        await mustCall(app, 'DELETE', userPath((await getProfileByEmail(app, each)).documentId));
        expect(await other.find(each)).toBeUndefined();
      }
    });
  });

  describe('import mode', () => {
    it('imports the password at the first login and does not query the source again', async () => {
      const { id, email, username } = await createPerson();
      expect((await logIn(app, { connection: 'moving', identifier: email })).status).toBe(200);
      expect((await other.find(email))?.logins).toBe(1);
      const [{ password }] = await app.database.rows(
        UIDS.account,
        { email, provider: 'moving' },
        { columns: ['password'] }
      );
      expect(password).toMatch(/^\$2[aby]\$/);
      for (const identifier of [email, username]) {
        expect((await logIn(app, { connection: 'moving', identifier })).status).toBe(200);
        expect(
          await logIn(app, { connection: 'moving', identifier, password: 'wrong' })
        ).toMatchObject(WRONG_CREDENTIALS);
      }
      expect((await other.find(email))?.logins).toBe(1);
      expect((await getProfileByEmail(app, email)).user_id).toBe(`custom-database|moving|${id}`);
    });

    it('uses the local password and email once they are changed in the plugin', async () => {
      const { id, email } = await createPerson();
      await logIn(app, { connection: 'moving', identifier: email });
      const { documentId } = await getProfileByEmail(app, email);
      await mustCall(app, 'PUT', userPath(documentId, '/password'), {
        data: { password: NEW_PASSWORD },
      });
      const changed = newEmail();
      await mustCall(app, 'PUT', userPath(documentId), { data: { email: changed } });
      expect(
        (await logIn(app, { connection: 'moving', identifier: changed, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
      // The source still accepts the old email address with the old password.
      expect(await logIn(app, { connection: 'moving', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
      expect(await other.people.where({ id }).first()).toMatchObject({ email });
    });

    it('creates new users in the plugin only and returns 409 for users of the source', async () => {
      const email = newEmail();
      expect((await postConnectionUser('moving', { email })).status).toBe(201);
      expect(await other.find(email)).toBeUndefined();
      expect((await logIn(app, { connection: 'moving', identifier: email })).status).toBe(200);
      const { email: known } = await createPerson();
      expect((await postConnectionUser('moving', { email: known })).status).toBe(409);
    });

    it('rejects new users if it cannot look them up at the source', async () => {
      const { email } = await createPerson();
      expect((await signUp(app, 'blind', { email, password: NEW_PASSWORD })).status).toBe(400);
      expect((await postConnectionUser('blind', { email })).status).toBe(400);
      expect((await logIn(app, { connection: 'blind', identifier: email })).status).toBe(200);
    });

    it('rejects a sign-up with a username that is taken at the source', async () => {
      const { username } = await createPerson();
      const email = newEmail();
      const taken = await signUp(app, 'named', { email, username, password: NEW_PASSWORD });
      expect([taken.status, problemPaths(taken)]).toEqual([409, ['username']]);
      expect((await logIn(app, { connection: 'named', identifier: username })).status).toBe(200);
      const [free] = newEmail().split('@');
      const made = await signUp(app, 'named', { email, username: free, password: NEW_PASSWORD });
      expect(made.status).toBe(200);
      expect(
        (await logIn(app, { connection: 'named', identifier: free, password: NEW_PASSWORD })).status
      ).toBe(200);
    });

    it('imports one user for parallel first logins', async () => {
      const { email } = await createPerson();
      const before = await countUsers(app);
      const logins = await Promise.all(
        Array.from({ length: 5 }, () => logIn(app, { connection: 'moving', identifier: email }))
      );
      expect(logins.map(({ status }) => status)).toEqual(Array(5).fill(200));
      const after = await countUsers(app);
      expect(after).toEqual({ accounts: before.accounts + 1, users: before.users + 1 });
    });

    it('does not import a deleted user again', async () => {
      const { email } = await createPerson();
      await logIn(app, { connection: 'moving', identifier: email });
      await mustCall(app, 'DELETE', userPath((await getProfileByEmail(app, email)).documentId));
      expect(await logIn(app, { connection: 'moving', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
    });

    it('resets the password by email', async () => {
      const { email } = await createPerson();
      await logIn(app, { connection: 'moving', identifier: email });
      await app.request('POST', '/api/user-profile/password-reset', {
        body: { connection: 'moving', email },
      });
      const { text } = await mailbox.waitFor(email);
      const code = /code: ([\w-]{43})/.exec(text)?.[1];
      const { status } = await app.request('POST', '/api/user-profile/password-reset/confirm', {
        body: { code, password: NEW_PASSWORD },
      });
      expect(status).toBe(200);
      expect(
        (await logIn(app, { connection: 'moving', identifier: email, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
    });
  });

  it('cannot be changed through the admin API', async () => {
    const change = await callAdmin(app, 'PUT', '/connections/legacy', {
      data: { options: { timeout_ms: 5000 } },
    });
    expect(change.status).toBe(400);
  });
});
