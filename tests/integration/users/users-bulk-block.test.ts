import type { FindBulkOperation } from '../../../plugins/user-profile/shared/contracts/bulk';
import { HUB_EVENTS } from '../../../plugins/user-profile/shared/hub-events';
import { mustCall } from '../../support/admin-api';
import { runBulk, startBulk, waitForBulk } from '../../support/bulk';
import { UIDS } from '../../support/database';
import { insertAccounts } from '../../support/existing-accounts';
import { createLoggedInUser, mustLink } from '../../support/linking';
import { getEvents, reconcile } from '../../support/profiles';
import { recordSql } from '../../support/query-log';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { getTokenStatuses, mustLogIn, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userIdOf } from '../../support/users';

/** Users are blocked together, in batches. */
describe('a bulk block', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  const createUsers = async (count: number): Promise<string[]> => {
    const accounts = await insertAccounts(app, count);
    await reconcile(app);
    return accounts.map((documentId) => userIdOf({ documentId }));
  };

  const setBlocked = async (ids: string[], action: 'block' | 'unblock' = 'block') =>
    (await runBulk(app, { action, ids })).operation;

  const succeeded = (ids: string[]) =>
    expect.objectContaining({ done: ids.length, unchanged: 0, failed: 0 });

  const getBlockEvents = (id: string) =>
    app.database.rows(UIDS.event, { user_id: id, type: 'sapi' });

  const countBlocked = async (ids: string[]) => {
    const rows = await app.database.rows(UIDS.user, { blocked: true });
    return rows.filter(({ user_id: id }) => ids.includes(id)).length;
  };

  it('of 100 users runs at most 80 statements and records one event for each', async () => {
    const ids = await createUsers(100);
    let started = '';
    const statements = await recordSql(app, async () => {
      started = (await startBulk(app, { action: 'block', ids })).body.data.id;
    });
    expect((await waitForBulk(app, started)).data).toEqual(succeeded(ids));
    expect(statements.length).toBeLessThanOrEqual(80);
    expect(await countBlocked(ids)).toBe(100);
    const { email: actor } = await app.createAdmin();
    for (const id of ids) {
      expect(await getBlockEvents(id)).toEqual([
        expect.objectContaining({ actor, profile: expect.any(String), success: expect.anything() }),
      ]);
    }
  });

  it('keeps the accounts, increases each revision by one and publishes each user once', async () => {
    const ids = await createUsers(3);
    await runInServer(
      app,
      async (strapi, name) => {
        const published: string[] = [];
        strapi.config.set('test.published', published);
        strapi.eventHub.on(name, async ({ profile }: { profile: { user_id: string } }) => {
          published.push(profile.user_id);
        });
      },
      HUB_EVENTS.profileUpdate
    );
    await setBlocked(ids);
    const published = await runInServer(app, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
      return strapi.config.get<string[]>('test.published');
    });
    expect(published?.sort()).toEqual([...ids].sort());
    for (const id of ids) {
      const [user] = await app.database.rows(UIDS.user, { user_id: id });
      const [account] = await app.database.rows(UIDS.account, {
        document_id: id.split('|')[1] as string,
      });
      expect({ revision: user.revision, blocked: Boolean(account.blocked) }).toEqual({
        revision: 2,
        blocked: true,
      });
    }
  });

  it('ends the sessions of linked users on all their accounts', async () => {
    const [primary, secondary] = [
      await createLoggedInUser(app, 'phone'),
      await createLoggedInUser(app, 'laptop'),
    ];
    await mustLink(app, primary.userId, secondary.userId);
    const tokens = await mustLogIn(app, secondary.account, 'tablet');
    const others = await createUsers(2);
    const ids = [primary.userId, ...others];
    expect(await setBlocked(ids)).toEqual(succeeded(ids));
    expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    expect(await getTokenStatuses(app, primary.tokens)).toEqual(REJECTED);
    const accounts = await app.database.rows(UIDS.account, { blocked: true });
    const blocked = accounts.map(({ document_id: documentId }) => documentId);
    expect(blocked).toEqual(
      expect.arrayContaining([primary.account.documentId, secondary.account.documentId])
    );
  });

  it('changes a user who is named by both ids only once', async () => {
    const [id] = await createUsers(1);
    const { documentId } = (await getUser(app, id as string)).data;
    const ids = [id as string, documentId];
    expect(await setBlocked(ids)).toMatchObject({ total: 1, done: 1 });
    expect(await getBlockEvents(id as string)).toHaveLength(1);
  });

  it('of users who are blocked ends their sessions and records nothing', async () => {
    const others = await createUsers(1);
    const user = await createLoggedInUser(app, 'phone');
    await app.database.update(UIDS.user, { user_id: user.userId }, { blocked: true });
    const ids = [user.userId, ...others];
    expect(await setBlocked(ids)).toMatchObject({ done: 1, unchanged: 1, failed: 0 });
    expect(await getTokenStatuses(app, user.tokens)).toEqual(REJECTED);
    expect(await getBlockEvents(user.userId)).toEqual([]);
  });

  it('blocks the others if code of the site rejects the change of one account', async () => {
    const ids = await createUsers(4);
    const [, , rejected] = ids as [string, string, string];
    await runInServer(
      app,
      async (strapi, documentId) => {
        const { id } = await strapi.db
          .query('plugin::users-permissions.user')
          .findOne({ where: { documentId } });
        strapi.db.lifecycles.subscribe({
          models: ['plugin::users-permissions.user'],
          beforeUpdateMany({ params }) {
            const { $in = [] } = (params.where?.id ?? {}) as { $in?: number[] };
            if ($in.includes(id)) {
              throw new Error('This account must stay as it is');
            }
          },
        });
      },
      rejected.split('|')[1] as string
    );
    const { operation, failures } = await runBulk(app, { action: 'block', ids });
    expect(operation).toMatchObject({ done: 3, failed: 1 });
    expect(failures).toMatchObject([{ user_id: rejected, reason: expect.any(String) }]);
    for (const id of ids) {
      const isBlocked = id !== rejected;
      expect((await getUser(app, id)).data.blocked).toBe(isBlocked);
      expect(await getEvents(app, id)).toHaveLength(isBlocked ? 1 : 0);
    }
  });

  it('also ends the sessions of an account that a lifecycle of the site blocks with it', async () => {
    const follower = await createLoggedInUser(app, 'phone');
    const [leader] = await createUsers(1);
    await runInServer(
      app,
      async (strapi, leaderId, followerId) => {
        const accounts = strapi.db.query('plugin::users-permissions.user');
        const { id } = await accounts.findOne({ where: { documentId: leaderId } });
        strapi.db.lifecycles.subscribe({
          models: ['plugin::users-permissions.user'],
          async afterUpdateMany({ params }) {
            const { $in = [] } = (params.where?.id ?? {}) as { $in?: number[] };
            if ($in.includes(id)) {
              const where = { documentId: followerId };
              await accounts.update({ where, data: { blocked: true } });
            }
          },
        });
      },
      (leader as string).split('|')[1] as string,
      follower.account.documentId
    );
    await setBlocked([leader as string]);
    const [{ id }] = await app.database.rows(UIDS.account, {
      document_id: follower.account.documentId,
    });
    expect(await app.database.count(UIDS.session, { user_id: String(id) })).toBe(0);
  });

  it('changes each user once if it runs in parallel with the same ids in reverse order', async () => {
    const ids = await createUsers(60);
    const operations = await Promise.all([ids, [...ids].reverse()].map((some) => setBlocked(some)));
    expect(operations.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(operations[0].done + operations[1].done).toBe(60);
    expect(await countBlocked(ids)).toBe(60);
    for (const id of ids) {
      expect(await getBlockEvents(id)).toHaveLength(1);
    }
  });

  it.each(['block', 'unblock'] as const)(
    'that can be undone (%s) leaves users alone who were blocked and unblocked since, also with equal reasons',
    async (action) => {
      const ids = await createUsers(3);
      const [changed] = ids as [string];
      const block = (some: string[]) =>
        runBulk(app, { action: 'block', ids: some, reason: 'Spam' });
      const { operation: blocked } = await block(ids);
      const undone = action === 'block' ? blocked : await setBlocked(ids, 'unblock');
      if (action === 'block') {
        await setBlocked([changed], 'unblock');
        await block([changed]);
      } else {
        await block([changed]);
        await setBlocked([changed], 'unblock');
      }
      const { data } = await mustCall<FindBulkOperation.Response>(
        app,
        'POST',
        `/users/bulk/${undone.id}/undo`
      );
      const { data: undo } = await waitForBulk(app, data.id);
      expect(undo).toMatchObject({ done: 2, unchanged: 1, failed: 0 });
      expect(await countBlocked(ids)).toBe(action === 'block' ? 1 : 2);
      expect((await getUser(app, changed)).data.blocked).toBe(action === 'block');
    }
  );

  it('can be undone after an unblock of the same users was undone', async () => {
    const ids = await createUsers(2);
    const blocked = await setBlocked(ids);
    const unblocked = await setBlocked(ids, 'unblock');
    for (const { id } of [unblocked, blocked]) {
      const { data } = await mustCall<FindBulkOperation.Response>(
        app,
        'POST',
        `/users/bulk/${id}/undo`
      );
      expect((await waitForBulk(app, data.id)).data).toMatchObject({ done: 2, unchanged: 0 });
    }
    expect(await countBlocked(ids)).toBe(0);
  });

  it('is undone by a bulk unblock, which records one event for each user', async () => {
    const ids = await createUsers(5);
    await setBlocked(ids);
    expect(await setBlocked(ids, 'unblock')).toEqual(succeeded(ids));
    expect(await countBlocked(ids)).toBe(0);
    for (const id of ids) {
      expect(await getBlockEvents(id)).toHaveLength(2);
    }
  });
});
