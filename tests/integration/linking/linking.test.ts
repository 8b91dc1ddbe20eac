import type { PreviewLink } from '../../../plugins/user-profile/shared/contracts/identities';
import type { FindUser } from '../../../plugins/user-profile/shared/contracts/users';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import {
  createLoggedInUser,
  createTwoUsers,
  identityPath,
  link,
  type LoggedInUser,
  mustLink,
  mustUnlink,
} from '../../support/linking';
import { logIn } from '../../support/logins';
import { getDevices, getEvents, getEventTypes } from '../../support/profiles';
import { getTokenStatuses, mustLogIn, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, problemPaths, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('linking and unlinking users', () => {
  let app: TestStrapi;
  let kept: LoggedInUser;
  let other: LoggedInUser;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    [kept, other] = await createTwoUsers(app);
  });

  const edit = (userId: string, data: object) => mustCall(app, 'PUT', userPath(userId), { data });

  const getOperations = async (userId: string): Promise<unknown[]> =>
    (await getEvents(app, userId)).flatMap(({ type, details }) =>
      type === 'sapi' ? [details.operation] : []
    );

  const preview = async (linkWith: string, id = kept.userId) =>
    callAdmin(
      app,
      'GET',
      userPath(id, `/identities/preview?secondary_user=${encodeURIComponent(linkWith)}`)
    );

  describe('a link', () => {
    it('keeps the attributes of the primary user and adds the secondary identity', async () => {
      await edit(kept.userId, { name: 'Acacia Sample', user_metadata: { colour: 'green' } });
      await edit(other.userId, { name: 'Birch Sample', user_metadata: { size: 3 } });
      const before = await getUser(app, kept.userId);

      const { status, body } = await link(app, kept.userId, other.userId);

      expect(status).toBe(201);
      const { logins_count, updated_at, identities, last_login, ...rest } = before.data;
      expect(body.data).toMatchObject(rest);
      expect(body.data.logins_count).toBe(4);
      expect((body as FindUser.Response).data.identities.map(({ user_id }) => user_id)).toEqual([
        kept.account.documentId,
        other.account.documentId,
      ]);
      // The attributes of the secondary user are now in its identity.
      expect(body.data.identities[1].profileData).toMatchObject({
        email: other.account.email,
        name: 'Birch Sample',
        email_verified: false,
      });
      expect(body.meta.revision).toBe(before.meta.revision + 1);
    });

    it('removes the secondary user and keeps its account', async () => {
      const { documentId } = (await getUser(app, other.userId)).data;
      await mustLink(app, kept.userId, other.userId);
      for (const id of [documentId, other.userId]) {
        expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);
      }
      expect(await app.database.count(UIDS.user, { user_id: other.userId })).toBe(0);
      // The identity logs in with this account.
      expect(await app.database.count(UIDS.account, { id: other.account.id })).toBe(1);
    });

    it('moves all devices and events to the primary user', async () => {
      const [mine, theirs] = [
        await getEvents(app, kept.userId),
        await getEvents(app, other.userId),
      ];
      await mustLink(app, kept.userId, other.userId);

      const { documentId } = (await getUser(app, kept.userId)).data;
      const ids = (await getEvents(app, kept.userId)).map(({ log_id }) => log_id);
      for (const { log_id } of [...mine, ...theirs]) {
        expect(ids).toContain(log_id);
      }
      expect((await getDevices(app, documentId)).map(({ device_id }) => device_id)).toEqual(
        expect.arrayContaining(['laptop', 'phone'])
      );
    });

    it('is recorded for both users, with the actor', async () => {
      await mustLink(app, kept.userId, other.userId);
      await waitForEqual(
        async () => (await getOperations(kept.userId)).sort(),
        ['link-identity', 'linked-to']
      );
      const { email } = await app.createAdmin();
      const events = await getEvents(app, kept.userId);
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

    it('ends the sessions of the secondary user and keeps those of the primary user', async () => {
      const { status } = await app.request('GET', '/api/articles', { token: kept.tokens.jwt });
      expect(status).toBe(200);
      await mustLink(app, kept.userId, other.userId);
      expect(await getTokenStatuses(app, other.tokens)).toEqual(REJECTED);
      expect(await getTokenStatuses(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
    });

    it('merges a device that both users have', async () => {
      await mustLogIn(app, other.account, 'laptop');
      await mustLink(app, kept.userId, other.userId);
      const devices = await getDevices(app, kept.userId);
      const laptops = devices.filter(({ device_id }) => device_id === 'laptop');
      expect(laptops).toEqual([expect.objectContaining({ refresh_tokens: 1 })]);
    });

    it('moves all identities of a secondary user', async () => {
      const third = await createLoggedInUser(app, 'tablet');
      await mustLink(app, other.userId, third.userId);
      const { data } = await mustLink(app, kept.userId, other.userId);
      expect(data.identities.map(({ user_id }) => user_id)).toEqual(
        [kept, other, third].map(({ account }) => account.documentId)
      );
      // An unlinked user gets back only their own logins.
      await mustUnlink(app, kept.userId, third.userId);
      expect((await getUser(app, third.userId)).data.logins_count).toBe(2);
      expect((await getUser(app, kept.userId)).data.logins_count).toBe(4);
    });
  });

  describe('user_metadata of the secondary user', () => {
    beforeEach(async () => {
      await edit(kept.userId, { user_metadata: { colour: 'green', same: [1] } });
      await edit(other.userId, { user_metadata: { colour: 'red', size: 3, same: [1] } });
    });

    it('is dropped by default', async () => {
      const { data } = await mustLink(app, kept.userId, other.userId);
      expect(data.user_metadata).toEqual({ colour: 'green', same: [1] });
    });

    it('is merged on request, and values of the primary user take precedence', async () => {
      const { body } = await link(app, kept.userId, other.userId, { merge_user_metadata: true });
      expect(body.data.user_metadata).toEqual({ colour: 'green', same: [1], size: 3 });
    });

    it('is rejected if the merged value is too large, and nothing is linked', async () => {
      await edit(kept.userId, { user_metadata: { long: 'x'.repeat(40_000) } });
      await edit(other.userId, { user_metadata: { longer: 'x'.repeat(40_000) } });
      const response = await link(app, kept.userId, other.userId, { merge_user_metadata: true });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['user_metadata']);
      expect((await getUser(app, other.userId)).data.identities).toHaveLength(1);
      expect((await link(app, kept.userId, other.userId)).status).toBe(201);
    });
  });

  it('keeps the app_metadata of the primary user', async () => {
    const setProfile = (userId: string, value: object) =>
      app.database.update(
        UIDS.user,
        { user_id: userId },
        {
          app_metadata: JSON.stringify(value),
        }
      );
    await setProfile(kept.userId, { plan: 'gold' });
    await setProfile(other.userId, { plan: 'lead', only: 'here' });
    const { body } = await preview(other.userId);
    expect(body.data.app_metadata_dropped).toBe(true);
    expect(JSON.stringify(body)).not.toContain('lead');
    await link(app, kept.userId, other.userId, { merge_user_metadata: true });
    expect((await getUser(app, kept.userId)).data.app_metadata).toEqual({ plan: 'gold' });
  });

  describe('the preview of a link', () => {
    it('returns what is kept, added and dropped, and changes nothing', async () => {
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

    it.each(['itself', 'an unknown user'])('is rejected with %s', async (whom) => {
      const response = await preview(whom === 'itself' ? kept.userId : 'local|unknown');
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['secondary_user']);
    });
  });

  describe('a link is rejected', () => {
    const expectRejection = async (linkWith: string, message: RegExp, id = kept.userId) => {
      const users = await app.database.count(UIDS.user);
      const response = await link(app, id, linkWith);
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['secondary_user']);
      expect(response.body.error.message).toMatch(message);
      expect(await app.database.count(UIDS.user)).toBe(users);
    };

    it('with the user itself, by user_id and documentId', async () => {
      const { documentId } = (await getUser(app, kept.userId)).data;
      await expectRejection(kept.userId, /itself/);
      await expectRejection(documentId, /itself/);
    });

    it.each(['local|unknown', 'unknown-id', 'a\0b', '|', 'x'.repeat(512)])(
      'with an unknown user: %j',
      (id) => expectRejection(id, /no user with this id/)
    );

    it('for an unknown user', async () => {
      expect((await link(app, 'local|unknown', other.userId)).status).toBe(404);
    });

    it('while one of the two is blocked', async () => {
      await mustCall(app, 'POST', userPath(other.userId, '/block'));
      await expectRejection(other.userId, /other user is blocked/);
      await expectRejection(kept.userId, /This user is blocked/, other.userId);
    });

    it('while an erasure request of the secondary user is pending', async () => {
      await app.database.update(
        UIDS.user,
        { user_id: other.userId },
        { erasure_requested_at: new Date() }
      );
      await expectRejection(other.userId, /has requested erasure/);
    });

    it('for an identity that is already linked to this or another user', async () => {
      const third = await createLoggedInUser(app, 'tablet');
      await mustLink(app, kept.userId, other.userId);
      await expectRejection(other.userId, /already linked to this user/);
      await expectRejection(other.userId, /linked to another user/, third.userId);
    });

    it.each([
      ['no fields', {}],
      ['a number as the secondary user', { secondary_user: 7 }],
      ['an unknown field', { secondary_user: 'local|x', app: true }],
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
    it('restores the user of the identity, except for its metadata', async () => {
      await edit(other.userId, { given_name: 'Birch', user_metadata: { size: 3 } });
      await mustCall(app, 'PUT', userPath(other.userId), { data: { email_verified: true } });
      const before = (await getUser(app, other.userId)).data;
      const kepts = (await getUser(app, kept.userId)).data;
      await mustLink(app, kept.userId, other.userId);
      const { data, meta } = await mustUnlink(app, kept.userId, other.userId);

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

    it('returns to the identity only its devices and events', async () => {
      const mine = (await getEvents(app, kept.userId)).map(({ log_id }) => log_id);
      await edit(other.userId, { nickname: 'birch' });
      await waitForEqual(() => getOperations(other.userId), ['update-user']);
      const theirs = (await getEvents(app, other.userId)).map(({ log_id }) => log_id);
      await mustLink(app, kept.userId, other.userId);
      await mustLogIn(app, other.account, 'watch');
      await mustUnlink(app, kept.userId, other.userId);

      await waitForEqual(
        () => getEventTypes(app, other.userId),
        ['sapi', 's', 'sapi', ...['sapi', 's', 's', 'ss']]
      );
      expect(await getOperations(other.userId)).toEqual([
        'unlinked-from',
        'linked-to',
        'update-user',
      ]);
      const [left, moved] = [
        (await getEvents(app, kept.userId)).map(({ log_id }) => log_id),
        (await getEvents(app, other.userId)).map(({ log_id }) => log_id),
      ];
      expect(left).toEqual(expect.arrayContaining(mine));
      expect(moved).toEqual(expect.arrayContaining(theirs));
      expect(left.filter((id) => moved.includes(id))).toEqual([]);

      const idsOf = async (userId: string) =>
        (await getDevices(app, userId)).map(({ device_id }) => device_id);
      expect(await idsOf(other.userId)).toEqual(expect.arrayContaining(['phone', 'watch']));
      expect(await idsOf(kept.userId)).toContain('laptop');
      for (const device of ['phone', 'watch']) {
        expect(await idsOf(kept.userId)).not.toContain(device);
      }
      expect((await getUser(app, other.userId)).data.logins_count).toBe(3);
    });

    it('ends only the sessions of the identity', async () => {
      await mustLink(app, kept.userId, other.userId);
      const asKept = await mustLogIn(app, other.account, 'laptop');
      await mustUnlink(app, kept.userId, other.userId);
      expect(await getTokenStatuses(app, asKept)).toEqual(REJECTED);
      expect(await getTokenStatuses(app, kept.tokens)).toEqual({ access: 200, refresh: 200 });
      // Both logged in from this device, so both have it.
      for (const { userId } of [kept, other]) {
        const ids = (await getDevices(app, userId)).map(({ device_id }) => device_id);
        expect(ids).toContain('laptop');
      }
    });

    it('is rejected for the primary identity', async () => {
      await mustLink(app, kept.userId, other.userId);
      const response = await callAdmin(app, 'DELETE', identityPath(kept.userId, kept.userId));
      expect(response.status).toBe(400);
      expect(response.body.error.message).toMatch(/primary identity/);
      expect((await getUser(app, kept.userId)).data.identities).toHaveLength(2);
    });

    it.each(['local|unknown', 'unknown-id', '|', 'local|', '%', 'a\0b'])(
      'returns 404 for an identity that the user does not have: %j',
      async (identityId) => {
        const { status } = await callAdmin(app, 'DELETE', identityPath(kept.userId, identityId));
        expect(status).toBe(404);
      }
    );

    it('returns 404 for an identity of another user', async () => {
      const { status } = await callAdmin(app, 'DELETE', identityPath(kept.userId, other.userId));
      expect(status).toBe(404);
    });

    it('and linking again restores the same user each time', async () => {
      await mustLink(app, kept.userId, other.userId);
      const { data } = await getUser(app, kept.userId);
      for (let round = 0; round < 2; round += 1) {
        await mustUnlink(app, kept.userId, other.userId);
        await mustLink(app, kept.userId, other.userId);
      }
      const { updated_at, ...same } = data;
      expect((await getUser(app, kept.userId)).data).toMatchObject(same);
    });

    it('leaves the identity of a blocked user blocked', async () => {
      await mustLink(app, kept.userId, other.userId);
      // The Content Manager blocks only this one account.
      await app.request(
        'PUT',
        `/content-manager/collection-types/plugin::users-permissions.user/${kept.account.documentId}`,
        {
          token: await app.adminToken(),
          body: { username: kept.account.username, email: kept.account.email, blocked: true },
        }
      );
      expect((await getUser(app, kept.userId)).data.blocked).toBe(true);
      await mustUnlink(app, kept.userId, other.userId);
      expect((await getUser(app, other.userId)).data.blocked).toBe(true);
      const { email: identifier, password } = other.account;
      expect((await logIn(app, { identifier, password })).status).toBe(400);
    });
  });

  describe('a user with linked identities', () => {
    beforeEach(async () => {
      await mustLink(app, kept.userId, other.userId);
    });

    const getLoginStatus = async ({ account: { email: identifier, password } }: LoggedInUser) =>
      (await logIn(app, { identifier, password })).status;

    it('is blocked and unblocked with every identity', async () => {
      await mustCall(app, 'POST', userPath(kept.userId, '/block'));
      expect([await getLoginStatus(kept), await getLoginStatus(other)]).toEqual([400, 400]);
      await mustCall(app, 'POST', userPath(kept.userId, '/unblock'));
      expect([await getLoginStatus(kept), await getLoginStatus(other)]).toEqual([200, 200]);
    });

    it('is deleted with the accounts of all identities', async () => {
      const { documentId, name } = (await getUser(app, kept.userId)).data;
      await mustCall(app, 'DELETE', userPath(kept.userId));
      for (const { account } of [kept, other]) {
        expect(await app.database.count(UIDS.account, { id: account.id })).toBe(0);
        expect(await app.database.count(UIDS.identity, { account: account.documentId })).toBe(0);
      }
      const getRemovals = () =>
        app.database.rows(
          UIDS.event,
          { type: 'sdu', profile: documentId },
          { columns: ['user_name'] }
        );
      await waitForEqual(getRemovals, [{ user_name: name }]);
    });

    it('loses the sessions of an identity whose account is deleted', async () => {
      const asKept = await mustLogIn(app, other.account, 'watch');
      await app.request(
        'DELETE',
        `/content-manager/collection-types/plugin::users-permissions.user/${other.account.documentId}`,
        { token: await app.adminToken() }
      );
      expect(await getTokenStatuses(app, asKept)).toEqual(REJECTED);
      expect((await getUser(app, kept.userId)).data.identities).toHaveLength(1);
      expect(await getLoginStatus(kept)).toBe(200);
    });

    it('keeps the other identity if the account of the primary identity is deleted', async () => {
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
      expect(await getLoginStatus(other)).toBe(200);
    });
  });

  it('is allowed for API tokens with the link and unlink permissions', async () => {
    const token = await getApiToken(app, 'custom', ['identities.link', 'identities.unlink']);
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
