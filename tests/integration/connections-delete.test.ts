import type { Profile } from '../../plugins/user-profile/shared/contracts/users';
import { callAdmin, mustCall } from '../support/admin-api';
import { createConnection } from '../support/connections';
import type { Answer, AnyBody } from '../support/http';
import { createBy, logInBy, PASSWORD, signUpBy } from '../support/password-logins';
import { untilEqual } from '../support/people';
import { findProfile, profileOf, reconcile } from '../support/profiles';
import {
  auditOf,
  madeConnection,
  makeConnection,
  SAMPLE_STRATEGY,
  signInBy,
} from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { changeAdvanced, connectionNamed, newEmail, problemPaths } from '../support/users';

const emailOf = (identifier: string) => `${identifier}@example.test`;

describe('deleting a connection', () => {
  let app: TestStrapi;

  const remove = (name: string, query = '') =>
    callAdmin(app, 'DELETE', `/connections/${name}${query}`);
  const isThere = async (name: string) =>
    (await callAdmin(app, 'GET', `/connections/${name}`)).status === 200;

  /** Whether what a login answered is good for a request. */
  const isSignedIn = async (token: string) =>
    (await app.request('GET', '/api/user-profile/me', { token })).status === 200;

  const waysIn = ({ user_id, identities }: Profile) => [
    user_id,
    identities.map(({ connection, provider, user_id: id }) => [connection, provider, id]),
  ];

  beforeAll(async () => {
    app = await startStrapi({ env: SAMPLE_STRATEGY });
  });

  afterAll(() => app?.stop());

  it('needs no words where nobody signs in by it', async () => {
    await madeConnection(app, { name: 'unused' });
    const { status, body } = await remove('unused');
    expect([status, body.data]).toEqual([200, { name: 'unused', moved: 0, detached: 0 }]);
    expect(await isThere('unused')).toBe(false);
    expect((await remove('unused')).status).toBe(404);
    expect((await signInBy(app, 'unused', 'acacia')).status).toBe(400);
  });

  it('is refused while users depend on it', async () => {
    await madeConnection(app, { name: 'used' });
    const { jwt } = (await signInBy(app, 'used', 'acacia')).body;
    const refused = await remove('used');
    expect(refused.status).toBe(409);
    expect(problemPaths(refused)).toEqual(['users']);
    expect(refused.body.error.message).toMatch(/^1 user logs in with the connection "used"/);
    await signInBy(app, 'used', 'alder');
    expect((await remove('used')).body.error.message).toMatch(
      /^2 users log in with the connection "used"/
    );
    expect(await connectionNamed(app, 'used')).toMatchObject({ users: 2 });
    expect(await isSignedIn(jwt)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['itself', '&to=used'],
    ['one of another strategy', '&to=mail'],
    ['one that is not there', '&to=nowhere'],
    ['one of Users & Permissions', '&to=local'],
  ])('does not move users to %s', async (_what, to) => {
    if (!(await isThere('mail'))) {
      await madeConnection(app, { name: 'mail', strategy: 'email', options: {} });
    }
    const refused = await remove('used', `?users=move${to}`);
    expect(refused.status).toBe(400);
    expect(problemPaths(refused)).toEqual(['to']);
    expect(await connectionNamed(app, 'used')).toMatchObject({ users: 2 });
  });

  it('moves users to another of the same strategy, signed in as they are', async () => {
    await madeConnection(app, { name: 'target' });
    const { jwt, user } = (await signInBy(app, 'used', 'acacia')).body;
    const before = await profileOf(app, emailOf('acacia'));
    expect((await remove('used', '?users=move&to=target')).body.data).toEqual({
      name: 'used',
      moved: 2,
      detached: 0,
    });
    expect(await isThere('used')).toBe(false);
    expect(await isSignedIn(jwt)).toBe(true);

    const after = await profileOf(app, emailOf('acacia'));
    expect(after.documentId).toBe(before.documentId);
    expect(waysIn(after)).toEqual(['sample|target|acacia', [['target', 'sample', 'acacia']]]);
    const again = await signInBy(app, 'target', 'acacia');
    expect([again.status, again.body.user.id]).toEqual([200, user.id]);
    expect((await profileOf(app, emailOf('acacia'))).logins_count).toBe(
      Number(before.logins_count) + 1
    );
    expect(await connectionNamed(app, 'target')).toMatchObject({ users: 2 });
    await reconcile(app);
    expect(waysIn(await profileOf(app, emailOf('acacia')))).toEqual(waysIn(after));
  });

  it('moves all users or none: not where both have one of the same id', async () => {
    await madeConnection(app, { name: 'twin' });
    await signInBy(app, 'twin', 'aaron');
    await signInBy(app, 'twin', 'acacia').then(({ status }) => expect(status).toBe(409));
    await app.query('update up_users set email = ? where email = ?', [
      'moved@example.test',
      emailOf('acacia'),
    ]);
    await signInBy(app, 'twin', 'acacia');
    const refused = await remove('twin', '?users=move&to=target');
    expect(refused.status).toBe(409);
    expect(problemPaths(refused)).toEqual(['to']);
    expect(await connectionNamed(app, 'twin')).toMatchObject({ users: 2 });
    expect(await connectionNamed(app, 'target')).toMatchObject({ users: 2 });
    expect(waysIn(await profileOf(app, emailOf('aaron')))[0]).toBe('sample|twin|aaron');
  });

  it('takes the way in of users who may lose it: signed out, and their profiles stay', async () => {
    await madeConnection(app, { name: 'lost' });
    const { jwt } = (await signInBy(app, 'lost', 'birch')).body;
    const before = await profileOf(app, emailOf('birch'));
    expect((await remove('lost', '?users=lose')).body.data).toEqual({
      name: 'lost',
      moved: 0,
      detached: 1,
    });
    expect(await isSignedIn(jwt)).toBe(false);
    expect((await signInBy(app, 'lost', 'birch')).status).toBe(400);
    await reconcile(app);
    const after = await profileOf(app, emailOf('birch'));
    expect(after).toMatchObject({ documentId: before.documentId, user_id: before.user_id });
    expect(await isThere('lost')).toBe(false);
    await untilEqual(
      async () => (await auditOf(app, 'lost')).map(({ details }) => details).at(-1),
      { operation: 'delete-connection', moved: 0, detached: 1 }
    );
  });

  it('leaves the name to connections of the same strategy while there are such users', async () => {
    const other = await makeConnection(app, { name: 'lost', strategy: 'email', options: {} });
    expect([other.status, problemPaths(other)]).toEqual([409, ['name']]);
    expect(await isThere('lost')).toBe(false);

    const before = await profileOf(app, emailOf('birch'));
    await madeConnection(app, { name: 'lost' });
    expect((await signInBy(app, 'lost', 'birch')).status).toBe(200);
    expect((await findProfile(app, emailOf('birch')))?.documentId).toBe(before.documentId);
  });

  it.each(['local', 'nowhere'])('is not for %s', async (name) => {
    expect((await remove(name, '?users=lose')).status).toBe(name === 'local' ? 400 : 404);
  });

  describe('whose users move to another directory', () => {
    const NAMED = { requires_username: true, username_min: 3, username_max: 12 };

    const directory = (name: string, options: object = NAMED) =>
      createConnection(app, { name, strategy: 'database', options });
    const move = (from: string, to: string) => remove(from, `?users=move&to=${to}`);
    const create = async (connection: string, user: Record<string, unknown>): Promise<Profile> => {
      const { status, body } = await createBy(app, connection, { email: newEmail(), ...user });
      if (status !== 201) {
        throw new Error(`${connection}: ${status} ${JSON.stringify(body)}`);
      }
      return body.data;
    };
    const logIn = async (connection: string, identifier: string) =>
      (await logInBy(app, connection, identifier, PASSWORD)).status;
    const problemsOf = ({ body }: Answer<AnyBody>): string[] =>
      body.error.details.errors.map(({ message }: { message: string }) => message);

    /** Everything about a connection's users that a move would change. */
    const stateOf = (connection: string) =>
      app.query(
        `select i.connection, i.identity_key, i.login_name, u.user_id, u.connection as root, u.revision,
           a.provider, a.username
         from user_profile_identities i
         join user_profile_users u on u.id = i.user_id
         join up_users a on a.document_id = i.account
         where i.connection = ? order by i.id`,
        [connection]
      );

    beforeAll(() => changeAdvanced(app, { unique_email: false }));

    it('takes their usernames and passwords along', async () => {
      await directory('old');
      await directory('new');
      const { email } = await create('old', { username: 'Rowan' });
      await create('new', { username: 'sorrel' });
      expect((await move('old', 'new')).body.data).toMatchObject({ moved: 1, detached: 0 });
      expect([await logIn('new', 'rowan'), await logIn('new', String(email))]).toEqual([200, 200]);
    });

    it('is refused with every name that the target forbids or has already, and changes nothing', async () => {
      await directory('wide', { ...NAMED, username_min: 1, username_max: 40 });
      await directory('narrow');
      const short = await create('wide', { username: 'ab' });
      const long = await create('wide', { username: 'a-name-of-16-chr' });
      const odd = await create('wide', { username: 'oddly' });
      const nameless = await create('wide', { username: 'nameless' });
      const sameName = await create('wide', { username: 'TEASEL' });
      const sameEmail = await create('wide', { username: 'thyme' });
      const crossed = await create('wide', { username: 'crossed@host' });
      const fine = await create('wide', { username: 'tansy' });
      await create('narrow', { username: 'teasel' });
      await create('narrow', { username: 'other', email: sameEmail.email });
      const host = await create('narrow', { username: 'host' });
      const nameOf = ({ user_id: id }: Profile, name: string | null) =>
        app.query(
          'update user_profile_identities set login_name = ? where user_id in (select id from user_profile_users where user_id = ?)',
          [name, id]
        );
      // What the connection took by other rules, or other code has written.
      await nameOf(odd, 'öddly');
      await nameOf(nameless, null);
      const emailOfAccount = (of: Profile, email: string) =>
        app.query('update up_users set email = ? where username = ?', [email, of.user_id]);
      await emailOfAccount(sameEmail, String(sameEmail.email).toUpperCase());
      await emailOfAccount(host, 'Crossed@Host');

      const before = [await stateOf('wide'), await stateOf('narrow')];
      const refused = await move('wide', 'narrow');
      expect([refused.status, refused.body.error.name]).toEqual([409, 'ConflictError']);
      expect(new Set(problemPaths(refused))).toEqual(new Set(['to']));
      expect(refused.body.error.details.total).toBe(7);
      const said = problemsOf(refused);
      const expected: [Profile, RegExp][] = [
        [short, /username is "ab".*3 to 12 characters/],
        [long, /username is "a-name-of-16-chr".*3 to 12 characters/],
        [odd, /username is "öddly".*letters/],
        [nameless, /no username/],
        [sameName, /a user of the target.*username "teasel"/i],
        [sameEmail, /a user of the target.*email/i],
        [crossed, /a user of the target.*username "crossed@host"/i],
      ];
      expect(said).toHaveLength(expected.length);
      for (const [{ user_id: id }, text] of expected) {
        expect(said.find((line) => line.startsWith(id))).toMatch(text);
      }
      expect(said.join('\n')).not.toContain(fine.user_id);
      expect([await stateOf('wide'), await stateOf('narrow')]).toEqual(before);
      expect(await isThere('wide')).toBe(true);
      expect([await logIn('wide', 'tansy'), await logIn('wide', 'ab')]).toEqual([200, 200]);
    });

    it('is refused where users of the target have no usernames, until they may', async () => {
      await directory('with-names');
      await directory('without-names', {});
      const { user_id: id } = await create('with-names', { username: 'yarrow' });
      const refused = await move('with-names', 'without-names');
      expect([refused.status, problemsOf(refused)]).toEqual([
        409,
        [expect.stringMatching(/username is "yarrow".*have none/)],
      ]);
      expect(problemsOf(refused)[0].startsWith(id)).toBe(true);
      await mustCall(app, 'PUT', '/connections/without-names', { data: { options: NAMED } });
      expect((await move('with-names', 'without-names')).status).toBe(200);
      expect(await logIn('without-names', 'yarrow')).toBe(200);
    });

    it('lists so many problems and no more, and counts them all', async () => {
      await directory('crowd', {});
      await directory('guarded');
      for (let count = 0; count < 23; count += 1) {
        await create('crowd', {});
      }
      const refused = await move('crowd', 'guarded');
      expect(refused.status).toBe(409);
      expect(refused.body.error.details.total).toBe(23);
      expect(problemsOf(refused)).toHaveLength(21);
      expect(problemsOf(refused).at(-1)).toBe('… and 3 more');
      expect(await connectionNamed(app, 'crowd')).toMatchObject({ users: 23 });
    });

    it('leaves nobody behind who signs up while it goes on', async () => {
      await directory('leaving', {});
      await directory('arriving', {});
      const emails = Array.from({ length: 8 }, () => newEmail());
      const [moved, ...answers] = await Promise.all([
        move('leaving', 'arriving'),
        ...emails.map((email) => signUpBy(app, 'leaving', { email, password: PASSWORD })),
      ]);
      expect(moved.status).toBe(200);
      expect(await stateOf('leaving')).toEqual([]);
      for (const [index, { status }] of answers.entries()) {
        expect([200, 400]).toContain(status);
        expect(await logIn('arriving', emails[index])).toBe(status);
      }
    });

    it('gives an email to one user, of those who come by the move and by signing up', async () => {
      await directory('source', {});
      await directory('sink', {});
      const emails = await Promise.all(
        Array.from({ length: 6 }, async () => String((await create('source', {})).email))
      );
      const [moved, ...answers] = await Promise.all([
        move('source', 'sink'),
        ...emails.map((email) => signUpBy(app, 'sink', { email, password: PASSWORD })),
      ]);
      const signedUp = answers.filter(({ status }) => status === 200).length;
      expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
      expect(moved.status).toBe(signedUp === 0 ? 200 : 409);
      const [{ count }] = await app.query<{ count: number | string }>(
        "select count(*) as count from up_users where provider = 'sink'"
      );
      expect(Number(count)).toBe(signedUp === 0 ? emails.length : signedUp);
    });
  });

  it('is one of two at the same moment', async () => {
    await madeConnection(app, { name: 'one' });
    await madeConnection(app, { name: 'two' });
    await signInBy(app, 'one', 'cedar');
    await signInBy(app, 'two', 'cypress');
    const answers = await Promise.all([
      remove('one', '?users=move&to=two'),
      remove('two', '?users=move&to=one'),
      remove('one', '?users=move&to=two'),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.every((status) => [200, 400, 404].includes(status))).toBe(true);
    const left = (await isThere('one')) ? 'one' : 'two';
    expect(await connectionNamed(app, left)).toMatchObject({ users: 2 });
  });
});
