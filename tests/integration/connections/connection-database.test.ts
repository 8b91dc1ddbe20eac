import { newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, postUser, signUp, WRONG_CREDENTIALS } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getEventTypes, getProfileByEmail } from '../../support/profiles';
import { ACCEPTED, getTokenStatuses, REFUSED } from '../../support/sessions';
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
  ['fair', 'abc', ['at least 8', 'lower case letters (a-z), upper case']],
  ['fair', 'abcdefgh1', ['lower case letters (a-z), upper case']],
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

describe('directories of their own', () => {
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

  describe('their options', () => {
    it('are filled in, and told with the rules for passwords and usernames', async () => {
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
      [{ passwordPolicy: 'good' }, ['options']],
    ])('%j are refused', async (options, paths) => {
      const made = await callAdmin(app, 'POST', '/connections', {
        data: { name: 'never', strategy: 'database', options },
      });
      expect(made.status).toBe(400);
      expect(problemPaths(made)).toEqual(paths);
    });
  });

  describe('making a user', () => {
    it('gives a user_id of the directory and an account that signs in there alone', async () => {
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

    it('says 409 for an email or a username that is taken in it, and not for one of another', async () => {
      const email = newEmail();
      await postConnectionUser('staff', { email, username: 'moss' });
      const sameEmail = await postConnectionUser('staff', { email, username: 'moss2' });
      expect([sameEmail.status, problemPaths(sameEmail)]).toEqual([409, ['email']]);
      const sameName = await postConnectionUser('staff', { email: newEmail(), username: 'MOSS' });
      expect([sameName.status, problemPaths(sameName)]).toEqual([409, ['username']]);
      expect((await postConnectionUser('members', { email })).status).toBe(201);
    });

    it('says 409 for the email of any other account, where the site allows one each', async () => {
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
    ])('of %s refuses %j, and leaves nothing behind', async (connection, user, paths) => {
      const before = await countUsers(app);
      const made = await postConnectionUser(connection, { email: newEmail(), ...user });
      expect([made.status, problemPaths(made)]).toEqual([400, paths]);
      expect(await countUsers(app)).toEqual(before);
    });

    it('is done once for many who want the same email and name at one moment', async () => {
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

  describe('the password policy', () => {
    beforeAll(async () => {
      for (const policy of ['none', 'low', 'fair', 'good', 'excellent']) {
        const options = { password_policy: policy };
        await createConnection(app, { name: `policy-${policy}`, strategy: 'database', options });
      }
    });

    it.each(WEAK)('%s on "%s" says %j', async (policy, password, wrong) => {
      const made = await postConnectionUser(`policy-${policy}`, { email: newEmail(), password });
      const messages: string[] = (made.body.error?.details.errors ?? []).map(
        ({ message }: { message: string }) => message
      );
      expect(made.status).toBe(wrong.length === 0 ? 201 : 400);
      expect(messages).toEqual(wrong.map((text) => expect.stringContaining(text)));
    });

    it.each(STRONG)('%s takes "%s"', async (policy, password) => {
      const email = newEmail();
      expect((await postConnectionUser(`policy-${policy}`, { email, password })).status).toBe(201);
      expect(
        (await logIn(app, { connection: `policy-${policy}`, identifier: email, password })).status
      ).toBe(200);
    });

    it('takes a length of its own, and never more than bcrypt reads', async () => {
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

    it('is enforced where an admin, or the user by the routes of U&P, sets a new one', async () => {
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

  describe('signing in', () => {
    it('answers wrong credentials alike, and logs which they were', async () => {
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

    it('counts as a login, and ends with the account blocked or the connection disabled', async () => {
      const email = newEmail();
      const { documentId } = (await postConnectionUser('members', { email })).body.data;
      const { body } = await logIn(app, { connection: 'members', identifier: email });
      expect(await getTokenStatuses(app, body)).toEqual(ACCEPTED);
      expect((await getProfileByEmail(app, email)).logins_count).toBe(1);

      await mustCall(app, 'POST', userPath(documentId, '/block'));
      const blocked = await logIn(app, { connection: 'members', identifier: email });
      expect(blocked.body.error).toMatchObject({ name: 'LoginRefusedError' });
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

    it('follows an email that an admin changed', async () => {
      const [email, changed] = [newEmail(), newEmail()];
      const { documentId } = (await postConnectionUser('members', { email })).body.data;
      const taken = newEmail();
      await postConnectionUser('members', { email: taken });
      const refused = await callAdmin(app, 'PUT', userPath(documentId), { data: { email: taken } });
      expect(refused.status).toBe(409);
      await mustCall(app, 'PUT', userPath(documentId), { data: { email: changed } });
      expect(await logIn(app, { connection: 'members', identifier: email })).toMatchObject(
        WRONG_CREDENTIALS
      );
      expect((await logIn(app, { connection: 'members', identifier: changed })).status).toBe(200);
      expect((await getProfileByEmail(app, changed)).name).toBe(changed);
    });
  });

  describe('signing up', () => {
    it('answers as a login does, and logs both', async () => {
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
      ['the connection takes nobody', 'staff', {}, 400],
      ['the password is weak', 'members', { password: 'abcdefgh' }, 400],
      [
        'there are too many fields',
        'members',
        { user_metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'x'])) },
        400,
      ],
      ['a field is too long', 'members', { user_metadata: { a: 'x'.repeat(501) } }, 400],
      ['a field is no text', 'members', { user_metadata: { a: 1 } }, 400],
      ['app_metadata is sent', 'members', { app_metadata: {} }, 403],
      ['it claims to be verified', 'members', { email_verified: true }, 400],
      ['U&P has its own route', 'local', {}, 400],
      ['there is no such connection', 'nowhere', {}, 400],
    ])('is refused where %s', async (_what, connection, user, status) => {
      const before = await countUsers(app);
      const answer = await signUp(app, connection, {
        email: newEmail(),
        password: PASSWORD,
        ...user,
      });
      expect(answer.status).toBe(status);
      expect(await countUsers(app)).toEqual(before);
    });

    it('is refused with 409 for an email that is taken, and logged as fs', async () => {
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

    it('is refused where the site takes no new users', async () => {
      await updateAdvancedSettings(app, { allow_register: false });
      const answer = await signUp(app, 'members', { email: newEmail(), password: PASSWORD });
      await updateAdvancedSettings(app, { allow_register: true });
      expect(answer.body.error.details).toEqual({ reason: 'signup_disabled' });
    });
  });

  it('leaves the accounts of Users & Permissions as they were', async () => {
    const own = await registerAccount(app, newCredentials());
    await postConnectionUser('members', { email: own.email });
    const answer = await logIn(app, { identifier: own.email, password: own.password });
    expect(answer.status).toBe(200);
    expect(await getTokenStatuses(app, { ...answer.body, refreshToken: 'none' })).toEqual({
      ...REFUSED,
      access: 200,
    });
  });
});
