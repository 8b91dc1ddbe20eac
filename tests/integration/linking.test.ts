import type { PreviewLink } from '../../plugins/user-profile/shared/contracts/identities';
import type { FindUser } from '../../plugins/user-profile/shared/contracts/users';
import { login } from '../support/accounts';
import { callAdmin, mustCall } from '../support/admin-api';
import { apiToken } from '../support/api-tokens';
import {
  identityPath,
  link,
  somebody,
  tryLink,
  twoPeople,
  unlink,
  type Somebody,
} from '../support/linking';
import { untilEqual } from '../support/people';
import { devicesOf, eventsOf, typesOf } from '../support/profiles';
import { REFUSED, signIn, useTokens } from '../support/sessions';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { countOf, getUser, problemPaths, updateRow, userPath } from '../support/users';

describe('linking and unlinking users', () => {
  let app: TestStrapi;
  let kept: Somebody;
  let other: Somebody;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    [kept, other] = await twoPeople(app);
  });

  const edit = (userId: string, data: object) => mustCall(app, 'PUT', userPath(userId), { data });

  const operationsOf = async (userId: string): Promise<unknown[]> =>
    (await eventsOf(app, userId)).flatMap(({ type, details }) =>
      type === 'sapi' ? [details.operation] : []
    );

  const preview = async (linkWith: string, id = kept.userId) =>
    callAdmin(
      app,
      'GET',
      userPath(id, `/identities/preview?secondary_user=${encodeURIComponent(linkWith)}`)
    );

  describe('a link', () => {
    it('keeps what the one who stays is, and adds the identity of the other', async () => {
      await edit(kept.userId, { name: 'Acacia Sample', user_metadata: { colour: 'green' } });
      await edit(other.userId, { name: 'Birch Sample', user_metadata: { size: 3 } });
      const before = await getUser(app, kept.userId);

      const { status, body } = await tryLink(app, kept.userId, other.userId);

      expect(status).toBe(201);
      const { logins_count, updated_at, identities, last_login, ...rest } = before.data;
      expect(body.data).toMatchObject(rest);
      expect(body.data.logins_count).toBe(4);
      expect((body as FindUser.Response).data.identities.map(({ user_id }) => user_id)).toEqual([
        kept.account.documentId,
        other.account.documentId,
      ]);
      // What was known of the other is in the identity now.
      expect(body.data.identities[1].profileData).toMatchObject({
        email: other.account.email,
        name: 'Birch Sample',
        email_verified: false,
      });
      expect(body.meta.revision).toBe(before.meta.revision + 1);
    });

    it('leaves no user of the other', async () => {
      const { documentId } = (await getUser(app, other.userId)).data;
      await link(app, kept.userId, other.userId);
      for (const id of [documentId, other.userId]) {
        expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);
      }
      expect(await countOf(app, 'user_profile_users', { user_id: other.userId })).toBe(0);
      // The account stays: it is what the identity signs in with.
      expect(await countOf(app, 'up_users', { id: other.account.id })).toBe(1);
    });

    it('gives the person all devices and all of the history', async () => {
      const [mine, theirs] = [await eventsOf(app, kept.userId), await eventsOf(app, other.userId)];
      await link(app, kept.userId, other.userId);

      const { documentId } = (await getUser(app, kept.userId)).data;
      const ids = (await eventsOf(app, kept.userId)).map(({ log_id }) => log_id);
      for (const { log_id } of [...mine, ...theirs]) {
        expect(ids).toContain(log_id);
      }
      expect((await devicesOf(app, documentId)).map(({ device_id }) => device_id)).toEqual(
        expect.arrayContaining(['laptop', 'phone'])
      );
    });

    it('is in the history of both, with who did it', async () => {
      await link(app, kept.userId, other.userId);
      await untilEqual(
        async () => (await operationsOf(kept.userId)).sort(),
        ['link-identity', 'linked-to']
      );
      const { email } = await app.createAdmin();
      const events = await eventsOf(app, kept.userId);
      const [linked, linkedTo] = ['link-identity', 'linked-to'].map((operation) =>
        events.find(({ details }) => details.operation === operation)
      );
      expect(linked).toMatchObject({
        actor: email,
        user_id: kept.userId,
        details: { identity: other.userId },
      });
      expect(linkedTo).toMatchObject({
        actor: email,
        user_id: other.userId,
        details: { user_id: kept.userId },
      });
    });

    it('signs the other out, and leaves the one who stays signed in', async () => {
      const { status } = await app.request('GET', '/api/articles', { token: kept.tokens.jwt });
      expect(status).toBe(200);
      await link(app, kept.userId, other.userId);
      expect(await useTokens(app, other.tokens)).toEqual(REFUSED);
      expect(await useTokens(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
    });

    it('of a device that both have makes one of it', async () => {
      await signIn(app, other.account, 'laptop');
      await link(app, kept.userId, other.userId);
      const devices = await devicesOf(app, kept.userId);
      const laptops = devices.filter(({ device_id }) => device_id === 'laptop');
      expect(laptops).toEqual([expect.objectContaining({ refresh_tokens: 1 })]);
    });

    it('of somebody who was linked with others takes them all along', async () => {
      const third = await somebody(app, 'tablet');
      await link(app, other.userId, third.userId);
      const { data } = await link(app, kept.userId, other.userId);
      expect(data.identities.map(({ user_id }) => user_id)).toEqual(
        [kept, other, third].map(({ account }) => account.documentId)
      );
      // Whoever comes back has what is theirs, and not what is the others'.
      await unlink(app, kept.userId, third.userId);
      expect((await getUser(app, third.userId)).data.logins_count).toBe(2);
      expect((await getUser(app, kept.userId)).data.logins_count).toBe(4);
    });
  });

  describe('user_metadata of the other', () => {
    beforeEach(async () => {
      await edit(kept.userId, { user_metadata: { colour: 'green', same: [1] } });
      await edit(other.userId, { user_metadata: { colour: 'red', size: 3, same: [1] } });
    });

    it('is dropped unless it is asked for', async () => {
      const { data } = await link(app, kept.userId, other.userId);
      expect(data.user_metadata).toEqual({ colour: 'green', same: [1] });
    });

    it('is merged where it is asked for: the one who stays wins', async () => {
      const { body } = await tryLink(app, kept.userId, other.userId, { merge_user_metadata: true });
      expect(body.data.user_metadata).toEqual({ colour: 'green', same: [1], size: 3 });
    });

    it('that does not fit is refused, and nothing is linked', async () => {
      await edit(kept.userId, { user_metadata: { long: 'x'.repeat(40_000) } });
      await edit(other.userId, { user_metadata: { longer: 'x'.repeat(40_000) } });
      const answer = await tryLink(app, kept.userId, other.userId, { merge_user_metadata: true });
      expect(answer.status).toBe(400);
      expect(problemPaths(answer)).toEqual(['user_metadata']);
      expect((await getUser(app, other.userId)).data.identities).toHaveLength(1);
      expect((await tryLink(app, kept.userId, other.userId)).status).toBe(201);
    });
  });

  it('app_metadata is not changed by it: that of the one who stays is kept', async () => {
    const set = (userId: string, value: object) =>
      updateRow(
        app,
        'user_profile_users',
        { user_id: userId },
        {
          app_metadata: JSON.stringify(value),
        }
      );
    await set(kept.userId, { plan: 'gold' });
    await set(other.userId, { plan: 'lead', only: 'here' });
    const { body } = await preview(other.userId);
    expect(body.data.app_metadata_dropped).toBe(true);
    expect(JSON.stringify(body)).not.toContain('lead');
    await tryLink(app, kept.userId, other.userId, { merge_user_metadata: true });
    expect((await getUser(app, kept.userId)).data.app_metadata).toEqual({ plan: 'gold' });
  });

  describe('the preview', () => {
    it('tells what is kept, added and dropped, and changes nothing', async () => {
      await edit(kept.userId, { user_metadata: { colour: 'green' } });
      await edit(other.userId, { user_metadata: { colour: 'red', size: 3 } });
      const before = [await getUser(app, kept.userId), await getUser(app, other.userId)];
      const { status, body } = await preview(other.userId);
      expect(status).toBe(200);
      const { data } = body as PreviewLink.Response;
      expect(data).toMatchObject({
        user: { user_id: kept.userId, email: kept.account.email },
        linked: { user_id: other.userId, email: other.account.email },
        user_metadata: {
          other: { colour: 'red', size: 3 },
          merged: { colour: 'green', size: 3 },
          conflicts: ['colour'],
        },
        app_metadata_dropped: false,
        logins_count: 2,
        sessions_ended: 2,
      });
      expect(data.devices).toBe(before.length);
      expect([await getUser(app, kept.userId), await getUser(app, other.userId)]).toEqual(before);
    });

    it.each(['itself', 'nobody'])('with %s is refused as the link is', async (whom) => {
      const answer = await preview(whom === 'itself' ? kept.userId : 'local|nobody');
      expect(answer.status).toBe(400);
      expect(problemPaths(answer)).toEqual(['secondary_user']);
    });
  });

  describe('is refused', () => {
    const expectRefusal = async (linkWith: string, message: RegExp, id = kept.userId) => {
      const users = await countOf(app, 'user_profile_users');
      const answer = await tryLink(app, id, linkWith);
      expect(answer.status).toBe(400);
      expect(problemPaths(answer)).toEqual(['secondary_user']);
      expect(answer.body.error.message).toMatch(message);
      expect(await countOf(app, 'user_profile_users')).toBe(users);
    };

    it('with itself, by whichever id', async () => {
      const { documentId } = (await getUser(app, kept.userId)).data;
      await expectRefusal(kept.userId, /itself/);
      await expectRefusal(documentId, /itself/);
    });

    it.each(['local|nobody', 'nobody', 'a\0b', '|', 'x'.repeat(512)])(
      'with an unknown user: %j',
      (id) => expectRefusal(id, /no user with this id/)
    );

    it('of an unknown user', async () => {
      expect((await tryLink(app, 'local|nobody', other.userId)).status).toBe(404);
    });

    it('while one of the two is blocked', async () => {
      await mustCall(app, 'POST', userPath(other.userId, '/block'));
      await expectRefusal(other.userId, /other user is blocked/);
      await expectRefusal(kept.userId, /This user is blocked/, other.userId);
    });

    it('while the other asks to be erased', async () => {
      await app.query(
        'update user_profile_users set erasure_requested_at = created_at where user_id = ?',
        [other.userId]
      );
      await expectRefusal(other.userId, /asked to be erased/);
    });

    it('for what is linked already, saying with whom', async () => {
      const third = await somebody(app, 'tablet');
      await link(app, kept.userId, other.userId);
      await expectRefusal(other.userId, /linked to this user already/);
      await expectRefusal(other.userId, /linked to another user/, third.userId);
    });

    it.each([
      ['nothing', {}],
      ['no text', { secondary_user: 7 }],
      ['another key', { secondary_user: 'local|x', app: true }],
    ])('for a body with %s', async (_what, data) => {
      const { status } = await callAdmin(app, 'POST', userPath(kept.userId, '/identities'), {
        data,
      });
      expect(status).toBe(400);
    });

    it('for a body with app_metadata, with 403', async () => {
      const data = { secondary_user: other.userId, app_metadata: {} };
      const { status } = await callAdmin(app, 'POST', userPath(kept.userId, '/identities'), {
        data,
      });
      expect(status).toBe(403);
    });
  });

  describe('unlinking', () => {
    it('makes the identity a user of its own again, as it was but for the metadata', async () => {
      await edit(other.userId, { given_name: 'Birch', user_metadata: { size: 3 } });
      await mustCall(app, 'PUT', userPath(other.userId), { data: { email_verified: true } });
      const before = (await getUser(app, other.userId)).data;
      const kepts = (await getUser(app, kept.userId)).data;
      await link(app, kept.userId, other.userId);
      const { data, meta } = await unlink(app, kept.userId, other.userId);

      const after = (await getUser(app, other.userId)).data;
      expect(meta.unlinked).toEqual({ documentId: after.documentId, user_id: other.userId });
      const { documentId, updated_at, user_metadata, identities, ...same } = before;
      expect(after).toMatchObject({ ...same, user_metadata: {}, app_metadata: {} });
      expect(after.identities).toEqual([
        { ...identities[0], profileData: expect.objectContaining(identities[0].profileData) },
      ]);
      expect(data).toMatchObject({
        identities: kepts.identities.map(({ user_id }) => ({ user_id })),
        logins_count: kepts.logins_count,
        last_login: kepts.last_login,
      });
    });

    it('gives it back its devices and its history, and no more', async () => {
      const mine = (await eventsOf(app, kept.userId)).map(({ log_id }) => log_id);
      await edit(other.userId, { nickname: 'birch' });
      await untilEqual(() => operationsOf(other.userId), ['update-user']);
      const theirs = (await eventsOf(app, other.userId)).map(({ log_id }) => log_id);
      await link(app, kept.userId, other.userId);
      await signIn(app, other.account, 'watch');
      await unlink(app, kept.userId, other.userId);

      await untilEqual(
        () => typesOf(app, other.userId),
        ['sapi', 's', 'sapi', ...['sapi', 's', 's', 'ss']]
      );
      expect(await operationsOf(other.userId)).toEqual([
        'unlinked-from',
        'linked-to',
        'update-user',
      ]);
      const [left, moved] = [
        (await eventsOf(app, kept.userId)).map(({ log_id }) => log_id),
        (await eventsOf(app, other.userId)).map(({ log_id }) => log_id),
      ];
      expect(left).toEqual(expect.arrayContaining(mine));
      expect(moved).toEqual(expect.arrayContaining(theirs));
      expect(left.filter((id) => moved.includes(id))).toEqual([]);

      const idsOf = async (userId: string) =>
        (await devicesOf(app, userId)).map(({ device_id }) => device_id);
      expect(await idsOf(other.userId)).toEqual(expect.arrayContaining(['phone', 'watch']));
      expect(await idsOf(kept.userId)).toContain('laptop');
      for (const device of ['phone', 'watch']) {
        expect(await idsOf(kept.userId)).not.toContain(device);
      }
      expect((await getUser(app, other.userId)).data.logins_count).toBe(3);
    });

    it('ends what it is signed in to as the user, and nothing else', async () => {
      await link(app, kept.userId, other.userId);
      const asKept = await signIn(app, other.account, 'laptop');
      await unlink(app, kept.userId, other.userId);
      expect(await useTokens(app, asKept)).toEqual(REFUSED);
      expect(await useTokens(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
      // Both sign in from it: it is a device of both.
      for (const { userId } of [kept, other]) {
        const ids = (await devicesOf(app, userId)).map(({ device_id }) => device_id);
        expect(ids).toContain('laptop');
      }
    });

    it('of the primary identity is refused', async () => {
      await link(app, kept.userId, other.userId);
      const answer = await callAdmin(app, 'DELETE', identityPath(kept.userId, kept.userId));
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toMatch(/primary identity/);
      expect((await getUser(app, kept.userId)).data.identities).toHaveLength(2);
    });

    it.each(['local|nobody', 'nobody', '|', 'local|', '%', 'a\0b'])(
      'of an identity that the user does not have: 404 (%j)',
      async (identityId) => {
        const { status } = await callAdmin(app, 'DELETE', identityPath(kept.userId, identityId));
        expect(status).toBe(404);
      }
    );

    it('of another user’s identity: 404', async () => {
      const { status } = await callAdmin(app, 'DELETE', identityPath(kept.userId, other.userId));
      expect(status).toBe(404);
    });

    it('and linking again leaves the person as before, however often', async () => {
      await link(app, kept.userId, other.userId);
      const { data } = await getUser(app, kept.userId);
      for (let round = 0; round < 2; round += 1) {
        await unlink(app, kept.userId, other.userId);
        await link(app, kept.userId, other.userId);
      }
      const { updated_at, ...same } = data;
      expect((await getUser(app, kept.userId)).data).toMatchObject(same);
    });

    it('of a blocked user lets nobody in again', async () => {
      await link(app, kept.userId, other.userId);
      // As in the Content Manager, which knows of one account alone.
      await app.request(
        'PUT',
        `/content-manager/collection-types/plugin::users-permissions.user/${kept.account.documentId}`,
        {
          token: await app.adminToken(),
          body: { username: kept.account.username, email: kept.account.email, blocked: true },
        }
      );
      expect((await getUser(app, kept.userId)).data.blocked).toBe(true);
      await unlink(app, kept.userId, other.userId);
      expect((await getUser(app, other.userId)).data.blocked).toBe(true);
      const { email: identifier, password } = other.account;
      expect((await login(app, { identifier, password })).status).toBe(400);
    });
  });

  describe('what is done to the user', () => {
    beforeEach(async () => {
      await link(app, kept.userId, other.userId);
    });

    const canSignIn = async ({ account: { email: identifier, password } }: Somebody) =>
      (await login(app, { identifier, password })).status;

    it('block keeps out every identity, and unblock lets all in again', async () => {
      await mustCall(app, 'POST', userPath(kept.userId, '/block'));
      expect([await canSignIn(kept), await canSignIn(other)]).toEqual([400, 400]);
      await mustCall(app, 'POST', userPath(kept.userId, '/unblock'));
      expect([await canSignIn(kept), await canSignIn(other)]).toEqual([200, 200]);
    });

    it('delete removes the accounts of all identities', async () => {
      const { documentId, name } = (await getUser(app, kept.userId)).data;
      await mustCall(app, 'DELETE', userPath(kept.userId));
      for (const { account } of [kept, other]) {
        expect(await countOf(app, 'up_users', { id: account.id })).toBe(0);
        expect(await countOf(app, 'user_profile_identities', { account: account.documentId })).toBe(
          0
        );
      }
      const removals = () =>
        app.query('select user_name from user_profile_events where type = ? and profile = ?', [
          'sdu',
          documentId,
        ]);
      await untilEqual(removals, [{ user_name: name }]);
    });

    it('deleting the account of an identity ends what was signed in by it', async () => {
      const asKept = await signIn(app, other.account, 'watch');
      await app.request(
        'DELETE',
        `/content-manager/collection-types/plugin::users-permissions.user/${other.account.documentId}`,
        { token: await app.adminToken() }
      );
      expect(await useTokens(app, asKept)).toEqual(REFUSED);
      expect((await getUser(app, kept.userId)).data.identities).toHaveLength(1);
      expect(await canSignIn(kept)).toBe(200);
    });

    it('deleting the account of the primary identity leaves the person the other one', async () => {
      await app.request(
        'DELETE',
        `/content-manager/collection-types/plugin::users-permissions.user/${kept.account.documentId}`,
        { token: await app.adminToken() }
      );
      expect((await getUser(app, kept.userId)).data).toMatchObject({
        email: other.account.email,
        email_verified: false,
        identities: [{ user_id: other.account.documentId }],
      });
      expect(await canSignIn(other)).toBe(200);
    });
  });

  it('is open to tokens with these actions', async () => {
    const token = await apiToken(app, 'custom', ['identities.link', 'identities.unlink']);
    const path = `/api/user-profile${userPath(kept.userId, '/identities')}`;
    const linked = await app.request('POST', path, {
      token,
      body: { data: { secondary_user: other.userId } },
    });
    expect(linked.status).toBe(201);
    const unlinked = await app.request('DELETE', `${path}/${encodeURIComponent(other.userId)}`, {
      token,
    });
    expect(unlinked.status).toBe(200);
    expect(unlinked.body.meta.unlinked.user_id).toBe(other.userId);
  });
});
