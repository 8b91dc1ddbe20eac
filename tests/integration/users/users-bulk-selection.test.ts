import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import {
  downloadReport,
  getOperation,
  getReport,
  runBulk,
  startBulk,
  waitForBulk,
} from '../../support/bulk';
import { UIDS } from '../../support/database';
import { insertAccounts } from '../../support/existing-accounts';
import { reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { countUsers, getUser, getUsers, userIdOf } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const EXPIRED = new Date(Date.now() - 8 * 86_400_000);

describe('a bulk action on all users that match', () => {
  let app: TestStrapi;
  let domain: string;
  let ids: string[];

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  const createUsers = async (count: number, prefix: string): Promise<string[]> => {
    const accounts = await insertAccounts(app, count, (n) => ({
      email: `${prefix}-${n}@${domain}.test`,
    }));
    await reconcile(app);
    return accounts.map((documentId) => userIdOf({ documentId }));
  };

  let domains = 0;

  beforeEach(async () => {
    domains += 1;
    domain = `site${domains}x`;
    ids = await createUsers(25, 'member');
  });

  const countBlocked = async () =>
    (await getUsers(app, { _q: domain, 'filters[blocked][$eq]': 'true' })).body.meta.pagination
      .total;

  const blockAll = () => runBulk(app, { action: 'block', selection: { _q: domain } });

  /** Holds the action at the given user, until `release` is called. */
  const holdAt = async (n: number) => {
    const { documentId } = (await getUser(app, ids[n] as string)).data;
    await runInServer(
      app,
      async (strapi, held) => {
        const remover = strapi.plugin('user-profile').service('user-remover');
        const { remove } = remover;
        remover.remove = async (id: string, history: string) => {
          if (id === held) {
            remover.remove = remove;
            strapi.config.set('test.held', true);
            await new Promise<void>((resolve) => strapi.config.set('test.release', resolve));
          }
          return remove(id, history);
        };
      },
      documentId
    );
    await startBulk(app, { action: 'delete', selection: { _q: domain } });
    const isHeld = () =>
      runInServer(app, async (strapi) => strapi.config.get('test.held') === true);
    await waitForEqual(isHeld, true);
    const { data } = await mustCall(app, 'GET', '/users/bulk');
    return {
      id: data[0].id as string,
      release: () =>
        runInServer(app, async (strapi) => {
          strapi.config.set('test.held', false);
          strapi.config.get<() => void>('test.release')?.();
        }),
    };
  };

  it('changes the users that search and filters find, and no others', async () => {
    const [first] = ids;
    await runBulk(app, { action: 'block', ids: [first as string] });
    const filters = { blocked: { $eq: false } };
    const { operation } = await runBulk(app, {
      action: 'block',
      selection: { _q: domain, filters },
      reason: 'Spam',
    });
    expect(operation).toMatchObject({
      status: 'finished',
      by_selection: true,
      total: 24,
      estimated: false,
      done: 24,
      unchanged: 0,
      failed: 0,
    });
    expect(await countBlocked()).toBe(25);
    const rows = await app.database.rows(UIDS.user, { block_reason: 'Spam' });
    expect(rows.map(({ user_id: id }) => id).sort()).toEqual(ids.slice(1).sort());
  });

  it('records one event for each user and one for the operation', async () => {
    const { operation } = await blockAll();
    const { email: actor } = await app.createAdmin();
    const events = await app.database.rows(UIDS.event, { actor, type: 'sapi' });
    const own = events.filter(({ user_id: id }) => ids.includes(id as string));
    expect(own).toHaveLength(25);
    expect(events.at(-1)).toMatchObject({
      profile: null,
      details: { operation: 'bulk-action', action: 'block', done: 25, unchanged: 0, failed: 0 },
    });
    expect(operation.done).toBe(25);
  });

  it('deletes several batches of users', async () => {
    await createUsers(120, 'more');
    const before = await countUsers(app);
    const { operation } = await runBulk(app, {
      action: 'delete',
      selection: { _q: domain },
      history: 'erase',
    });
    expect(operation).toMatchObject({ total: 145, done: 145 });
    expect(await countUsers(app)).toEqual({
      accounts: before.accounts - 145,
      users: before.users - 145,
    });
    expect(JSON.stringify(await app.database.rows(UIDS.event))).not.toContain(ids[0]);
  });

  it('leaves out users who sign up or stop matching while it runs', async () => {
    const { id, release } = await holdAt(12);
    const late = await createUsers(1, 'late');
    await app.database.update(UIDS.user, { user_id: ids[24] as string }, { blocked: true });
    await release();
    const { data } = await waitForBulk(app, id);
    expect(data).toMatchObject({ total: 25, done: 25 });
    expect((await getUsers(app, { _q: domain })).body.data).toMatchObject([{ user_id: late[0] }]);
  });

  it('is reported as running while it runs, and can be cancelled', async () => {
    const { id, release } = await holdAt(12);
    expect((await getOperation(app, id)).data).toMatchObject({
      status: 'running',
      total: 25,
      done: 12,
      ended_at: null,
      expires_at: null,
    });
    const cancelled = callAdmin(app, 'POST', `/users/bulk/${id}/cancel`);
    expect((await cancelled).status).toBe(200);
    await release();
    const { data } = await waitForBulk(app, id);
    // The batch of 10 users in progress is completed.
    expect(data).toMatchObject({ status: 'cancelled', done: 20, failed: 0 });
    expect((await getUsers(app, { _q: domain })).body.meta.pagination.total).toBe(5);
    expect(await getReport(app, id)).toHaveLength(20);
  });

  it('has a report as CSV with the result and the reason for each user', async () => {
    const [first] = ids;
    const { operation } = await runBulk(app, {
      action: 'block',
      ids: [first as string, '=unknown'],
    });
    const { status, headers, text } = await downloadReport(app, operation.id, 'csv');
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="bulk-block-\d{4}-\d\d-\d\d\.csv"$/
    );
    expect(text.replace('\uFEFF', '').trim().split('\n')).toEqual([
      'user_id,result,reason',
      `'=unknown,failed,There is no user with this id`,
      `${first},done,`,
    ]);
  });

  it('is undone for the users that it changed, whose earlier blocks come back', async () => {
    const terms = { reason: 'Fraud', until: '2035-01-01T00:00:00.000Z' };
    const [early, , changed] = ids as [string, string, string];
    await runBulk(app, { action: 'block', ids: [early], ...terms });
    const { operation } = await runBulk(app, {
      action: 'block',
      selection: { _q: domain },
      reason: 'Spam',
    });
    expect(operation).toMatchObject({ done: 25, can_undo: true });
    // Another admin decides anew about one of them.
    await runBulk(app, { action: 'block', ids: [changed], reason: 'Court order' });

    const { data } = await mustCall(app, 'POST', `/users/bulk/${operation.id}/undo`);
    const undone = (await waitForBulk(app, data.id)).data;
    expect(undone).toMatchObject({
      action: 'unblock',
      undo_of: operation.id,
      done: 24,
      unchanged: 1,
      failed: 0,
      can_undo: false,
    });
    const rows = await app.database.rows(UIDS.user, { blocked: true });
    const blocked = rows.filter(({ user_id: id }) => ids.includes(id));
    expect(
      Object.fromEntries(
        blocked.map(({ user_id: id, block_reason, blocked_until }) => [
          id,
          [block_reason, blocked_until && new Date(blocked_until).toISOString()],
        ])
      )
    ).toEqual({ [early]: ['Fraud', terms.until], [changed]: ['Court order', null] });
    expect((await callAdmin(app, 'POST', `/users/bulk/${operation.id}/undo`)).status).toBe(409);
    expect((await callAdmin(app, 'POST', `/users/bulk/${data.id}/undo`)).status).toBe(409);
  });

  it('that unblocked users is undone with the reasons that they had', async () => {
    await runBulk(app, { action: 'block', ids: ids.slice(0, 2), reason: 'Spam' });
    const { operation } = await runBulk(app, { action: 'unblock', selection: { _q: domain } });
    expect(operation).toMatchObject({ done: 2, unchanged: 23 });
    const { data } = await mustCall(app, 'POST', `/users/bulk/${operation.id}/undo`);
    expect((await waitForBulk(app, data.id)).data).toMatchObject({ action: 'block', done: 2 });
    expect(await countBlocked()).toBe(2);
    const rows = await app.database.rows(UIDS.user, { user_id: ids[0] as string });
    expect(rows[0]?.block_reason).toBe('Spam');
  });

  it('cannot be undone if it deleted users', async () => {
    const { operation } = await runBulk(app, { action: 'delete', selection: { _q: domain } });
    expect(operation.can_undo).toBe(false);
    expect((await callAdmin(app, 'POST', `/users/bulk/${operation.id}/undo`)).status).toBe(409);
  });

  it('can be cancelled, undone and reported only with the permission of the action', async () => {
    const { operation } = await blockAll();
    const { readUsers, blockUsers, deleteUsers } = ADMIN_ACTIONS;
    const calls = [
      ['cancel', undefined],
      ['report', { data: { format: 'csv' } }],
      ['undo', undefined],
    ] as const;
    const statusesFor = async (token?: string) => {
      const statuses: number[] = [];
      for (const [name, body] of calls) {
        const path = `/user-profile/users/bulk/${operation.id}/${name}`;
        statuses.push((await app.request('POST', path, { token, body })).status);
      }
      return statuses;
    };
    expect(await statusesFor()).toEqual([401, 401, 401]);
    const [other, own] = [
      await createAdminUser(app, [readUsers, deleteUsers]),
      await createAdminUser(app, [readUsers, blockUsers]),
    ];
    expect(await statusesFor(other.token)).toEqual([403, 403, 403]);
    expect(await countBlocked()).toBe(25);
    const path = `/user-profile/users/bulk/${operation.id}`;
    const { body } = await app.request('GET', path, { token: other.token });
    expect(body.data).toMatchObject({ is_own: false });
    expect(await statusesFor(own.token)).toEqual([200, 200, 200]);
  });

  it('is rejected for anonymous callers, and if its body is too large', async () => {
    const data = { action: 'delete', selection: { _q: domain } };
    const path = '/user-profile/users/bulk';
    expect((await app.request('POST', path, { body: { data } })).status).toBe(401);
    const tooLarge = { ...data, selection: { _q: 'x'.repeat(2 * 1024 * 1024) } };
    expect((await startBulk(app, tooLarge)).status).toBe(413);
    expect((await getUsers(app, { _q: domain })).body.meta.pagination.total).toBe(25);
  });

  it('is rejected while ten others run', async () => {
    const { id, release } = await holdAt(1);
    const [running] = await app.database.rows(UIDS.bulkOperation, { key: id });
    const { id: _row, ...columns } = running as typeof running & Record<string, unknown>;
    const keys = Array.from({ length: 9 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
    await app.database.insert(
      UIDS.bulkOperation,
      keys.map((key) => ({ ...columns, key }))
    );
    const response = await startBulk(app, { action: 'block', ids });
    expect(response.status).toBe(429);
    for (const key of keys) {
      await app.database.remove(UIDS.bulkOperation, { key });
    }
    await release();
    await waitForBulk(app, id);
  });

  it('ends with a coded error if a filter is no longer valid when it continues', async () => {
    const { operation } = await blockAll();
    // The operation ends before its job does, which would keep it from continuing.
    await runInServer(app, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
    });
    const request = {
      action: 'block',
      selection: { filters: { account_fields: { club: { $eq: 'x' } } } },
    };
    const where = { key: operation.id };
    await app.database.update(UIDS.bulkOperation, where, { request, ended_at: null });
    await runJob(app, 'user-profile-bulk');
    const { data } = await waitForBulk(app, operation.id);
    expect(data).toMatchObject({ status: 'failed', error: { code: 'field_not_filterable' } });
    expect(data.error?.message).toContain('users cannot be filtered by this field');
  });

  it('is deleted with its results after a week', async () => {
    const [old, recent] = [await blockAll(), await runBulk(app, { action: 'unblock', ids })];
    const [row] = await app.database.rows(UIDS.bulkOperation, { key: old.operation.id });
    await app.database.update(UIDS.bulkOperation, { key: old.operation.id }, { ended_at: EXPIRED });
    await runInServer(app, async (strapi) => {
      await strapi.plugin('user-profile').service('retention').run();
    });
    expect((await callAdmin(app, 'GET', `/users/bulk/${old.operation.id}`)).status).toBe(404);
    expect(await app.database.count(UIDS.bulkResult, { operation: row?.id })).toBe(0);
    expect(await getReport(app, recent.operation.id)).toHaveLength(25);
  });
});
