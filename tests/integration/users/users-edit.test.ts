import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { getEvents, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  createAccountRow,
  getUser,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
  userIdOf,
  userPath,
} from '../../support/users';

describe('editing a user', () => {
  let app: TestStrapi;
  let account: Account;
  let id: string;

  const update = (data: Record<string, unknown>, rest: Record<string, unknown> = {}, of = id) =>
    callAdmin(app, 'PUT', userPath(of), { data, ...rest });

  const expectUpdate = async (
    data: Record<string, unknown>,
    rest: Record<string, unknown> = {}
  ) => {
    const response = await update(data, rest);
    expect(response.body.error).toBeUndefined();
    expect(response.status).toBe(200);
    return response.body.data;
  };

  /** Expects that a rejected request changes nothing, not even the revision. */
  const expectRejection = async (
    status: number,
    data: Record<string, unknown>,
    rest: Record<string, unknown> = {}
  ) => {
    const before = await getUser(app, id);
    const response = await update(data, rest);
    expect(response.status).toBe(status);
    expect(await getUser(app, id)).toEqual(before);
    return response;
  };

  const canLogIn = async (identifier: string) =>
    (await logIn(app, { identifier, password: account.password })).status === 200;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
    id = userIdOf(account);
  });

  describe('attributes', () => {
    const given = {
      name: 'Nora North',
      given_name: 'Nora',
      family_name: 'North',
      nickname: 'nono',
      picture: 'https://pictures.example.test/n.png',
      phone_number: '+15551234567',
    };

    it('marks another phone number as not verified, and leaves the same one', async () => {
      await expectUpdate({ phone_number: '+4911111' });
      await app.database.update(UIDS.user, { user_id: id }, { phone_verified: true });
      expect(await expectUpdate({ phone_number: '+4911111' })).toMatchObject({
        phone_verified: true,
      });
      expect(await expectUpdate({ phone_number: '+4922222' })).toMatchObject({
        phone_number: '+4922222',
        phone_verified: false,
      });
    });

    it('are stored and returned as they are stored', async () => {
      expect(await expectUpdate(given)).toMatchObject(given);
      expect((await getUser(app, id)).data).toMatchObject(given);
    });

    it('are kept if they are not sent', async () => {
      await expectUpdate(given);
      expect(await expectUpdate({ nickname: 'nana' })).toMatchObject({
        ...given,
        nickname: 'nana',
      });
    });

    it('are kept if the account changes', async () => {
      await expectUpdate({ name: 'Nora' });
      const email = newEmail();
      await expectUpdate({ email });
      await logIn(app, { identifier: email, password: account.password });
      expect((await getUser(app, id)).data).toMatchObject({ name: 'Nora', email });
    });

    it('follow the account until they are set', async () => {
      const email = newEmail();
      expect(await expectUpdate({ email })).toMatchObject({
        name: email,
        nickname: email.split('@')[0],
      });
    });

    it('are reset to the values of the source by null', async () => {
      await expectUpdate(given);
      const back = await expectUpdate({
        name: null,
        given_name: null,
        family_name: null,
        nickname: null,
        picture: null,
        phone_number: null,
      });
      expect(back).toMatchObject({
        name: account.email,
        nickname: account.email.split('@')[0],
      });
      for (const key of ['given_name', 'family_name', 'picture', 'phone_number']) {
        expect(back).not.toHaveProperty(key);
      }
      const email = newEmail();
      expect(await expectUpdate({ email })).toMatchObject({ name: email });
    });

    it('of a provider are reset to the values of the provider', async () => {
      const documentId = await createAccountRow(app, {
        email: newEmail(),
        username: 'Gil at Google',
        provider: 'google',
      });
      await reconcile(app);
      const google = userIdOf({ documentId }, 'google');
      const before = (await getUser(app, google)).data;
      await update({ name: 'Other', nickname: 'other' }, {}, google);
      expect((await getUser(app, google)).data).toMatchObject({ name: 'Other', nickname: 'other' });
      await update({ name: null, nickname: null }, {}, google);
      expect((await getUser(app, google)).data).toMatchObject({
        name: before.name,
        nickname: before.nickname,
      });
    });

    it.each<[string, Record<string, unknown>, string]>([
      ['a control character', { name: 'a\u0000b' }, 'name'],
      ['an empty name', { name: '' }, 'name'],
      ['a name that is too long', { name: 'n'.repeat(301) }, 'name'],
      ['a picture that is a script', { picture: 'javascript:alert(1)' }, 'picture'],
      ['an invalid phone number', { phone_number: '555-1234' }, 'phone_number'],
      ['a phone number that is too long', { phone_number: `+${'1'.repeat(16)}` }, 'phone_number'],
      ['an invalid email', { email: 'x' }, 'email'],
      ['an email that is null', { email: null }, 'email'],
      ['blocked, which has a separate route', { blocked: true }, 'blocked'],
      ['a username', { username: 'x' }, 'username'],
      ['a password', { password: 'something-else' }, 'password'],
      ['a last_ip', { last_ip: '1.1.1.1' }, 'last_ip'],
    ])('are rejected with %s', async (_what, data, path) => {
      const response = await expectRejection(400, { nickname: 'changed', ...data });
      expect(problemPaths(response)).toContain(path);
    });

    it('of an unknown user return 404', async () => {
      expect((await update({ name: 'x' }, {}, 'local|unknown')).status).toBe(404);
    });

    it('do not change the revision if none is sent', async () => {
      const { meta } = await getUser(app, id);
      await expectUpdate({});
      expect((await getUser(app, id)).meta.revision).toBe(meta.revision);
    });
  });

  describe('the email', () => {
    it('changes the identifier of the login', async () => {
      const email = newEmail();
      expect(await expectUpdate({ email })).toMatchObject({ email, email_verified: false });
      expect(await canLogIn(email)).toBe(true);
      expect(await canLogIn(account.email)).toBe(false);
      expect(await canLogIn(account.username)).toBe(true);
    });

    it('is stored in lower case', async () => {
      const email = newEmail();
      expect(await expectUpdate({ email: email.toUpperCase() })).toMatchObject({ email });
      expect(await canLogIn(email)).toBe(true);
    });

    it('is no longer verified after a change', async () => {
      expect(await expectUpdate({ email_verified: true })).toMatchObject({ email_verified: true });
      expect(await expectUpdate({ email: account.email })).toMatchObject({ email_verified: true });
      expect(await expectUpdate({ email: newEmail() })).toMatchObject({ email_verified: false });
    });

    it('can be marked as verified in the same request', async () => {
      const sent = { email: newEmail(), email_verified: true };
      expect(await expectUpdate(sent)).toMatchObject(sent);
    });

    it('also changes the username if that was the email', async () => {
      const [email, next] = [newEmail(), newEmail()];
      const made = await mustCall(app, 'POST', '/users', {
        data: { connection: 'local', email, password: account.password },
      });
      const { body } = await update({ email: next }, {}, made.data.documentId);
      expect(body.data).toMatchObject({ email: next, username: next });
      expect(await canLogIn(next)).toBe(true);
      expect(await canLogIn(email)).toBe(false);
    });

    it('of another user of the connection returns 409 and changes nothing', async () => {
      const other = await registerAccount(app);
      const response = await expectRejection(409, {
        email: other.email,
        name: 'changed',
        user_metadata: { a: 1 },
      });
      expect(problemPaths(response)).toEqual(['email']);
      expect(await canLogIn(account.email)).toBe(true);
    });

    it('of a user of another connection returns 409 while the site requires unique emails', async () => {
      const email = newEmail();
      await createAccountRow(app, { email, provider: 'google' });
      await expectRejection(409, { email });
      await updateAdvancedSettings(app, { unique_email: false });
      try {
        expect(await expectUpdate({ email })).toMatchObject({ email });
      } finally {
        await updateAdvancedSettings(app, { unique_email: true });
      }
    });

    it('cannot be changed if the connection manages it', async () => {
      const documentId = await createAccountRow(app, { email: newEmail(), provider: 'google' });
      await reconcile(app);
      id = userIdOf({ documentId }, 'google');
      await expectRejection(400, { email: newEmail(), name: 'changed' });
      expect((await getUser(app, id)).meta.actions).not.toContain('change-email');
    });

    it('is given to one of two users if both requests are parallel', async () => {
      const other = await registerAccount(app);
      const email = newEmail();
      const responses = await Promise.all([
        update({ email }),
        update({ email }, {}, userIdOf(other)),
      ]);
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is recorded as an email change with the old and the new value', async () => {
      const email = newEmail();
      await expectUpdate({ email });
      const { email: actor } = await app.createAdmin();
      expect(await getEvents(app, id)).toContainEqual(
        expect.objectContaining({ type: 'sce', actor, details: { from: account.email, to: email } })
      );
    });
  });

  describe('user_metadata', () => {
    const merge = (user_metadata: unknown) => expectUpdate({ user_metadata });
    const replace = (user_metadata: unknown) =>
      expectUpdate({ user_metadata }, { metadata: 'replace' });

    beforeEach(() => merge({ keep: 1, drop: 2, nested: { a: 1, b: 2 }, list: [1, 2] }));

    it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
      [
        'keys that are sent replace, others stay',
        { keep: 'x', more: true },
        { keep: 'x', drop: 2, nested: { a: 1, b: 2 }, list: [1, 2], more: true },
      ],
      ['null deletes a key', { drop: null }, { keep: 1, nested: { a: 1, b: 2 }, list: [1, 2] }],
      [
        'nested objects and arrays are replaced whole',
        { nested: { c: 3 }, list: [] },
        { keep: 1, drop: 2, nested: { c: 3 }, list: [] },
      ],
      [
        'null inside a nested object stays',
        { nested: { a: null } },
        { keep: 1, drop: 2, nested: { a: null }, list: [1, 2] },
      ],
      ['an empty object clears all', {}, {}],
      [
        'deleting a missing key is not an error',
        { nothing: null },
        { keep: 1, drop: 2, nested: { a: 1, b: 2 }, list: [1, 2] },
      ],
    ])('is merged: %s', async (_what, sent, expected) => {
      expect((await merge(sent)).user_metadata).toEqual(expected);
      expect((await getUser(app, id)).data.user_metadata).toEqual(expected);
    });

    it.each<[string, Record<string, unknown>]>([
      ['with an object as sent', { only: 'this' }],
      ['with null kept', { a: null, b: { c: null } }],
      ['with an empty object', {}],
    ])('is replaced: %s', async (_what, sent) => {
      expect((await replace(sent)).user_metadata).toEqual(sent);
    });

    it.each<[string, unknown, string | undefined]>([
      ['a dot in a key', { 'a.b': 1 }, 'user_metadata.a.b'],
      ['a key with a dollar sign', { a: { $set: 1 } }, 'user_metadata.a.$set'],
      // The body parser of Strapi rejects the body without a path.
      ['__proto__', JSON.parse('{"__proto__": {"x": 1}}'), undefined],
      ['constructor', { a: [{ constructor: 1 }] }, 'user_metadata.a.0.constructor'],
      ['more than the size limit', { a: 'x'.repeat(70_000) }, 'user_metadata'],
      ['null instead of an object', null, 'user_metadata'],
    ])('is rejected with %s', async (_what, user_metadata, path) => {
      for (const metadata of ['merge', 'replace']) {
        const response = await expectRejection(
          400,
          { name: 'changed', user_metadata },
          { metadata }
        );
        if (path !== undefined) {
          expect(problemPaths(response)).toContain(path);
        }
      }
    });

    it('is rejected if a merge exceeds the size limit', async () => {
      await merge({ a: 'x'.repeat(40_000) });
      await expectRejection(400, { user_metadata: { b: 'x'.repeat(40_000) } });
    });

    it('keeps the changes of two parallel requests', async () => {
      await Promise.all([
        update({ user_metadata: { one: 1 } }),
        update({ user_metadata: { two: 2 } }),
      ]);
      expect((await getUser(app, id)).data.user_metadata).toMatchObject({ one: 1, two: 2 });
    });

    it('is rejected with an unknown mode', async () => {
      await expectRejection(400, { user_metadata: {} }, { metadata: 'deep' });
    });
  });

  describe('app_metadata', () => {
    it.each([
      ['next to data', { data: { name: 'changed' }, app_metadata: {} }, ['app_metadata']],
      ['in data', { data: { name: 'changed', app_metadata: {} } }, ['app_metadata']],
      ['as null', { data: { app_metadata: null } }, ['app_metadata']],
    ])('%s returns 403 with the path and changes nothing', async (_where, body, path) => {
      const before = await getUser(app, id);
      const response = await callAdmin(app, 'PUT', userPath(id), body);
      expect(response.status).toBe(403);
      expect(response.body.error.details.path).toEqual(path);
      expect(await getUser(app, id)).toEqual(before);
    });
  });

  describe('the revision', () => {
    it('changes with each update, and an old one returns 409', async () => {
      const { meta } = await getUser(app, id);
      await expectUpdate({ name: 'First' }, { revision: meta.revision });
      const response = await expectRejection(409, { name: 'Second' }, { revision: meta.revision });
      expect(problemPaths(response)).toEqual(['revision']);

      const now = (await getUser(app, id)).meta.revision;
      expect(now).toBeGreaterThan(meta.revision);
      expect(await expectUpdate({ name: 'Third' }, { revision: now })).toMatchObject({
        name: 'Third',
      });
    });

    it('accepts one of two parallel updates from the same value', async () => {
      const { revision } = (await getUser(app, id)).meta;
      const responses = await Promise.all(['A', 'B'].map((name) => update({ name }, { revision })));
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is not changed by logins', async () => {
      const { meta } = await getUser(app, id);
      expect(await canLogIn(account.email)).toBe(true);
      const after = await getUser(app, id);
      expect(after.meta.revision).toBe(meta.revision);
      expect(after.data.logins_count).toBe(2);
    });

    it.each([['text'], [0], [-1], [1.5]])('returns 400 if it is %p', async (revision) => {
      const response = await expectRejection(400, { name: 'changed' }, { revision });
      expect(problemPaths(response)).toEqual(['revision']);
    });
  });

  it('is recorded with the changed attributes and the admin as actor', async () => {
    await expectUpdate({ name: 'Nora', user_metadata: { a: 'private' } });
    const { email: actor } = await app.createAdmin();
    const [event] = await getEvents(app, id);
    expect(event).toMatchObject({
      type: 'sapi',
      actor,
      details: { operation: 'update-user', changed: ['name', 'user_metadata'] },
    });
    expect(JSON.stringify(event)).not.toContain('private');
  });
});
