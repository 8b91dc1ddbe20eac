import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
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

const SCHEMA = {
  type: 'object',
  properties: {
    theme: { enum: ['dark', 'light'] },
    age: { type: 'integer', minimum: 0 },
    address: {
      type: 'object',
      properties: { zip: { type: 'string' } },
      required: ['zip'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

describe('the change of a user', () => {
  let app: TestStrapi;
  let account: Account;
  let id: string;

  const update = (data: Record<string, unknown>, rest: Record<string, unknown> = {}, of = id) =>
    callAdmin(app, 'PUT', userPath(of), { data, ...rest });

  const expectUpdate = async (
    data: Record<string, unknown>,
    rest: Record<string, unknown> = {}
  ) => {
    const answer = await update(data, rest);
    expect(answer.body.error).toBeUndefined();
    expect(answer.status).toBe(200);
    return answer.body.data;
  };

  /** What is refused changes nothing, not even the revision. */
  const expectRefusal = async (
    status: number,
    data: Record<string, unknown>,
    rest: Record<string, unknown> = {}
  ) => {
    const before = await getUser(app, id);
    const answer = await update(data, rest);
    expect(answer.status).toBe(status);
    expect(await getUser(app, id)).toEqual(before);
    return answer;
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

    it('are stored, and answered as they are stored', async () => {
      expect(await expectUpdate(given)).toMatchObject(given);
      expect((await getUser(app, id)).data).toMatchObject(given);
    });

    it('that are not sent stay', async () => {
      await expectUpdate(given);
      expect(await expectUpdate({ nickname: 'nana' })).toMatchObject({
        ...given,
        nickname: 'nana',
      });
    });

    it('stay when the account changes', async () => {
      await expectUpdate({ name: 'Nora' });
      const email = newEmail();
      await expectUpdate({ email });
      await logIn(app, { identifier: email, password: account.password });
      expect((await getUser(app, id)).data).toMatchObject({ name: 'Nora', email });
    });

    it('follow the account where nobody set them', async () => {
      const email = newEmail();
      expect(await expectUpdate({ email })).toMatchObject({
        name: email,
        nickname: email.split('@')[0],
      });
    });

    it('go back to what the source says with null', async () => {
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

    it('of a foreign source come back as that source said them', async () => {
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
      ['a phone number that is none', { phone_number: '555-1234' }, 'phone_number'],
      ['a phone number that is too long', { phone_number: `+${'1'.repeat(16)}` }, 'phone_number'],
      ['an email that is none', { email: 'x' }, 'email'],
      ['an email that is null', { email: null }, 'email'],
      ['blocked, which has a route of its own', { blocked: true }, ''],
      ['a username', { username: 'x' }, ''],
      ['a password', { password: 'something-else' }, ''],
      ['a last_ip', { last_ip: '1.1.1.1' }, ''],
    ])('%s is refused', async (_what, data, path) => {
      const answer = await expectRefusal(400, { nickname: 'changed', ...data });
      expect(problemPaths(answer)).toContain(path);
    });

    it('of an unknown user: 404', async () => {
      expect((await update({ name: 'x' }, {}, 'local|unknown')).status).toBe(404);
    });

    it('that are none leave the revision as it was', async () => {
      const { meta } = await getUser(app, id);
      await expectUpdate({});
      expect((await getUser(app, id)).meta.revision).toBe(meta.revision);
    });
  });

  describe('the email', () => {
    it('changes what the user signs in with', async () => {
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

    it('is verified no more once it is another', async () => {
      expect(await expectUpdate({ email_verified: true })).toMatchObject({ email_verified: true });
      expect(await expectUpdate({ email: account.email })).toMatchObject({ email_verified: true });
      expect(await expectUpdate({ email: newEmail() })).toMatchObject({ email_verified: false });
    });

    it('may be marked as verified in the same step', async () => {
      const sent = { email: newEmail(), email_verified: true };
      expect(await expectUpdate(sent)).toMatchObject(sent);
    });

    it('takes the username along where that was the email', async () => {
      const [email, next] = [newEmail(), newEmail()];
      const made = await mustCall(app, 'POST', '/users', {
        data: { connection: 'local', email, password: account.password },
      });
      const { body } = await update({ email: next }, {}, made.data.documentId);
      expect(body.data).toMatchObject({ email: next, username: next });
      expect(await canLogIn(next)).toBe(true);
      expect(await canLogIn(email)).toBe(false);
    });

    it('of another user of the connection: 409, and no other part is changed', async () => {
      const other = await registerAccount(app);
      const answer = await expectRefusal(409, {
        email: other.email,
        name: 'changed',
        user_metadata: { a: 1 },
      });
      expect(problemPaths(answer)).toEqual(['email']);
      expect(await canLogIn(account.email)).toBe(true);
    });

    it('of a user of another connection: 409 while the site has one account per address', async () => {
      const email = newEmail();
      await createAccountRow(app, { email, provider: 'google' });
      await expectRefusal(409, { email });
      await updateAdvancedSettings(app, { unique_email: false });
      try {
        expect(await expectUpdate({ email })).toMatchObject({ email });
      } finally {
        await updateAdvancedSettings(app, { unique_email: true });
      }
    });

    it('of a user whose connection owns it cannot be changed', async () => {
      const documentId = await createAccountRow(app, { email: newEmail(), provider: 'google' });
      await reconcile(app);
      id = userIdOf({ documentId }, 'google');
      await expectRefusal(400, { email: newEmail(), name: 'changed' });
      expect((await getUser(app, id)).meta.actions).not.toContain('change-email');
    });

    it('of two users at once goes to one of them', async () => {
      const other = await registerAccount(app);
      const email = newEmail();
      const answers = await Promise.all([
        update({ email }),
        update({ email }, {}, userIdOf(other)),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is in the log as a change of the email, with both addresses', async () => {
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
        'nested objects and lists are replaced whole',
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
        'deleting what is not there is no error',
        { nothing: null },
        { keep: 1, drop: 2, nested: { a: 1, b: 2 }, list: [1, 2] },
      ],
    ])('merged: %s', async (_what, sent, expected) => {
      expect((await merge(sent)).user_metadata).toEqual(expected);
      expect((await getUser(app, id)).data.user_metadata).toEqual(expected);
    });

    it.each<[string, Record<string, unknown>]>([
      ['as they are sent', { only: 'this' }],
      ['with null kept', { a: null, b: { c: null } }],
      ['empty', {}],
    ])('replaced: %s', async (_what, sent) => {
      expect((await replace(sent)).user_metadata).toEqual(sent);
    });

    it.each<[string, unknown, string | undefined]>([
      ['a dot in a key', { 'a.b': 1 }, 'user_metadata.a.b'],
      ['a dollar in a key', { a: { $set: 1 } }, 'user_metadata.a.$set'],
      // Strapi's own parser refuses the body, and names no path.
      ['__proto__', JSON.parse('{"__proto__": {"x": 1}}'), undefined],
      ['constructor', { a: [{ constructor: 1 }] }, 'user_metadata.a.0.constructor'],
      ['more than is stored', { a: 'x'.repeat(70_000) }, 'user_metadata'],
      ['null in place of an object', null, 'user_metadata'],
    ])('with %s is refused', async (_what, user_metadata, path) => {
      for (const metadata of ['merge', 'replace']) {
        const answer = await expectRefusal(400, { name: 'changed', user_metadata }, { metadata });
        if (path !== undefined) {
          expect(problemPaths(answer)).toContain(path);
        }
      }
    });

    it('that grows beyond the limit by merging is refused', async () => {
      await merge({ a: 'x'.repeat(40_000) });
      await expectRefusal(400, { user_metadata: { b: 'x'.repeat(40_000) } });
    });

    it('changed by two requests at once has both changes', async () => {
      await Promise.all([
        update({ user_metadata: { one: 1 } }),
        update({ user_metadata: { two: 2 } }),
      ]);
      expect((await getUser(app, id)).data.user_metadata).toMatchObject({ one: 1, two: 2 });
    });

    it('is refused with an unknown way to store it', async () => {
      await expectRefusal(400, { user_metadata: {} }, { metadata: 'deep' });
    });
  });

  describe('app_metadata', () => {
    it.each([
      ['beside data', { data: { name: 'changed' }, app_metadata: {} }, ['app_metadata']],
      ['in data', { data: { name: 'changed', app_metadata: {} } }, ['app_metadata']],
      ['as null', { data: { app_metadata: null } }, ['app_metadata']],
    ])('%s: 403 naming the path, and nothing changes', async (_where, body, path) => {
      const before = await getUser(app, id);
      const answer = await callAdmin(app, 'PUT', userPath(id), body);
      expect(answer.status).toBe(403);
      expect(answer.body.error.details.path).toEqual(path);
      expect(await getUser(app, id)).toEqual(before);
    });
  });

  describe('the revision', () => {
    it('moves with each change, and the old one is refused', async () => {
      const { meta } = await getUser(app, id);
      await expectUpdate({ name: 'First' }, { revision: meta.revision });
      const answer = await expectRefusal(409, { name: 'Second' }, { revision: meta.revision });
      expect(problemPaths(answer)).toEqual(['revision']);

      const now = (await getUser(app, id)).meta.revision;
      expect(now).toBeGreaterThan(meta.revision);
      expect(await expectUpdate({ name: 'Third' }, { revision: now })).toMatchObject({
        name: 'Third',
      });
    });

    it('lets one of two changes through that started from the same', async () => {
      const { revision } = (await getUser(app, id)).meta;
      const answers = await Promise.all(['A', 'B'].map((name) => update({ name }, { revision })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('does not move with logins', async () => {
      const { meta } = await getUser(app, id);
      expect(await canLogIn(account.email)).toBe(true);
      const after = await getUser(app, id);
      expect(after.meta.revision).toBe(meta.revision);
      expect(after.data.logins_count).toBe(2);
    });

    it.each([['text'], [0], [-1], [1.5]])('%p is refused', async (revision) => {
      const answer = await expectRefusal(400, { name: 'changed' }, { revision });
      expect(problemPaths(answer)).toEqual(['revision']);
    });
  });

  it('is in the log, naming what was changed and who did it', async () => {
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

  describe("by the site's JSON Schema", () => {
    beforeAll(() =>
      app.restart({ USER_PROFILE_CONFIG: JSON.stringify({ userMetadata: { schema: SCHEMA } }) })
    );

    it('metadata that meets it is stored', async () => {
      const user_metadata = { theme: 'dark', age: 3, address: { zip: '105' } };
      expect(await expectUpdate({ user_metadata })).toMatchObject({ user_metadata });
    });

    it.each<[string, Record<string, unknown>, string[]]>([
      ['a value that is not allowed', { theme: 'pink' }, ['user_metadata.theme']],
      ['a wrong type deep inside', { address: { zip: 1 } }, ['user_metadata.address.zip']],
      ['a property that is missing', { address: {} }, ['user_metadata.address.zip']],
      ['a property too many', { colour: 1 }, ['user_metadata.colour']],
      [
        'several problems',
        { theme: 1, age: -1, address: { zip: 'x', street: 1 } },
        ['user_metadata.address.street', 'user_metadata.age', 'user_metadata.theme'],
      ],
    ])('%s is refused with its path', async (_what, user_metadata, paths) => {
      const answer = await expectRefusal(400, { user_metadata });
      expect(problemPaths(answer).sort()).toEqual(paths);
    });

    it('a merge is checked by what it leads to', async () => {
      await expectUpdate({ user_metadata: { theme: 'dark' } });
      const bad = await expectRefusal(400, { user_metadata: { age: 'x' } });
      expect(problemPaths(bad)).toEqual(['user_metadata.age']);
      expect(await expectUpdate({ user_metadata: { theme: null } })).toMatchObject({
        user_metadata: {},
      });
    });

    it('holds for new users too', async () => {
      const answer = await callAdmin(app, 'POST', '/users', {
        data: {
          connection: 'local',
          email: newEmail(),
          password: account.password,
          user_metadata: { theme: 'pink' },
        },
      });
      expect(answer.status).toBe(400);
      expect(problemPaths(answer)).toEqual(['user_metadata.theme']);
    });
  });

  it('a JSON Schema that is none stops the start', async () => {
    const broken = { userMetadata: { schema: { type: 'no-such-type' } } };
    await expect(
      startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(broken) } })
    ).rejects.toThrow(/no-such-type|schema is invalid/);
  });
});
