import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { linesOf, runCommand } from '../../support/command';
import { UIDS } from '../../support/database';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getProfile, userIdOf } from '../../support/users';

describe('the command strapi-user-profile export', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-export-'));
  let app: TestStrapi;
  let account: Account;

  beforeAll(async () => {
    app = await startStrapi();
    account = await registerAccount(app);
  });

  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** What another user of the machine, or an export that was killed, may leave where the file is written. */
  const createLeftovers = (): string => {
    const victim = path.join(folder, '.victim');
    fs.writeFileSync(victim, '');
    const day = new Date().toISOString().slice(0, 10);
    fs.symlinkSync(victim, path.join(folder, `users-${day}.ndjson.part`));
    fs.writeFileSync(path.join(folder, `devices-${day}.ndjson.part`), '', { mode: 0o666 });
    return victim;
  };

  it('writes users, devices and events to files that only their owner can read', async () => {
    const victim = createLeftovers();
    const { code, stderr } = await runCommand(app, ['export', '--output', folder]);
    expect({ code, stderr: code === 0 || stderr }).toEqual({ code: 0, stderr: true });

    const names = fs
      .readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
    expect(names.map((name) => name.replace(/\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
      'devices-DAY.ndjson',
      'events-DAY.ndjson',
      'users-DAY.ndjson',
    ]);
    const [devices, events, users] = names.map((name) => path.join(folder, name));
    for (const file of [devices, users]) {
      expect(fs.lstatSync(String(file)).mode & 0o177).toBe(0);
    }
    const read = (file = '') => linesOf<Record<string, unknown>>(fs.readFileSync(file, 'utf8'));
    const { account_fields: _own, ...profile } = read(users)[0] ?? {};
    expect(profile).toEqual(await getProfile(app, account));
    expect(read(devices)).toHaveLength(await app.database.count(UIDS.device));
    expect(read(events).length).toBeGreaterThan(0);
    expect(stderr).toContain(`1 users: ${users}`);
    expect(fs.readFileSync(victim, 'utf8')).toBe('');
    const logged = await app.database.rows(UIDS.event, { type: 'sapi', actor: 'system' });
    expect(logged.map(({ details }) => details)).toEqual(
      ['users', 'devices', 'events'].map((data) => ({
        operation: 'export-data',
        data,
        format: 'ndjson',
      }))
    );
  });

  it('writes only the chosen users and attributes to the standard output, and hashes only if they are asked for', async () => {
    const other = await registerAccount(app);
    const plain = await runCommand(app, [
      ...['export', 'users', '-o', '-', '--fields', 'email, user_id'],
      ...['--filters', JSON.stringify({ email: { $eq: other.email } })],
    ]);
    expect(plain.code).toBe(0);
    expect(linesOf<Profile>(plain.stdout)).toEqual([
      { email: other.email, user_id: userIdOf(other) },
    ]);
    const { code, stdout } = await runCommand(app, [
      'export',
      'users',
      '--output=-',
      '--format=auth0',
      '--with-password-hashes',
      `--filters=${JSON.stringify({ email: { $eq: account.email } })}`,
    ]);
    expect(code).toBe(0);
    const [stored] = await app.database.rows(UIDS.account, { document_id: account.documentId });
    expect(linesOf<Profile>(stdout)).toMatchObject([
      { email: account.email, password_hash: stored?.password },
    ]);
    const logged = await app.database.rows(UIDS.event, { type: 'sapi', actor: 'system' });
    const details = { operation: 'export-data', data: 'users' };
    expect(logged.slice(-2).map((event) => event.details)).toEqual([
      { ...details, format: 'ndjson' },
      { ...details, format: 'auth0', password_hashes: true },
    ]);
  });

  it.each<[string, string[], string]>([
    ['no command', [], 'Name a command'],
    ['an unknown command', ['exports'], 'Unknown command "exports"'],
    ['an unknown option', ['export', '--all'], '--all'],
    ['an unknown format', ['export', '--format', 'xls'], '--format must be one of'],
    ['something unknown to export', ['export', 'roles'], '"roles" cannot be exported'],
    ['several kinds for one output', ['export', '-o', '-'], 'takes one of'],
    ['an unknown attribute', ['export', 'users', '--fields', 'email,password'], '--fields.1: '],
    ['an unknown filter', ['export', 'users', '--filters', '{"pin":{}}'], '--filters.pin'],
    ['attributes of devices', ['export', '--fields', 'email'], 'for users only'],
    ['one filter for all', ['export', '--filters', '{}'], 'Name one of them'],
    ['hashes of devices', ['export', 'devices', '--with-password-hashes'], 'for users only'],
  ])('ends with 2 for %s, before Strapi starts', async (_what, args, message) => {
    const { code, stdout, stderr } = await runCommand({ env: () => ({}) }, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('ends with 1 outside of a Strapi application', async () => {
    const { code, stderr } = await runCommand({ env: () => ({}) }, ['export'], os.tmpdir());
    expect(code).toBe(1);
    expect(stderr).toContain('in the folder of a Strapi application');
  });

  it('ends with 1 if the plugin is disabled, and leaves no file', async () => {
    const output = path.join(folder, 'disabled');
    const env = () => ({ ...app.env(), USER_PROFILE_ENABLED: 'false' });
    const { code, stderr } = await runCommand({ env }, ['export', '-o', output]);
    expect(code).toBe(1);
    expect(stderr).toContain('not enabled');
    expect(fs.existsSync(output)).toBe(false);
  });
});
