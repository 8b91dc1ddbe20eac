import type { Profile } from '../../plugins/user-profile/shared/contracts/users';
import { callAdmin } from '../support/admin-api';
import {
  auditOf,
  madeConnection,
  makeConnection,
  SAMPLE_STRATEGY,
  signInBy,
} from '../support/sample-connections';
import { untilEqual } from '../support/people';
import { findProfile, profileOf, reconcile } from '../support/profiles';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { connectionNamed, problemPaths } from '../support/users';

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
    expect(refused.body.error.message).toMatch(/^1 user signs in by "used"/);
    await signInBy(app, 'used', 'alder');
    expect((await remove('used')).body.error.message).toMatch(/^2 users sign in by "used"/);
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
