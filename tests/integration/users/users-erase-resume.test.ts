import { setTimeout as sleep } from 'node:timers/promises';

import { registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { startsWith, UIDS } from '../../support/database';
import { killAt, waitForDeath } from '../../support/kill-at';
import { logIn } from '../../support/logins';
import { onServer } from '../../support/on-database';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf, userPath } from '../../support/users';

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

    await app.restart();
    expect((await remove()).status).toBe(404);
    await runInServer(app, (strapi) =>
      strapi.plugin('user-profile').service('user-remover').resumeErasures()
    );
    const events = JSON.stringify(await app.database.rows(UIDS.event));
    for (const personal of [id, account.email, account.username, account.documentId]) {
      expect(events).not.toContain(personal);
    }
    expect(await app.database.count(UIDS.job, { name: startsWith('erase-history:') })).toBe(0);
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
