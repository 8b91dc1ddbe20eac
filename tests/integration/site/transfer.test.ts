import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { registerAccount } from '../../support/accounts';
import { UIDS } from '../../support/database';
import { HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const run = promisify(execFile);
const ROOT = path.join(__dirname, '../../..');

/** An import assigns new numeric ids, so these must not link a profile to its account. */
describe('Strapi export and import', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-transfer-'));
  const file = path.join(folder, 'export');
  let from: TestStrapi;
  let to: TestStrapi;

  afterAll(async () => {
    await from?.stop();
    await to?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    // The commands leave their logs in the application's folder.
    for (const name of fs.readdirSync(ROOT)) {
      if (/^(export|import)_\d+\.log$/.test(name)) {
        fs.rmSync(path.join(ROOT, name));
      }
    }
  });

  const strapi = (app: TestStrapi, ...args: string[]) =>
    run(process.execPath, [path.join(ROOT, 'node_modules/@strapi/strapi/bin/strapi.js'), ...args], {
      cwd: ROOT,
      timeout: 180_000,
      env: { ...process.env, ...app.env() },
    });

  it('keep every profile, with devices and history, on its account', async () => {
    from = await startStrapi();
    const first = await registerAccount(from);
    const accounts = [await registerAccount(from), await registerAccount(from)];
    await setImportedPassword(from, accounts[0], HASHERS.pbkdf2(PASSWORD));
    const token = await from.adminToken();
    const { documentId } = await getProfileByEmail(from, first.email);
    await from.request('DELETE', `/user-profile/users/${documentId}`, { token });
    await strapi(from, 'export', '--no-encrypt', '--no-compress', '--file', file);

    to = await startStrapi();
    // Takes ids in the target, so no imported row keeps its id.
    for (let taken = 0; taken < 5; taken += 1) {
      await registerAccount(to);
    }
    await strapi(to, 'import', '--force', '--file', `${file}.tar`);
    await to.restart();

    for (const account of accounts) {
      const profile = await getProfileByEmail(to, account.email);
      expect(profile.user_id).toBe(`local|${account.documentId}`);
      expect(await getEvents(to, profile.documentId)).toHaveLength(2);
      const [{ id }] = await to.database.rows(UIDS.user, { document_id: profile.documentId });
      expect(await to.database.count(UIDS.device, { user_id: id })).toBe(1);
      const [identity] = await to.database.rows(UIDS.identity, { user_id: id });
      const accountRows = await to.database.rows(UIDS.account, {
        document_id: String(identity.account),
      });
      expect(accountRows).toMatchObject([{ email: account.email }]);
    }
    // The password of another system is still the one to log in with.
    expect((await logIn(to, { identifier: accounts[0].email })).status).toBe(200);
  }, 400_000);
});
