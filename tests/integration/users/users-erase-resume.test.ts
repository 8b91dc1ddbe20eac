import { setTimeout as sleep } from 'node:timers/promises';

import { registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { tableOf, UIDS } from '../../support/database';
import { killAt, waitForDeath } from '../../support/kill-at';
import { logIn } from '../../support/logins';
import { onServer } from '../../support/on-database';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userIdOf, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('the deletion of a user with the history', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  it('goes on after its server was killed between the user and the history', async () => {
    const account = await registerAccount(app);
    const id = userIdOf(account);
    const remove = () => callAdmin(app, 'DELETE', userPath(id, '?history=erase'));
    await app.adminToken();
    await killAt(app, '^update .*user_profile_events[`"] set .*user_name', 1);
    await remove().catch(() => undefined);
    await waitForDeath(app);
    expect(await app.database.count(UIDS.event, { user_id: id })).toBeGreaterThan(0);

    // The lease of the server that died, which lasts a minute.
    await app.database.query(`update ${tableOf(UIDS.job)} set lease_until = null`);
    await app.restart();
    expect((await remove()).status).toBe(404);
    await waitForEqual(async () => {
      const events = JSON.stringify(await app.database.rows(UIDS.event));
      return [id, account.email, account.username, account.documentId].filter((personal) =>
        events.includes(personal)
      );
    }, []);
    await waitForEqual(() => app.database.count(UIDS.job, { kind: 'erase-history' }), 0);
  });

  it('ends its job together with the change that keeps the row', async () => {
    const row = await runInServer(app, async (strapi) => {
      const jobs = strapi.plugin('user-profile').service('jobs');
      const job = { kind: 'sample', id: '1' };
      // A server that dies before its run returns leaves the row like this.
      return jobs.run(job, {}, async () => {
        await jobs.keepAs('sample-ended', job);
        return strapi.db.query('plugin::user-profile.job').findOne({ where: { name: 'sample:1' } });
      });
    });
    expect(row).toMatchObject({ kind: 'sample-ended', lease_until: null });
    expect(row.ended_at).not.toBeNull();
  });

  it.each(['erase', 'keep'])('covers events that are written later: %s', async (history) => {
    const { documentId, email } = await registerAccount(app);
    const id = userIdOf({ documentId });
    const { data } = await getUser(app, id);
    expect((await callAdmin(app, 'DELETE', userPath(id, `?history=${history}`))).status).toBe(200);
    const logId = `late-${history}`;
    await runInServer(
      app,
      async (strapi, late) => {
        const service = (name: string) => strapi.plugin('user-profile').service(name);
        const facts = { ...service('request-facts').current(), ip: '198.51.100.7' };
        const profile = { ...late.profile, identityKey: 'key', connection: 'local' };
        await service('event-writer').record({
          type: 'fp',
          logId: late.logId,
          userName: late.profile.name,
          deviceId: 'device',
          details: { reason: 'wrong_password' },
          facts,
          profile,
        });
      },
      { logId, profile: { id: -1, documentId: data.documentId, userId: id, name: email } }
    );
    const [event] = await app.database.rows(UIDS.event, { log_id: logId });
    const kept = { user_id: id, user_name: email, profile: data.documentId, ip: '198.51.100.7' };
    const erased = { user_id: null, user_name: null, profile: null, ip: null };
    expect(event).toMatchObject(history === 'keep' ? kept : { ...erased, device_id: null });
    expect(event.type).toBe('fp');
  });

  onServer('leaves no event of a login that was in flight', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { email, password, documentId } = await registerAccount(app);
      const id = userIdOf({ documentId });
      const logins = Array.from({ length: 8 }, async (_, index) => {
        await sleep(index * 6);
        return logIn(app, { identifier: email, password });
      });
      await sleep(20);
      expect((await callAdmin(app, 'DELETE', userPath(id, '?history=erase'))).status).toBe(200);
      await Promise.all(logins);
      expect(await app.database.count(UIDS.event, { user_id: id })).toBe(0);
    }
  });
});
