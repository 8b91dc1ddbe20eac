import fs from 'node:fs';
import path from 'node:path';

import { mustCall } from '../../support/admin-api';
import { runCommand } from '../../support/command';
import { UIDS } from '../../support/database';
import { createFile } from '../../support/imports';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, getUsers } from '../../support/users';

const SAMPLES = path.join(__dirname, '..', '..', '..', 'docs', 'import-samples');
const sample = (name: string): string => path.join(SAMPLES, name);

describe('an import', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    for (const uid of [UIDS.identity, UIDS.user, UIDS.accountRole, UIDS.account]) {
      await app.database.remove(uid);
    }
  });

  const canLogIn = async (identifier: string): Promise<boolean> =>
    (await logIn(app, { identifier, password: PASSWORD })).status === 200;

  it('of the Auth0 sample of the guide is done by the command, with app_metadata', async () => {
    const { code, stderr } = await runCommand(app, [
      'import',
      sample('auth0.ndjson'),
      '--map-connection',
      'Username-Password-Authentication=local',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('3 created') });
    const { data: ada } = await getUser(app, 'auth0|5f7c8ec7c33c6c004bbafe82');
    expect(ada).toMatchObject({ app_metadata: { plan: 'gold' }, name: 'Ada Lovelace' });
    expect(await canLogIn('ada@example.com')).toBe(true);
    expect(await canLogIn('grace@example.com')).toBe(true);
    const { data: alan } = await getUser(app, 'auth0|5f7c8ec7c33c6c004bbafe84');
    expect(alan.blocked).toBe(true);
  });

  it('of the Firebase sample of the guide needs the parameters of its hashes, and has a report', async () => {
    const file = sample('firebase.json');
    const report = createFile('', 'report.csv');
    const without = await runCommand(app, [
      ...['import', file, '--connection=local', '--dry-run', '--report', report],
    ]);
    expect(without.code).toBe(3);
    expect(without.stderr).toContain('1 created, 0 updated, 0 unchanged, 0 skipped, 1 failed');
    expect(without.stderr).toContain('This was a dry run: nothing was changed');
    const [header, problem, ...others] = fs.readFileSync(report, 'utf8').trim().split(/\r?\n/);
    expect(header).toContain('line,field,code,reason');
    expect(problem).toMatch(/^\d,passwordHash,/);
    expect(others).toEqual([]);

    const hashConfig = `--hash-config=${sample('firebase-hash-config.json')}`;
    const run = await runCommand(app, ['import', file, '--connection=local', hashConfig]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('2 created');
    expect(run.stderr).not.toContain('dry run');
    const { data: imports } = await mustCall(app, 'GET', '/imports');
    expect(imports[0].options).not.toHaveProperty('hash_config');
    // The files of Firebase count no logins.
    const { body: found } = await getUsers(app, { _q: 'ada@example.com' });
    expect(found.data[0].last_login).toBe('2024-01-02T03:04:05.678Z');
    expect(await canLogIn('ada@example.com')).toBe(true);
    const { data } = await getUser(app, 'firebase|w2Rk5tVb9hNc7xLq0sJf3mYg6pT4');
    expect(data).toMatchObject({ blocked: true, created_at: '2021-02-03T10:00:00.000Z' });
  });

  it('of the CSV sample of the guide recognizes most columns', async () => {
    const { code } = await runCommand(
      app,
      [
        'import',
        sample('users.csv'),
        '--connection=local',
        ...['id=user_id', 'Email address=email', 'First name=given_name', 'Last name=family_name'],
        ...['confirmed=email_verified', 'password=password_hash', 'Plan=user_metadata.plan'],
      ].flatMap((each) =>
        each.includes('=') && !each.startsWith('--') ? ['--column', each] : [each]
      )
    );
    expect(code).toBe(0);
    const { data } = await getUser(app, 'local|1');
    expect(data).toMatchObject({
      name: 'Ada Lovelace',
      email_verified: true,
      user_metadata: { plan: 'gold' },
    });
    expect(await canLogIn('ada@example.com')).toBe(true);
    expect(await canLogIn('grace@example.com')).toBe(true);
    expect(await canLogIn('alan@example.com')).toBe(false);
  });

  it('of the Users & Permissions sample of the guide needs no mapping', async () => {
    const file = sample('users-permissions.csv');
    expect((await runCommand(app, ['import', file, '--connection=local'])).code).toBe(0);
    const { data } = await getUser(app, 'local|m7p2x9dk4ns1abc3y5e6r8tu');
    expect(data).toMatchObject({
      email: 'grace@example.com',
      username: 'grace',
      blocked: true,
      email_verified: false,
      created_at: '2024-01-02T03:04:05.678Z',
    });
    expect(await canLogIn('ada')).toBe(true);
  });

  it.each([
    [['import'], 2],
    [['import', '/does/not/exist'], 2],
    [['import', sample('users.csv'), '--mode=force'], 2],
    [['import', sample('users.csv'), '--column', 'Plan=plan'], 2],
  ])('by the command %j ends with the exit code %i', async (args, code) => {
    expect((await runCommand(app, args)).code).toBe(code);
  });

  it('with options that do not fit the site ends with one line for each of them', async () => {
    const wrong = ['--connection=unknown', '--map-connection=google-oauth2=google'];
    const { code, stderr } = await runCommand(app, ['import', sample('auth0.ndjson'), ...wrong]);
    expect(code).toBe(1);
    for (const text of [
      '--connection: the connection "unknown" does not exist on this site',
      '--map-connection google-oauth2: the connection "google" does not exist on this site',
    ]) {
      expect(stderr.split('\n')).toContainEqual(expect.stringContaining(text));
    }
  });
});
