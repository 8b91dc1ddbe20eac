import { getReport, startBulk, waitForBulk } from '../../support/bulk';
import { UIDS } from '../../support/database';
import { insertAccounts } from '../../support/existing-accounts';
import { killAt, restartKilled, waitForDeath } from '../../support/kill-at';
import { onServer } from '../../support/on-database';
import { reconcile } from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf } from '../../support/users';

describe('a bulk operation that is interrupted', () => {
  let app: TestStrapi;
  let ids: string[];

  beforeEach(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    const accounts = await insertAccounts(app, 250);
    await reconcile(app);
    ids = accounts.map((documentId) => userIdOf({ documentId }));
  });

  afterEach(() => app?.stop());

  const getKey = async () => {
    const [{ key }] = await app.database.rows(UIDS.bulkOperation);
    return key;
  };

  /** Starts an action that kills the server, which may respond before. */
  const startAndDie = async (data: Record<string, unknown>): Promise<void> => {
    await startBulk(app, data).catch(() => undefined);
    await waitForDeath(app);
  };

  const restart = async () => {
    const key = await getKey();
    await restartKilled(app);
    return key;
  };

  const countEvents = async (type: string) => {
    const events = await app.database.rows(UIDS.event, { type });
    const users = events.flatMap(({ user_id: id }) => (ids.includes(id ?? '') ? [id] : []));
    return { events: users.length, users: new Set(users).size };
  };

  it('continues after its server was killed while it blocked users, and records each once', async () => {
    await killAt(app, '^update .*user_profile_users', 2);
    await startAndDie({ action: 'block', selection: {} });
    const key = await restart();
    const { data } = await waitForBulk(app, key);
    expect(data).toMatchObject({ status: 'finished', done: 250, unchanged: 0, failed: 0 });
    expect(await app.database.count(UIDS.user, { blocked: true })).toBe(250);
    expect(await countEvents('sapi')).toEqual({ events: 250, users: 250 });
    expect(await getReport(app, key)).toHaveLength(250);
    expect(await app.database.count(UIDS.job, { name: `bulk:${key}` })).toBe(0);
  });

  it('continues after its server was killed while it deleted users, and records each once', async () => {
    const some = ids.slice(0, 30);
    await killAt(app, '^delete from .*up_users[`"] ', 15);
    await startAndDie({ action: 'delete', ids: some });
    const key = await restart();
    expect((await waitForBulk(app, key)).data).toMatchObject({ done: 30, unchanged: 0, failed: 0 });
    expect(await app.database.count(UIDS.user)).toBe(220);
    expect(await countEvents('sdu')).toEqual({ events: 30, users: 30 });
  });

  onServer(
    'is run by one of two servers, and taken over without a user changed twice',
    async () => {
      const second = await startStrapi({ database: app.database, env: SERVER_CODE });
      try {
        const { body } = await startBulk(app, { action: 'block', selection: {} });
        const key: string = body.data.id;
        let isEnded = false;
        const ended = waitForBulk(app, key).finally(() => (isEnded = true));
        // The lease of one server ends again and again, so the other one takes over.
        while (!isEnded) {
          const job = { name: `bulk:${key}` };
          await app.database.update(UIDS.job, job, { lease_until: new Date(0) });
          await Promise.all([second, app].map((server) => runJob(server, 'user-profile-bulk')));
        }
        await ended;
        expect((await waitForBulk(app, key)).data).toMatchObject({ done: 250, failed: 0 });
        expect(await countEvents('sapi')).toEqual({ events: 250, users: 250 });
        expect(await getReport(app, key)).toHaveLength(250);
      } finally {
        await second.stop();
      }
    }
  );
});
