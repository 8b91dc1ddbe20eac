import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { AnyBody, ApiResponse } from '../../support/http';
import { logIn, postUser, signUp } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { findProfile, getProfileByEmail, reconcile } from '../../support/profiles';
import {
  createSampleConnection,
  getConnectionEvents,
  postSampleConnection,
  SAMPLE_STRATEGY,
} from '../../support/sample-connections';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getConnection, newEmail, problemPaths, updateAdvancedSettings } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const emailOf = (identifier: string) => `${identifier}@example.test`;

describe('deleting a connection', () => {
  let app: TestStrapi;

  const remove = (name: string, query = '') =>
    callAdmin(app, 'DELETE', `/connections/${name}${query}`);
  const exists = async (name: string) =>
    (await callAdmin(app, 'GET', `/connections/${name}`)).status === 200;

  /** Whether the access token of a login is accepted. */
  const isLoggedIn = async (token: string) =>
    (await app.request('GET', '/api/user-profile/me', { token })).status === 200;

  const getIdentities = ({ user_id, identities }: Profile) => [
    user_id,
    identities.map(({ connection, provider, user_id: id }) => [connection, provider, id]),
  ];

  beforeAll(async () => {
    app = await startStrapi({ env: SAMPLE_STRATEGY });
  });

  afterAll(() => app?.stop());

  it('needs no users parameter if the connection has no users', async () => {
    await createSampleConnection(app, { name: 'unused' });
    const { status, body } = await remove('unused');
    expect([status, body.data]).toEqual([200, { name: 'unused', moved: 0, detached: 0 }]);
    expect(await exists('unused')).toBe(false);
    expect((await remove('unused')).status).toBe(404);
    expect((await logIn(app, { connection: 'unused', identifier: 'acacia' })).status).toBe(400);
  });

  it('returns 409 while users depend on it', async () => {
    await createSampleConnection(app, { name: 'used' });
    const { jwt } = (await logIn(app, { connection: 'used', identifier: 'acacia' })).body;
    const rejected = await remove('used');
    expect(rejected.status).toBe(409);
    expect(problemPaths(rejected)).toEqual(['users']);
    expect(rejected.body.error.message).toMatch(/^The connection "used" has users: 1\./);
    await logIn(app, { connection: 'used', identifier: 'alder' });
    expect((await remove('used')).body.error.message).toMatch(
      /^The connection "used" has users: 2\./
    );
    expect(await getConnection(app, 'used')).toMatchObject({ users: 2 });
    expect(await isLoggedIn(jwt)).toBe(true);
  });

  it.each([
    ['an omitted target', ''],
    ['itself', '&to=used'],
    ['a connection of another strategy', '&to=mail'],
    ['an unknown connection', '&to=nowhere'],
    ['a Users & Permissions connection', '&to=local'],
  ])('does not move users to %s', async (_what, to) => {
    if (!(await exists('mail'))) {
      await createSampleConnection(app, { name: 'mail', strategy: 'email', options: {} });
    }
    const rejected = await remove('used', `?users=move${to}`);
    expect(rejected.status).toBe(400);
    expect(problemPaths(rejected)).toEqual(['to']);
    expect(await getConnection(app, 'used')).toMatchObject({ users: 2 });
  });

  it.each(['?to=nowhere', '?users=reject&to=nowhere', '?users=detach&to=nowhere'])(
    'does not accept a target without users=move: %s',
    async (query) => {
      const rejected = await remove('used', query);
      expect([rejected.status, problemPaths(rejected)]).toEqual([400, ['to']]);
      expect(await getConnection(app, 'used')).toMatchObject({ users: 2 });
    }
  );

  it('moves users to a connection of the same strategy and keeps their sessions', async () => {
    await createSampleConnection(app, { name: 'target' });
    const { jwt, user } = (await logIn(app, { connection: 'used', identifier: 'acacia' })).body;
    const before = await getProfileByEmail(app, emailOf('acacia'));
    expect((await remove('used', '?users=move&to=target')).body.data).toEqual({
      name: 'used',
      moved: 2,
      detached: 0,
    });
    expect(await exists('used')).toBe(false);
    expect(await isLoggedIn(jwt)).toBe(true);

    const after = await getProfileByEmail(app, emailOf('acacia'));
    expect(after.documentId).toBe(before.documentId);
    expect(getIdentities(after)).toEqual([
      'sample|target|acacia',
      [['target', 'sample', 'acacia']],
    ]);
    const again = await logIn(app, { connection: 'target', identifier: 'acacia' });
    expect([again.status, again.body.user.id]).toEqual([200, user.id]);
    expect((await getProfileByEmail(app, emailOf('acacia'))).logins_count).toBe(
      Number(before.logins_count) + 1
    );
    expect(await getConnection(app, 'target')).toMatchObject({ users: 2 });
    await reconcile(app);
    expect(getIdentities(await getProfileByEmail(app, emailOf('acacia')))).toEqual(
      getIdentities(after)
    );
  });

  it('moves no user if both connections have a user with the same id', async () => {
    await createSampleConnection(app, { name: 'twin' });
    await logIn(app, { connection: 'twin', identifier: 'aaron' });
    await logIn(app, { connection: 'twin', identifier: 'acacia' }).then(({ status }) =>
      expect(status).toBe(409)
    );
    await app.database.update(
      UIDS.account,
      { email: emailOf('acacia') },
      { email: 'moved@example.test' }
    );
    await logIn(app, { connection: 'twin', identifier: 'acacia' });
    const rejected = await remove('twin', '?users=move&to=target');
    expect(rejected.status).toBe(409);
    expect(problemPaths(rejected)).toEqual(['to']);
    expect(await getConnection(app, 'twin')).toMatchObject({ users: 2 });
    expect(await getConnection(app, 'target')).toMatchObject({ users: 2 });
    expect(getIdentities(await getProfileByEmail(app, emailOf('aaron')))[0]).toBe(
      'sample|twin|aaron'
    );
  });

  it('detaches users, which ends their sessions and keeps their profiles', async () => {
    await createSampleConnection(app, { name: 'lost' });
    const { jwt } = (await logIn(app, { connection: 'lost', identifier: 'birch' })).body;
    const before = await getProfileByEmail(app, emailOf('birch'));
    expect((await remove('lost', '?users=detach')).body.data).toEqual({
      name: 'lost',
      moved: 0,
      detached: 1,
    });
    expect(await isLoggedIn(jwt)).toBe(false);
    expect((await logIn(app, { connection: 'lost', identifier: 'birch' })).status).toBe(400);
    await reconcile(app);
    const after = await getProfileByEmail(app, emailOf('birch'));
    expect(after).toMatchObject({ documentId: before.documentId, user_id: before.user_id });
    expect(await exists('lost')).toBe(false);
    await waitForEqual(
      async () => (await getConnectionEvents(app, 'lost')).map(({ details }) => details).at(-1),
      { operation: 'delete-connection', moved: 0, detached: 1 }
    );
  });

  it('reserves the name for the same strategy while detached users exist', async () => {
    const other = await postSampleConnection(app, { name: 'lost', strategy: 'email', options: {} });
    expect([other.status, problemPaths(other)]).toEqual([409, ['name']]);
    expect(await exists('lost')).toBe(false);

    const before = await getProfileByEmail(app, emailOf('birch'));
    await createSampleConnection(app, { name: 'lost' });
    expect((await logIn(app, { connection: 'lost', identifier: 'birch' })).status).toBe(200);
    expect((await findProfile(app, emailOf('birch')))?.documentId).toBe(before.documentId);
  });

  it.each(['local', 'nowhere'])('is rejected for the connection %s', async (name) => {
    expect((await remove(name, '?users=detach')).status).toBe(name === 'local' ? 400 : 404);
  });

  describe('with a move to another database connection', () => {
    const NAMED = { requires_username: true, username_min: 3, username_max: 12 };

    const createDirectory = (name: string, options: object = NAMED) =>
      createConnection(app, { name, strategy: 'database', options });
    const move = (from: string, to: string) => remove(from, `?users=move&to=${to}`);
    const createUser = async (
      connection: string,
      user: Record<string, unknown>
    ): Promise<Profile> => {
      const { status, body } = await postUser(app, connection, { email: newEmail(), ...user });
      if (status !== 201) {
        throw new Error(`${connection}: ${status} ${JSON.stringify(body)}`);
      }
      return body.data;
    };
    const getLoginStatus = async (connection: string, identifier: string) =>
      (await logIn(app, { connection, identifier })).status;
    const getProblems = ({ body }: ApiResponse<AnyBody>): string[] =>
      body.error.details.errors.map(({ message }: { message: string }) => message);

    /** Everything about a connection's users that a move would change. */
    const getState = async (connection: string) => {
      const identities = await app.database.rows(UIDS.identity, { connection });
      return {
        identities,
        users: await app.database.rows(UIDS.user, {
          id: identities.map((each) => Number(each.user_id)),
        }),
        accounts: await app.database.rows(UIDS.account, {
          document_id: identities.map(({ account }) => String(account)),
        }),
      };
    };

    beforeAll(() => updateAdvancedSettings(app, { unique_email: false }));

    it('keeps the usernames and passwords', async () => {
      await createDirectory('old');
      await createDirectory('new');
      const { email } = await createUser('old', { username: 'Rowan' });
      await createUser('new', { username: 'sorrel' });
      expect((await move('old', 'new')).body.data).toMatchObject({ moved: 1, detached: 0 });
      expect([
        await getLoginStatus('new', 'rowan'),
        await getLoginStatus('new', String(email)),
      ]).toEqual([200, 200]);
    });

    it('returns 409 with every user that the target cannot accept and changes nothing', async () => {
      await createDirectory('wide', { ...NAMED, username_min: 1, username_max: 40 });
      await createDirectory('narrow');
      const short = await createUser('wide', { username: 'ab' });
      const long = await createUser('wide', { username: 'a-name-of-16-chr' });
      const odd = await createUser('wide', { username: 'oddly' });
      const unnamed = await createUser('wide', { username: 'nameless' });
      const sameName = await createUser('wide', { username: 'TEASEL' });
      const sameEmail = await createUser('wide', { username: 'thyme' });
      const crossed = await createUser('wide', { username: 'crossed@host' });
      const fine = await createUser('wide', { username: 'tansy' });
      await createUser('narrow', { username: 'teasel' });
      await createUser('narrow', { username: 'other', email: sameEmail.email });
      const host = await createUser('narrow', { username: 'host' });
      const setLoginName = async ({ user_id: id }: Profile, name: string | null) => {
        const [user] = await app.database.rows(UIDS.user, { user_id: id });
        await app.database.update(UIDS.identity, { user_id: user.id }, { login_name: name });
      };
      // Values accepted under other rules, or written by other code.
      await setLoginName(odd, 'öddly');
      await setLoginName(unnamed, null);
      const setAccountEmail = (of: Profile, email: string) =>
        app.database.update(UIDS.account, { username: of.user_id }, { email });
      await setAccountEmail(sameEmail, String(sameEmail.email).toUpperCase());
      await setAccountEmail(host, 'Crossed@Host');

      const before = [await getState('wide'), await getState('narrow')];
      const rejected = await move('wide', 'narrow');
      expect([rejected.status, rejected.body.error.name]).toEqual([409, 'ConflictError']);
      expect(new Set(problemPaths(rejected))).toEqual(new Set(['to']));
      expect(rejected.body.error.details.total).toBe(7);
      const problems = getProblems(rejected);
      const expected: [Profile, RegExp][] = [
        [short, /username is "ab".*3 to 12 characters/],
        [long, /username is "a-name-of-16-chr".*3 to 12 characters/],
        [odd, /username is "öddly".*letters/],
        [unnamed, /no username/],
        [sameName, /a user of the target.*username "teasel"/i],
        [sameEmail, /a user of the target.*email/i],
        [crossed, /a user of the target.*username "crossed@host"/i],
      ];
      expect(problems).toHaveLength(expected.length);
      for (const [{ user_id: id }, text] of expected) {
        expect(problems.find((line) => line.startsWith(id))).toMatch(text);
      }
      expect(problems.join('\n')).not.toContain(fine.user_id);
      expect([await getState('wide'), await getState('narrow')]).toEqual(before);
      expect(await exists('wide')).toBe(true);
      expect([await getLoginStatus('wide', 'tansy'), await getLoginStatus('wide', 'ab')]).toEqual([
        200, 200,
      ]);
    });

    it('returns 409 for users with usernames until the target allows usernames', async () => {
      await createDirectory('with-names');
      await createDirectory('without-names', {});
      const { user_id: id } = await createUser('with-names', { username: 'yarrow' });
      const rejected = await move('with-names', 'without-names');
      expect([rejected.status, getProblems(rejected)]).toEqual([
        409,
        [expect.stringMatching(/username is "yarrow".*have none/)],
      ]);
      expect(getProblems(rejected)[0].startsWith(id)).toBe(true);
      await mustCall(app, 'PUT', '/connections/without-names', { data: { options: NAMED } });
      expect((await move('with-names', 'without-names')).status).toBe(200);
      expect(await getLoginStatus('without-names', 'yarrow')).toBe(200);
    });

    it('lists at most 20 problems and returns their total', async () => {
      await createDirectory('crowd', {});
      await createDirectory('guarded');
      for (let count = 0; count < 23; count += 1) {
        await createUser('crowd', {});
      }
      const rejected = await move('crowd', 'guarded');
      expect(rejected.status).toBe(409);
      expect(rejected.body.error.details.total).toBe(23);
      expect(getProblems(rejected)).toHaveLength(21);
      expect(getProblems(rejected).at(-1)).toBe('… and 3 more');
      expect(await getConnection(app, 'crowd')).toMatchObject({ users: 23 });
    });

    it('leaves no user behind who signs up during the move', async () => {
      await createDirectory('leaving', {});
      await createDirectory('arriving', {});
      const emails = Array.from({ length: 8 }, () => newEmail());
      const [moved, ...responses] = await Promise.all([
        move('leaving', 'arriving'),
        ...emails.map((email) => signUp(app, 'leaving', { email, password: PASSWORD })),
      ]);
      expect(moved.status).toBe(200);
      expect((await getState('leaving')).identities).toEqual([]);
      for (const [index, { status }] of responses.entries()) {
        expect([200, 400]).toContain(status);
        expect(await getLoginStatus('arriving', emails[index])).toBe(status);
      }
    });

    it('gives each email to one user if sign-ups race with the move', async () => {
      await createDirectory('source', {});
      await createDirectory('sink', {});
      const emails = await Promise.all(
        Array.from({ length: 6 }, async () => String((await createUser('source', {})).email))
      );
      const [moved, ...responses] = await Promise.all([
        move('source', 'sink'),
        ...emails.map((email) => signUp(app, 'sink', { email, password: PASSWORD })),
      ]);
      const signUps = responses.filter(({ status }) => status === 200).length;
      expect(responses.every(({ status }) => [200, 409].includes(status))).toBe(true);
      expect(moved.status).toBe(signUps === 0 ? 200 : 409);
      expect(await app.database.count(UIDS.account, { provider: 'sink' })).toBe(
        signUps === 0 ? emails.length : signUps
      );
    });
  });

  it('leaves its name to one of ten connections that are created in parallel', async () => {
    await createSampleConnection(app, { name: 'wanted' });
    await remove('wanted');
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        postSampleConnection(app, { name: 'wanted', display_name: `Try ${index}` })
      )
    );
    const made = responses.filter(({ status }) => status === 201);
    const rejected = responses.filter(({ status }) => status === 409);
    expect([made.length, rejected.length]).toEqual([1, 9]);
    expect(problemPaths(rejected[0])).toEqual(['name']);
    expect(await getConnection(app, 'wanted')).toMatchObject({
      display_name: made[0].body.data.display_name,
    });
  });

  it('succeeds once if parallel requests move users in opposite directions', async () => {
    await createSampleConnection(app, { name: 'one' });
    await createSampleConnection(app, { name: 'two' });
    await logIn(app, { connection: 'one', identifier: 'cedar' });
    await logIn(app, { connection: 'two', identifier: 'cypress' });
    const responses = await Promise.all([
      remove('one', '?users=move&to=two'),
      remove('two', '?users=move&to=one'),
      remove('one', '?users=move&to=two'),
    ]);
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.every((status) => [200, 400, 404].includes(status))).toBe(true);
    const left = (await exists('one')) ? 'one' : 'two';
    expect(await getConnection(app, left)).toMatchObject({ users: 2 });
  });
});
