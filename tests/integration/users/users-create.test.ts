import { registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { tableOf, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { getEvents, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  countUsers,
  createAccountRow,
  getProfile,
  getUser,
  getUsers,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
} from '../../support/users';

describe('creating a user', () => {
  let app: TestStrapi;

  /** A valid request, except for what the test changes. */
  const newUserData = (changes: Record<string, unknown> = {}) => ({
    connection: 'local',
    email: newEmail(),
    password: PASSWORD,
    ...changes,
  });

  const postNewUser = (changes: Record<string, unknown> = {}) =>
    callAdmin(app, 'POST', '/users', { data: newUserData(changes) });

  /** Expects that a rejected request leaves neither an account nor a profile. */
  const expectRejection = async (
    changes: Record<string, unknown>,
    status: number,
    path?: string
  ) => {
    const before = await countUsers(app);
    const response = await postNewUser(changes);
    expect(response.status).toBe(status);
    if (path !== undefined) {
      expect(problemPaths(response)).toContain(path);
    }
    expect(await countUsers(app)).toEqual(before);
    return response;
  };

  beforeAll(async () => {
    app = await startStrapi();
    await createAccountRow(app, { email: 'gina@google.test', provider: 'google' });
    await reconcile(app);
  });

  afterAll(() => app?.stop());

  it('works on a new site, before the first sign-up and before the connections are read', async () => {
    try {
      expect((await postNewUser()).status).toBe(201);
    } finally {
      await mustCall(app, 'GET', '/connections');
    }
  });

  describe('with valid data', () => {
    it('returns 201 with the profile, and the user can log in', async () => {
      const email = newEmail();
      const { status, body } = await postNewUser({ email, username: 'newcomer' });

      expect(status).toBe(201);
      expect(body.data).toMatchObject({
        email,
        email_verified: false,
        username: 'newcomer',
        name: email,
        nickname: email.split('@')[0],
        blocked: false,
        user_metadata: {},
        app_metadata: {},
        identities: [{ connection: 'local', isSocial: false }],
      });
      expect(body.data).not.toHaveProperty('last_login');
      expect(body.meta.revision).toBe(1);
      expect(JSON.stringify(body)).not.toContain(PASSWORD);

      for (const identifier of [email, 'newcomer']) {
        const response = await logIn(app, { identifier, password: PASSWORD });
        expect(response.status).toBe(200);
        expect(body.data.user_id).toBe(`local|${response.body.user.documentId}`);
      }
      const after = await getUser(app, body.data.documentId);
      expect(after.data.logins_count).toBe(2);
    });

    it('creates one account and one profile', async () => {
      const before = await countUsers(app);
      expect((await postNewUser()).status).toBe(201);
      expect(await countUsers(app)).toEqual({
        accounts: before.accounts + 1,
        users: before.users + 1,
      });
    });

    it('assigns the default role', async () => {
      const email = newEmail();
      await postNewUser({ email });
      const { body } = await logIn(app, { identifier: email, password: PASSWORD });
      expect((await app.request('GET', '/api/articles', { token: body.jwt })).status).toBe(200);
    });

    it('stores the email in lower case if no username is sent', async () => {
      const email = newEmail();
      const { body } = await postNewUser({ email: email.toUpperCase() });
      expect(body.data.email).toBe(email);
      expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(200);
    });

    it('keeps all given attributes after a login', async () => {
      const given = {
        name: 'Nora North',
        given_name: 'Nora',
        family_name: 'North',
        nickname: 'nono',
        picture: 'https://pictures.example.test/n.png',
        email_verified: true,
        user_metadata: { theme: 'dark', nested: { list: [1, null, 'x'] } },
      };
      const email = newEmail();
      const { status, body } = await postNewUser({ email, ...given });
      expect(status).toBe(201);
      expect(body.data).toMatchObject(given);

      await logIn(app, { identifier: email, password: PASSWORD });
      await reconcile(app);
      expect((await getUser(app, body.data.documentId)).data).toMatchObject(given);
    });

    it('marks the email address as verified only with the permission to set passwords', async () => {
      const post = async (handlers: string[], rest: object = {}) =>
        app.request('POST', '/api/user-profile/users', {
          token: await getApiToken(app, 'custom', handlers),
          body: { data: { connection: 'local', email: newEmail(), password: PASSWORD, ...rest } },
        });
      const verified = { email_verified: true };
      const rejected = await post(['users.create'], verified);
      expect(rejected.status).toBe(403);
      expect(rejected.body.error.details.missing_permissions).toEqual([
        'plugin::user-profile.users.setPassword',
      ]);
      expect((await post(['users.create'], { email_verified: false })).status).toBe(201);
      expect((await post(['users.create', 'users.setPassword'], verified)).status).toBe(201);
    });

    it.each([
      ['right-to-left text', 'مرحبا \u202Eabc\u202C שלום'],
      ['HTML', '<img src=x onerror="alert(1)"><script>alert(2)</script>'],
      ['characters beyond the Basic Multilingual Plane', '👩‍👩‍👧 Zoë 𝒳'],
      ['a formula', '=1+1'],
      ['an SQL statement', `'; drop table ${tableOf(UIDS.account)}; --`],
      ['the longest allowed name', 'n'.repeat(300)],
    ])('stores %s unchanged', async (_what, name) => {
      const { status, body } = await postNewUser({ name, user_metadata: { name } });
      expect(status).toBe(201);
      expect(body.data).toMatchObject({ name, user_metadata: { name } });
      expect((await getUser(app, body.data.documentId)).data.name).toBe(name);
    });

    it('is recorded with the admin as actor and the name of the user', async () => {
      const { body } = await postNewUser({ name: 'Maple Sample' });
      const events = await getEvents(app, body.data.documentId);
      expect(events).toEqual([
        expect.objectContaining({
          type: 'sapi',
          actor: (await app.createAdmin()).email,
          user_id: body.data.user_id,
          user_name: 'Maple Sample',
          details: { operation: 'create-user' },
        }),
      ]);
    });

    it('accepts a password of 72 bytes', async () => {
      const email = newEmail();
      const password = 'é'.repeat(36);
      expect((await postNewUser({ email, password })).status).toBe(201);
      expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    });
  });

  describe('with invalid data', () => {
    const deep = (levels: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level += 1) {
        value = { a: value };
      }
      return value;
    };

    it.each<[string, Record<string, unknown>, string | undefined]>([
      ['no email', { email: undefined }, 'email'],
      ['an email without a domain', { email: 'unknown' }, 'email'],
      ['an email with a space', { email: 'some body@example.test' }, 'email'],
      ['two emails in one', { email: 'a@example.test,b@example.test' }, 'email'],
      ['an email with a line break', { email: 'a@example.test\nBcc: b@example.test' }, 'email'],
      [
        'an email that is too long',
        { email: `${'a'.repeat(60)}@${'b'.repeat(200)}.test` },
        'email',
      ],
      ['an email that is not a string', { email: { $ne: '' } }, 'email'],
      ['no password', { password: undefined }, 'password'],
      ['a password that is too short', { password: '12345' }, 'password'],
      ['a password of 73 bytes', { password: 'x'.repeat(73) }, 'password'],
      ['a password of few characters and many bytes', { password: '🔑'.repeat(19) }, 'password'],
      ['a password that is not a string', { password: 12345678 }, 'password'],
      ['no connection', { connection: undefined }, 'connection'],
      ['an unknown connection', { connection: 'nowhere' }, 'connection'],
      ['a connection with a NUL', { connection: 'lo\0cal' }, 'connection'],
      ['a connection that cannot create users', { connection: 'google' }, 'connection'],
      ['a name of 10,000 characters', { name: 'n'.repeat(10_000) }, 'name'],
      ['an empty name', { name: '   ' }, 'name'],
      ['a control character in the name', { name: 'a\u0007b' }, 'name'],
      ['a NUL in the name', { name: 'a\0b' }, 'name'],
      ['a line break in the nickname', { nickname: 'a\nb' }, 'nickname'],
      ['a given name that is too long', { given_name: 'n'.repeat(151) }, 'given_name'],
      ['a username that is too long', { username: 'n'.repeat(129) }, 'username'],
      ['a NUL in the username', { username: 'a\0b' }, 'username'],
      ['a picture that is a script', { picture: 'javascript:alert(1)' }, 'picture'],
      ['a script in other letter case', { picture: 'JaVaScRiPt:alert(1)' }, 'picture'],
      ['a script after a space', { picture: ' javascript:alert(1)' }, 'picture'],
      ['a picture with a data URL', { picture: 'data:text/html,<script>1</script>' }, 'picture'],
      ['a picture that is not a URL', { picture: 'me.png' }, 'picture'],
      ['email_verified that is not a boolean', { email_verified: 'yes' }, 'email_verified'],
      ['metadata that is an array', { user_metadata: [] }, 'user_metadata'],
      ['metadata that is a string', { user_metadata: '{}' }, 'user_metadata'],
      ['the key "constructor"', { user_metadata: { constructor: 1 } }, 'user_metadata.constructor'],
      [
        'the key "prototype"',
        { user_metadata: { a: { prototype: 1 } } },
        'user_metadata.a.prototype',
      ],
      [
        'the key "__proto__"',
        { user_metadata: JSON.parse('{"__proto__": {"admin": true}}') },
        // The body parser of Strapi rejects the body without a path.
        undefined,
      ],
      [
        'a nested key "__proto__"',
        { user_metadata: JSON.parse('{"a": [{"b": {"__proto__": 1}}]}') },
        undefined,
      ],
      ['a dot in a key', { user_metadata: { 'a.b': 1 } }, 'user_metadata.a.b'],
      ['a dollar in a key', { user_metadata: { a: [{ $where: 1 }] } }, 'user_metadata.a.0.$where'],
      ['a NUL in metadata', { user_metadata: { a: 'x\0y' } }, 'user_metadata.a'],
      ['metadata of 100 KB', { user_metadata: { a: 'x'.repeat(100_000) } }, 'user_metadata'],
      ['an unknown attribute', { role: 1 }, 'role'],
      ['an attribute that only the server sets', { logins_count: 5 }, 'logins_count'],
      ['a user_id', { user_id: 'local|x' }, 'user_id'],
    ])('returns 400 with the path for %s', async (_what, changes, path) => {
      await expectRejection(changes, 400, path);
    });

    it.each([60, 500, 3000])('returns 400 for metadata nested %d levels deep', async (levels) => {
      await expectRejection({ user_metadata: deep(levels) }, 400);
    });

    it('returns 400 or 413 for 5 MB of metadata', async () => {
      const before = await countUsers(app);
      const response = await postNewUser({ user_metadata: { a: 'x'.repeat(5_000_000) } });
      expect([400, 413]).toContain(response.status);
      expect(await countUsers(app)).toEqual(before);
    });

    it('lists several problems at once', async () => {
      const response = await expectRejection(
        { email: 'x', password: '', name: 'a\0b', picture: 'x' },
        400
      );
      expect([...new Set(problemPaths(response))].sort()).toEqual([
        'email',
        'name',
        'password',
        'picture',
      ]);
    });

    it.each([
      ['no body', undefined],
      ['a body without data', {}],
      ['data that is null', { data: null }],
      ['data that is an array', { data: [] }],
      ['a field next to data', { data: {}, more: 1 }],
    ])('returns 400 for %s', async (_what, body) => {
      const before = await countUsers(app);
      expect((await callAdmin(app, 'POST', '/users', body)).status).toBe(400);
      expect(await countUsers(app)).toEqual(before);
    });

    it.each([
      ['next to data', { app_metadata: { plan: 'gold' } }, ['app_metadata']],
      ['in data', { data: { app_metadata: { plan: 'gold' } } }, ['app_metadata']],
      ['as null', { data: { app_metadata: null } }, ['app_metadata']],
    ])('returns 403 with the path for app_metadata %s', async (_where, extra, path) => {
      const before = await countUsers(app);
      const body = { ...extra, data: { ...newUserData(), ...('data' in extra ? extra.data : {}) } };
      const response = await callAdmin(app, 'POST', '/users', body);
      expect(response.status).toBe(403);
      expect(response.body.error.details.path).toEqual(path);
      expect(response.body.error.message).toContain('app_metadata');
      expect(await countUsers(app)).toEqual(before);
    });

    it('returns 400 for a disabled connection until it is enabled again', async () => {
      await mustCall(app, 'PUT', '/connections/local', { data: { enabled: false } });
      try {
        await expectRejection({}, 400, 'connection');
      } finally {
        await mustCall(app, 'PUT', '/connections/local', { data: { enabled: true } });
      }
      expect((await postNewUser()).status).toBe(201);
    });

    it('does not echo a rejected password', async () => {
      const response = await expectRejection({ password: `my-secret-${'x'.repeat(80)}` }, 400);
      expect(JSON.stringify(response.body)).not.toContain('my-secret');
      expect(app.output()).not.toContain('my-secret');
    });
  });

  describe('with taken values', () => {
    it.each([
      ['the email', (email: string) => email],
      ['the email in other letter case', (email: string) => email.toUpperCase()],
    ])('returns 409 for %s in the same connection', async (_what, variant) => {
      const { email } = await registerAccount(app);
      const response = await expectRejection({ email: variant(email) }, 409, 'email');
      expect(response.body.error.name).toBe('ConflictError');
    });

    it('returns 409 for a taken username', async () => {
      const { username } = await registerAccount(app);
      await expectRejection({ username }, 409, 'username');
    });

    it('returns 409 for a username that is the email of another user, who could then not log in', async () => {
      const account = await registerAccount(app);
      await expectRejection({ username: account.email }, 409, 'username');
    });

    describe('in another connection', () => {
      afterEach(() => updateAdvancedSettings(app, { unique_email: true }));

      it('returns 409 if the site requires unique emails', async () => {
        const email = newEmail();
        await createAccountRow(app, { email, provider: 'google' });
        await expectRejection({ email, username: newEmail() }, 409, 'email');
      });

      it('creates a second user if the site allows duplicate emails', async () => {
        await updateAdvancedSettings(app, { unique_email: false });
        const email = newEmail();
        const documentId = await createAccountRow(app, { email, provider: 'google' });
        await reconcile(app);

        const { status, body } = await postNewUser({ email, username: newEmail().split('@')[0] });
        expect(status).toBe(201);
        expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(200);

        const found = await getUsers(app, { _q: email });
        expect(found.body.data.map(({ user_id: id }: { user_id: string }) => id).sort()).toEqual([
          `google|${documentId}`,
          body.data.user_id,
        ]);
        expect((await getProfile(app, { documentId }, 'google')).logins_count).toBeUndefined();
      });

      it('returns 409 within one connection even if the site allows duplicate emails', async () => {
        await updateAdvancedSettings(app, { unique_email: false });
        const { email } = await registerAccount(app);
        await expectRejection({ email }, 409, 'email');
      });
    });

    it('creates one user for ten parallel requests', async () => {
      const email = newEmail();
      const before = await countUsers(app);
      const responses = await Promise.all(Array.from({ length: 10 }, () => postNewUser({ email })));
      const statuses = responses.map(({ status }) => status).sort();
      expect(statuses).toEqual([201, ...Array<number>(9).fill(409)]);
      expect(await countUsers(app)).toEqual({
        accounts: before.accounts + 1,
        users: before.users + 1,
      });
    });
  });
});
