import type { Knex } from 'knex';

import type { ReconcileResult } from '../../../plugins/user-profile/shared/contracts/settings';
import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { tableOf, UIDS } from '../../support/database';
import {
  ACCOUNT_KINDS,
  expectOneUserPerAccount,
  insertAccounts,
  insertAccountsOfAllKinds,
} from '../../support/existing-accounts';
import { onPostgres } from '../../support/on-database';
import { getProfileByEmail, reconcile } from '../../support/profiles';
import { recordSql } from '../../support/query-log';
import { runInServer, SERVER_CODE, tryInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';

const ON_DEMAND = '{"reconcile":{"onStart":false,"schedule":"0 0 0 1 1 *"}}';

/** What differs between two users of the same account. */
const OWN = ['id', 'document_id', 'updated_at', 'published_at', 'user_id'];

const comparable = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !OWN.includes(column)));

/** A site with many accounts that have no users yet. */
describe('a back-fill', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, USER_PROFILE_CONFIG: ON_DEMAND } });
    await app.adminToken();
  });

  afterAll(() => app?.stop());

  const removeUsers = async () => {
    await app.database.remove(UIDS.identity);
    await app.database.remove(UIDS.user);
  };

  afterEach(async () => {
    await removeUsers();
    await app.database.remove(UIDS.account);
    await app.database.remove(UIDS.job);
  });

  /** The rows of the user of an account, without the columns that differ for each row. */
  const getRows = async (account: string) => {
    const [identity] = await app.database.rows(UIDS.identity, { account });
    const [user] = await app.database.rows(UIDS.user, { id: identity.user_id ?? 0 });
    const { created_at: _date, ...rest } = identity;
    return { userId: user.user_id, user: comparable(user), identity: comparable(rest) };
  };

  const logInAs = (documentId: string) =>
    runInServer(
      app,
      async (strapi, id) => {
        const account = await strapi.db
          .query('plugin::users-permissions.user')
          .findOne({ where: { documentId: id } });
        await strapi.db.transaction(({ trx }) =>
          strapi.plugin('user-profile').service('accounts').ensureProfile(trx, account.id)
        );
      },
      documentId
    );

  it.each(Object.entries(ACCOUNT_KINDS))(
    'creates the same user as a login does, for an account of the kind "%s"',
    async (_kind, rowOf) => {
      const [account] = await insertAccounts(app, 1, rowOf);
      await logInAs(account);
      const byLogin = await getRows(account);
      await removeUsers();
      expect(await reconcile(app)).toMatchObject({ created: 1, updated: 0, failed: 0 });
      expect(await getRows(account)).toEqual(byLogin);
    }
  );

  it('creates the same user as a registration does', async () => {
    const { documentId } = await registerAccount(app);
    const registered = await getRows(documentId);
    await removeUsers();
    await reconcile(app);
    const { userId, user, identity } = await getRows(documentId);
    const ofLogin = {
      logins_count: 1,
      last_ip: expect.anything(),
      last_login: expect.anything(),
      known_countries: [],
    };
    expect(registered).toMatchObject({ userId, user: { ...user, ...ofLogin } });
    expect(identity).toMatchObject({ account: documentId, logins_count: 0 });
  });

  /** The database rejects rows that meet a condition while the work runs. */
  const withRejected = async (
    table: string,
    event: 'insert' | 'update',
    condition: string,
    work: () => Promise<void>
  ): Promise<void> => {
    const trigger = `create trigger reject_rows before ${event} on ${table}`;
    const create = {
      sqlite: `${trigger} when ${condition} begin select raise(abort, 'locked'); end`,
      postgres: `create function reject_row() returns trigger language plpgsql as
          'begin raise exception ''locked''; end';
        ${trigger} for each row when (${condition}) execute function reject_row()`,
      mariadb: `${trigger} for each row if ${condition} then
          signal sqlstate '45000' set message_text = 'locked'; end if`,
    };
    const drop = {
      sqlite: 'drop trigger reject_rows',
      postgres: 'drop function reject_row() cascade',
      mariadb: 'drop trigger reject_rows',
    };
    await app.database.query(create[app.database.client]);
    try {
      await work();
    } finally {
      await app.database.query(drop[app.database.client]);
    }
  };

  /** No job can save its state while the work runs, as if the database were locked. */
  const withUnwritableJobs = (work: () => Promise<void>): Promise<void> =>
    withRejected(tableOf(UIDS.job), 'update', 'new.state <> old.state', work);

  it('whose progress cannot be saved stops, and the server goes on', async () => {
    await insertAccountsOfAllKinds(app, 2000);
    await withUnwritableJobs(async () => {
      // While no requests arrive, the next batch is read before the last one is saved.
      const { error } = await tryInServer(app, async (strapi) => {
        await new Promise((resolve) => {
          setTimeout(resolve, 1500);
        });
        await strapi.plugin('user-profile').service('reconcile').run('all');
      });
      expect(error?.message).toContain('locked');
    });
    expect((await app.request('GET', '/_health')).status).toBe(204);
    await reconcile(app);
    await expectOneUserPerAccount(app);
  });

  it('ends once another instance has taken the job over, and leaves the state of that one', async () => {
    await insertAccountsOfAllKinds(app, 3000);
    const other = { holder: 'another instance', state: { account: 7 } };
    const result = await runInServer(
      app,
      (strapi, jobs, holder, state): Promise<ReconcileResult> => {
        const service = (name: string) => strapi.plugin('user-profile').service(name);
        const accounts = service('accounts');
        const { createUsers } = accounts;
        // As if the first batch had taken longer than the lease.
        accounts.createUsers = async (trx: Knex.Transaction, ids: number[]) => {
          accounts.createUsers = createUsers;
          await trx(jobs).where({ name: 'reconcile' }).update({ holder, state });
          return createUsers(trx, ids);
        };
        return service('reconcile').run('all');
      },
      tableOf(UIDS.job),
      other.holder,
      JSON.stringify(other.state)
    );
    expect(result).toMatchObject({ ran: false });
    // At most one batch was already being written.
    expect(result.created).toBeLessThanOrEqual(1000);
    const rows = await app.database.rows(UIDS.job, { name: 'reconcile' });
    expect(rows).toMatchObject([other]);
    expect(rows[0].lease_until).not.toBeNull();
  });

  it('runs at most 70 statements for 1,000 accounts, and none that writes if repeated', async () => {
    await insertAccountsOfAllKinds(app, 4000);
    const statements = await recordSql(app, async () => {
      expect(await reconcile(app)).toMatchObject({ created: 4000, updated: 0, failed: 0 });
    });
    await expectOneUserPerAccount(app);
    expect(statements.length).toBeLessThan(4 * 70 + 100);
    const repeated = await recordSql(app, async () => {
      expect(await reconcile(app)).toMatchObject({ created: 0, updated: 0, failed: 0 });
    });
    const writes = repeated.filter((sql) => /^\s*(insert|update|delete)/i.test(sql));
    // The plugin stores the permissions of roles some time after they change.
    const others = /user_profile_jobs|strapi_core_store_settings/;
    expect(writes.filter((sql) => !others.test(sql))).toEqual([]);
    expect(repeated.length).toBeLessThan(4 * 50 + 100);
  });

  it('continues after a crash, and creates each user once', async () => {
    await insertAccountsOfAllKinds(app, 3000);
    await runInServer(app, async (strapi) => {
      let inserts = 0;
      strapi.db.connection.on('query', ({ sql }: { sql: string }) => {
        inserts += /^insert (ignore )?into .*user_profile_identities/i.test(sql) ? 1 : 0;
        if (inserts === 4) {
          process.kill(process.pid, 'SIGKILL');
        }
      });
    });
    await expect(mustCall(app, 'POST', '/reconcile')).rejects.toThrow();
    await app.restart();
    const before = await app.database.count(UIDS.user);
    expect(before).toBe(await app.database.count(UIDS.identity));
    expect(before).toBeGreaterThan(0);
    expect((await mustCall(app, 'GET', '/reconcile')).data.first).toBe(true);
    // The lease of the killed server ends.
    await app.database.update(UIDS.job, { name: 'reconcile' }, { lease_until: new Date(0) });
    expect(await reconcile(app)).toMatchObject({ created: 3000 - before, updated: 0, failed: 0 });
    await expectOneUserPerAccount(app);
    expect((await mustCall(app, 'GET', '/reconcile')).data.first).toBe(false);
  });

  it('is right about accounts that others create, change and delete at the same time', async () => {
    await insertAccounts(app, 3000);
    const ids = (await app.database.rows(UIDS.account, {}, { columns: ['id'] })).map(
      ({ id }) => id
    );
    const some = (offset: number) => ids.filter((_id, n) => n % 300 === offset);
    const token = await getFullAccessToken(app);
    const call = async (method: 'PUT' | 'DELETE', id: number, body?: object) => {
      expect((await app.request(method, `/api/users/${id}`, { token, body })).status).toBe(200);
    };
    const running = reconcile(app);
    await Promise.all([
      ...some(0).map(() => registerAccount(app)),
      ...some(1).map((id) => call('PUT', id, { email: newEmail() })),
      ...some(2).map((id) => call('DELETE', id)),
      ...some(3).map((id) => call('PUT', id, { blocked: true })),
    ]);
    expect(await running).toMatchObject({ failed: 0 });
    await expectOneUserPerAccount(app);
    expect(await reconcile(app)).toMatchObject({ created: 0, updated: 0, detached: 0, failed: 0 });
  });

  onPostgres('waits for no account except the one that another transaction changes', async () => {
    await insertAccounts(app, 1200);
    const [{ id }] = await app.database.rows(UIDS.account, {}, { columns: ['id'], limit: 1 });
    const email = newEmail();
    const result = await runInServer(
      app,
      async (strapi, accountId, newEmailOfAccount) => {
        const users = strapi.db.query('plugin::user-profile.user');
        let running: Promise<unknown> | undefined;
        let created = 0;
        await strapi.db.connection.transaction(async (trx) => {
          await trx(strapi.db.metadata.get('plugin::users-permissions.user').tableName)
            .where({ id: accountId })
            .update({ email: newEmailOfAccount });
          running = strapi.plugin('user-profile').service('reconcile').run('all');
          while (created < 249) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            created = await users.count();
          }
        });
        await running;
        return created;
      },
      id,
      email
    );
    expect(result).toBeGreaterThanOrEqual(249);
    await expectOneUserPerAccount(app);
    expect(await getProfileByEmail(app, email)).toBeDefined();
  });

  it('goes on after accounts whose identity exists, and leaves no user without one', async () => {
    // The user or the identity of the second and third account conflicts with that of the first.
    const strategies = ['database', 'database', 'oidc'];
    await insertAccounts(app, 600, (n) =>
      n % 200 === 0 ? { provider: 'members', username: `${strategies[n / 200]}|members|same` } : {}
    );
    expect(await reconcile(app)).toMatchObject({ created: 598, failed: 2 });
    expect(await reconcile(app)).toMatchObject({ created: 0, failed: 2 });
    expect(await app.database.count(UIDS.user)).toBe(598);
    expect(await app.database.count(UIDS.identity)).toBe(598);
  });

  it('tries an account that the database rejects again once a day, not with every pass', async () => {
    await insertAccounts(app, 3, (n) => (n === 1 ? { email: 'rejected@example.test' } : {}));
    const condition = "new.email = 'rejected@example.test'";
    await withRejected(tableOf(UIDS.user), 'insert', condition, async () => {
      expect(await reconcile(app)).toMatchObject({ created: 2, failed: 1 });
      const scheduled = await runInServer(app, (strapi) =>
        strapi.plugin('user-profile').service('reconcile').run('recent')
      );
      expect(scheduled).toMatchObject({ ran: true, failed: 0 });
    });
  });

  it('tells how far it is, and when it will be complete', async () => {
    const state = {
      account: 4000,
      progress: { step: 'accounts', done: 4000, total: 10_000, per_second: 50 },
    };
    const setJob = (running: boolean) =>
      app.database.update(
        UIDS.job,
        { name: 'reconcile' },
        { state, lease_until: running ? new Date(Date.now() + 60_000) : null }
      );
    await reconcile(app);
    await setJob(true);
    expect((await mustCall(app, 'GET', '/reconcile')).data).toEqual({
      running: true,
      first: true,
      progress: { ...state.progress, seconds_left: 120 },
    });
    await setJob(false);
    expect((await mustCall(app, 'GET', '/reconcile')).data).toEqual({
      running: false,
      first: true,
      progress: null,
    });
    await reconcile(app);
    expect((await mustCall(app, 'GET', '/reconcile')).data.first).toBe(false);
  });
});

/** Code of the site that changes or deletes many accounts at once. */
describe('a change of more than 1,000 accounts', () => {
  const COUNT = 1100;
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, USER_PROFILE_CONFIG: ON_DEMAND } });
    await app.adminToken();
    await insertAccounts(app, COUNT);
    await reconcile(app);
  });

  afterAll(() => app?.stop());

  it('reaches all users', async () => {
    await runInServer(app, async (strapi) => {
      await strapi.db
        .query('plugin::users-permissions.user')
        .updateMany({ where: {}, data: { blocked: true } });
      await strapi.plugin('user-profile').service('background-tasks').settle();
    });
    expect(await app.database.count(UIDS.user, { blocked: true })).toBe(COUNT);
  });

  it('deletes the user of the one account that `delete` deletes', async () => {
    await runInServer(app, async (strapi) => {
      await strapi.db.query('plugin::users-permissions.user').delete({ where: { blocked: true } });
    });
    expect(await app.database.count(UIDS.account)).toBe(COUNT - 1);
    await expectOneUserPerAccount(app);
  });

  it('deletes the users of those that a search of the query engine finds', async () => {
    const [kept] = await insertAccounts(app, 1);
    await reconcile(app);
    await runInServer(app, async (strapi) => {
      await strapi.db
        .query('plugin::users-permissions.user')
        .deleteMany({ filters: { blocked: true } });
    });
    const accounts = await app.database.rows(UIDS.account);
    expect(accounts.map(({ document_id: id }) => id)).toEqual([kept]);
    await expectOneUserPerAccount(app);
    expect(await app.database.count(UIDS.event, { type: 'sdu' })).toBe(COUNT);
  });

  it('keeps the user of an account that no longer matches when the others are deleted', async () => {
    const [kept, deleted] = await insertAccounts(app, 2, () => ({ confirmed: false }));
    await reconcile(app);
    await runInServer(
      app,
      async (strapi, documentId) => {
        const accounts = 'plugin::users-permissions.user';
        const unsubscribe = strapi.db.lifecycles.subscribe({
          models: [accounts],
          beforeDeleteMany: async () => {
            const { tableName } = strapi.db.metadata.get(accounts);
            await strapi.db
              .connection(tableName)
              .where({ document_id: documentId })
              .update({ confirmed: true });
          },
        });
        await strapi.db.query(accounts).deleteMany({ where: { confirmed: false } });
        unsubscribe();
      },
      kept
    );
    const accounts = await app.database.rows(UIDS.account);
    const ids = accounts.map(({ document_id: id }) => id);
    expect(ids).toContain(kept);
    expect(ids).not.toContain(deleted);
    await expectOneUserPerAccount(app);
  });
});
