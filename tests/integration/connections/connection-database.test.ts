import { newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, postUser, signUp, WRONG_CREDENTIALS } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getEventTypes, getProfileByEmail } from '../../support/profiles';
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

const WEAK = [
  ['none', 'a', []],
  ['low', 'abcde', ['at least 6']],
  ['fair', 'abc', ['at least 8', 'lowercase letters (a-z), uppercase']],
  ['fair', 'abcdefgh1', ['lowercase letters (a-z), uppercase']],
  ['good', 'abcdefgh', ['three of']],
  ['good', 'Äbcdefgh', ['three of']],
  ['excellent', 'Aaaa1', ['at least 10', 'three times in a row']],
  ['excellent', 'Abcdefg111', ['three times in a row']],
] as const;

const STRONG = [
  ['none', 'b'],
  ['low', 'abcdef'],
  ['fair', 'Abcdefg1'],
  ['good', 'abcdef 1'],
  ['excellent', 'Abcdefg121'],
] as const;

describe('database connections', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
    await updateAdvancedSettings(app, { unique_email: false });
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
    await createConnection(app, {
      name: 'staff',
      strategy: 'database',
      options: { requires_username: true, username_min: 3, disable_signup: true },
    });
  });

  afterAll(() => app?.stop());

  const postConnectionUser = (connection: string, user: Record<string, unknown>) =>
    postUser(app, connection, user);

  describe('options', () => {
    it('get their defaults and determine the capabilities and password rules', async () => {
      const { options, capabilities, password_rules: rules } = await getConnection(app, 'staff');
      expect(options).toMatchObject({ password_policy: 'good', username_min: 3, username_max: 15 });
      expect(capabilities).toMatchObject({
        create_users: true,
        change_email: true,
        change_password: true,
        username: 'required',
        login: 'password',
      });
      expect(rules).toEqual([
        { code: 'min-length', value: 8 },
        { code: 'three-of-four' },
        { code: 'max-bytes', value: 72 },
      ]);
      expect((await getConnection(app, 'members')).capabilities.username).toBe('none');
    });

    it.each([
      [{ username_min: 9, username_max: 3 }, ['options.username_max']],
      [{ min_length: 73 }, ['options.min_length']],
      [
        { password_policy: 'best', reset_url: 'nonsense' },
        ['options.password_policy', 'options.reset_url'],
      ],
      [{ passwordPolicy: 'good' }, ['options.passwordPolicy']],
    ])('are rejected with 400: %j', async (options, paths) => {
      const made = await callAdmin(app, 'POST', '/connections', {
        data: { name: 'never', strategy: 'database', options },
      });
      expect(made.status).toBe(400);
      expect(problemPaths(made)).toEqual(paths);
    });
  });

  describe('creating a user', () => {
    it('returns a user_id of the connection and creates an account that can log in only there', async () => {
      const email = newEmail('fern');
      const made = await postConnectionUser('staff', { email, username: 'Fern.Sample' });
      expect(made.status).toBe(201);
      expect(made.body.data).toMatchObject({
        email,
        username: 'fern.sample',
        email_verified: false,
        identities: [{ connection: 'staff', provider: 'database', isSocial: false }],
      });
      const { user_id: userId } = made.body.data;
      expect(userId).toMatch(/^database\|staff\|[0-9a-f]{24}$/);
      const [account] = await app.database.rows(
        UIDS.account,
        { email },
        { columns: ['username', 'provider', 'password'] }
      );
      expect(account).toMatchObject({ username: userId, provider: 'staff' });
      expect(account.password).toMatch(/^\$2[aby]\$/);

      for (const identifier of [email, email.toUpperCase(), 'FERN.sample']) {
        expect((await logIn(app, { connection: 'staff', identifier })).status).toBe(200);
      }
      for (const identifier of [email, userId]) {
        expect((await logIn(app, { identifier, password: PASSWORD })).status).toBe(400);
      }
      expect(await logIn(app, { connection: 'members', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
    });

    it('returns 409 for an email or username that is taken in the same connection only', async () => {
      const email = newEmail();
      await postConnectionUser('staff', { email, username: 'moss' });
      const sameEmail = await postConnectionUser('staff', { email, username: 'moss2' });
      expect([sameEmail.status, problemPaths(sameEmail)]).toEqual([409, ['email']]);
      const sameName = await postConnectionUser('staff', { email: newEmail(), username: 'MOSS' });
      expect([sameName.status, problemPaths(sameName)]).toEqual([409, ['username']]);
      expect((await postConnectionUser('members', { email })).status).toBe(201);
    });

    it('returns 409 for the email of any account if the site requires unique emails', async () => {
      const { email } = await registerAccount(app);
      await updateAdvancedSettings(app, { unique_email: true });
      const made = await postConnectionUser('members', { email });
      await updateAdvancedSettings(app, { unique_email: false });
      expect([made.status, problemPaths(made)]).toEqual([409, ['email']]);
    });

    it.each([
      ['staff', {}, ['username']],
      ['staff', { username: 'ab' }, ['username']],
      ['staff', { username: 'a-name-of-16-chr' }, ['username']],
      ['staff', { username: 'with blank' }, ['username']],
      ['staff', { username: 'é-name' }, ['username']],
      ['staff', { username: 'a@b.c' }, ['username']],
      ['staff', { username: 'x', password: 'short' }, ['password', 'password', 'username']],
      ['members', { username: 'moss' }, ['username']],
    ])('in %s returns 400 for %j and creates nothing', async (connection, user, paths) => {
      const before = await countUsers(app);
      const made = await postConnectionUser(connection, { email: newEmail(), ...user });
      expect([made.status, problemPaths(made)]).toEqual([400, paths]);
      expect(await countUsers(app)).toEqual(before);
    });

    it('succeeds once for parallel requests with the same email and username', async () => {
      const email = newEmail();
      const before = await countUsers(app);
      const made = await Promise.all(
        Array.from({ length: 6 }, () => postConnectionUser('staff', { email, username: 'ivy' }))
      );
      expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
      const after = await countUsers(app);
      expect(after).toEqual({ accounts: before.accounts + 1, users: before.users + 1 });
    });
  });

  describe('password policy', () => {
    beforeAll(async () => {
      for (const policy of ['none', 'low', 'fair', 'good', 'excellent']) {
        const options = { password_policy: policy };
        await createConnection(app, { name: `policy-${policy}`, strategy: 'database', options });
      }
    });

    it.each(WEAK)('"%s" checks "%s" and reports %j', async (policy, password, wrong) => {
      const made = await postConnectionUser(`policy-${policy}`, { email: newEmail(), password });
      const messages: string[] = (made.body.error?.details.errors ?? []).map(
        ({ message }: { message: string }) => message
      );
      expect(made.status).toBe(wrong.length === 0 ? 201 : 400);
      expect(messages).toEqual(wrong.map((text) => expect.stringContaining(text)));
    });

    it.each(STRONG)('"%s" accepts the password "%s"', async (policy, password) => {
      const email = newEmail();
      expect((await postConnectionUser(`policy-${policy}`, { email, password })).status).toBe(201);
      expect(
        (await logIn(app, { connection: `policy-${policy}`, identifier: email, password })).status
      ).toBe(200);
    });

    it('applies min_length and rejects more than the 72 bytes that bcrypt reads', async () => {
      const options = { password_policy: 'low', min_length: 12 };
      await createConnection(app, { name: 'long', strategy: 'database', options });
      const tooShort = await postConnectionUser('long', {
        email: newEmail(),
        password: 'abcdefghijk',
      });
      expect(problemPaths(tooShort)).toEqual(['password']);
      const email = newEmail();
      const password = 'p'.repeat(72);
      expect(
        (await postConnectionUser('long', { email: newEmail(), password: `${password}p` })).status
      ).toBe(400);
      expect((await postConnectionUser('long', { email, password })).status).toBe(201);
      expect(
        await logIn(app, { connection: 'long', identifier: email, password: `${password}p` })
      ).toMatchObject(WRONG_CREDENTIALS);
    });

    it('applies to a password set by an admin or through the Users & Permissions route', async () => {
      const email = newEmail();
      const { body } = await postConnectionUser('members', { email });
      const path = userPath(body.data.documentId, '/password');
      const weak = await callAdmin(app, 'PUT', path, { data: { password: 'abcdefgh' } });
      expect([weak.status, problemPaths(weak)]).toEqual([400, ['password']]);
      const { jwt } = (await logIn(app, { connection: 'members', identifier: email })).body;
      const change = (password: string) =>
        app.request('POST', '/api/auth/change-password', {
          token: jwt,
          body: { currentPassword: PASSWORD, password, passwordConfirmation: password },
        });
      expect((await change('abcdefgh')).status).toBe(400);
      expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(200);
      expect((await change(NEW_PASSWORD)).status).toBe(200);
      expect(
        (await logIn(app, { connection: 'members', identifier: email, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
      expect(await getEventTypes(app, body.data.documentId)).toEqual(
        expect.arrayContaining(['scp', 'fcp'])
      );
    });
  });

  describe('login', () => {
    it.each([
      [{}, /"identifier" and "password", with "email" and "code"/],
      [{ data: { connection: 'members' } }, /no "data" around/],
      [{ connection: 'members', email: 'a@example.com', code: '1' }, /POST \S+login, "identifier"/],
      [{ connection: 'local', identifier: 'a', password: 'b' }, /POST \/api\/auth\/local\./],
    ])('says what to send instead of %j', async (body, message) => {
      const response = await app.request('POST', '/api/user-profile/login', { body });
      expect(response.status).toBe(400);
      expect(response.body.error.message).toMatch(message);
    });

    it('returns the same error for a wrong password and an unknown email, and records which it was', async () => {
      const email = newEmail();
      const { documentId } = (await postConnectionUser('members', { email })).body.data;
      const wrong = await logIn(app, {
        connection: 'members',
        identifier: email,
        password: 'wrong',
      });
      const unknown = await logIn(app, {
        connection: 'members',
        identifier: newEmail(),
        password: 'wrong',
      });
      expect(wrong).toMatchObject(WRONG_CREDENTIALS);
      expect(unknown.body).toEqual(wrong.body);
      const [event] = await getEvents(app, documentId);
      expect(event).toMatchObject({
        type: 'fp',
        connection: 'members',
        details: { reason: 'wrong_password' },
      });
      const [{ type }] = await app.database.rows(
        UIDS.event,
        { connection: 'members' },
        { columns: ['type'], newestFirst: true, limit: 1 }
      );
      expect(type).toBe('fu');
    });

    it('is counted, and rejected for a blocked user or a disabled connection', async () => {
      const email = newEmail();
      const { documentId } = (await postConnectionUser('members', { email })).body.data;
      const { body } = await logIn(app, { connection: 'members', identifier: email });
      expect(await getTokenStatuses(app, body)).toEqual(ACCEPTED);
      expect((await getProfileByEmail(app, email)).logins_count).toBe(1);

      await mustCall(app, 'POST', userPath(documentId, '/block'));
      const blocked = await logIn(app, { connection: 'members', identifier: email });
      expect(blocked.body.error).toMatchObject({ name: 'LoginRejectedError' });
      await mustCall(app, 'POST', userPath(documentId, '/unblock'));
      await mustCall(app, 'PUT', '/connections/members', { data: { enabled: false } });
      const disabled = await logIn(app, { connection: 'members', identifier: email });
      await mustCall(app, 'PUT', '/connections/members', { data: { enabled: true } });
      expect(disabled.body.error.details).toEqual({ reason: 'connection_disabled' });
      const reasons = (await getEvents(app, documentId))
        .filter(({ type }) => type === 'f')
        .map(({ details }) => details.reason);
      expect(reasons).toEqual(['connection_disabled', 'blocked']);
    });

    it('uses the new email after an admin changes it', async () => {
      const [email, changed] = [newEmail(), newEmail()];
      const { documentId } = (await postConnectionUser('members', { email })).body.data;
      const taken = newEmail();
      await postConnectionUser('members', { email: taken });
      const rejected = await callAdmin(app, 'PUT', userPath(documentId), {
        data: { email: taken },
      });
      expect(rejected.status).toBe(409);
      await mustCall(app, 'PUT', userPath(documentId), { data: { email: changed } });
      expect(await logIn(app, { connection: 'members', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
      expect((await logIn(app, { connection: 'members', identifier: changed })).status).toBe(200);
      expect((await getProfileByEmail(app, changed)).name).toBe(changed);
    });
  });

  describe('sign-up', () => {
    it('returns tokens like a login and records both events', async () => {
      const email = newEmail('reed');
      const { status, body } = await signUp(app, 'members', {
        email,
        password: PASSWORD,
        given_name: 'Reed',
        family_name: 'Sample',
        user_metadata: { plan: 'basic' },
      });
      expect(status).toBe(200);
      expect(await getTokenStatuses(app, body)).toEqual(ACCEPTED);
      const profile = await getProfileByEmail(app, email);
      expect(profile).toMatchObject({
        name: 'Reed Sample',
        given_name: 'Reed',
        user_metadata: { plan: 'basic' },
        email_verified: false,
        logins_count: 1,
      });
      expect(await getEventTypes(app, profile.documentId)).toEqual(['sertft', 's', 'ss']);
      expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(200);
    });

    it.each([
      ['the connection does not allow it', 'staff', {}, 400],
      ['the password is weak', 'members', { password: 'abcdefgh' }, 400],
      [
        'there are too many fields',
        'members',
        { user_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'x'])) },
        400,
      ],
      ['a field is too long', 'members', { user_metadata: { a: 'x'.repeat(501) } }, 400],
      ['a field is not a string', 'members', { user_metadata: { a: 1 } }, 400],
      ['app_metadata is sent', 'members', { app_metadata: {} }, 403],
      ['email_verified is sent', 'members', { email_verified: true }, 400],
      ['the connection has a Users & Permissions route', 'local', {}, 400],
      ['the connection does not exist', 'nowhere', {}, 400],
    ])('is rejected if %s', async (_what, connection, user, status) => {
      const before = await countUsers(app);
      const response = await signUp(app, connection, {
        email: newEmail(),
        password: PASSWORD,
        ...user,
      });
      expect(response.status).toBe(status);
      expect(await countUsers(app)).toEqual(before);
    });

    it('returns 409 for a taken email and records fs', async () => {
      const email = newEmail();
      await signUp(app, 'members', { email, password: PASSWORD });
      expect((await signUp(app, 'members', { email, password: PASSWORD })).status).toBe(409);
      const [event] = await app.database.rows(
        UIDS.event,
        {},
        { columns: ['type', 'user_name'], newestFirst: true, limit: 1 }
      );
      expect(event).toEqual({ type: 'fs', user_name: email });
    });

    it('is rejected if registration is disabled in Users & Permissions', async () => {
      await updateAdvancedSettings(app, { allow_register: false });
      const response = await signUp(app, 'members', { email: newEmail(), password: PASSWORD });
      await updateAdvancedSettings(app, { allow_register: true });
      expect(response.body.error.details).toEqual({ reason: 'signup_disabled' });
    });
  });

  it('do not affect the login of a Users & Permissions account with the same email', async () => {
    const own = await registerAccount(app, newCredentials());
    await postConnectionUser('members', { email: own.email });
    const response = await logIn(app, { identifier: own.email, password: own.password });
    expect(response.status).toBe(200);
    expect(await getTokenStatuses(app, { ...response.body, refreshToken: 'none' })).toEqual({
      ...REJECTED,
      access: 200,
    });
  });
});
