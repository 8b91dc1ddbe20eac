import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { newCredentials, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { codeBlockOf, writeSite } from '../../support/docs-examples/code-blocks';
import { logIn, postUser, WRONG_CREDENTIALS } from '../../support/logins';
import { NEW_PASSWORD } from '../../support/passwords';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const ROOT = path.resolve(__dirname, '../../..');
/** In the repository, so the code of the site finds the packages. */
const SITES = path.join(ROOT, '.tmp', 'docs-examples');

const readPage = (page: string): string => fs.readFileSync(path.join(ROOT, page), 'utf8');

const writeExample = (page: string, file: string): string =>
  writeSite(path.join(SITES, path.basename(page, '.md')), codeBlockOf(page, file));

/** A module with the connections of the example, as `USER_PROFILE_CONNECTIONS` names it. */
const writeConnections = (plugins: string): string => {
  const file = path.join(SITES, 'connections.js');
  fs.writeFileSync(
    file,
    `const { default: config } = require(${JSON.stringify(plugins)});
exports.connections = config()['user-profile'].config.connections;
`
  );
  return file;
};

describe('an example in the documentation works as code of a site', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    fs.rmSync(SITES, { recursive: true, force: true });
    const plugins = writeExample('docs/connections/custom-database.md', 'config/plugins.ts');
    const modules = [
      'docs/connections/own-strategy.md',
      'docs/connections/providers.md',
      'docs/events.md',
      'docs/login-hooks.md',
      'docs/typescript.md',
    ].map((page) => writeExample(page, 'src/index.ts'));
    app = await startStrapi({
      env: {
        TEST_CODE: path.join(ROOT, 'tests/support/docs-examples/site-code.cjs'),
        SITE_MODULES: JSON.stringify(modules),
        USER_PROFILE_CONNECTIONS: writeConnections(plugins),
      },
    });
  });

  afterAll(() => app?.stop());

  it('own-strategy.md: logs a member of the club in and tests the connection', async () => {
    const options = { service_url: 'https://club.example.com', api_key: 'sample-key' };
    await createConnection(app, { name: 'club', strategy: 'club-card', options });

    const email = newEmail();
    const { status } = await logIn(app, { connection: 'club', identifier: email });
    expect(status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      user_id: 'club-card|club|17',
      name: 'Birch Sample',
      email_verified: true,
    });
    expect(
      await logIn(app, { connection: 'club', identifier: email, password: 'wrong' })
    ).toMatchObject(WRONG_CREDENTIALS);

    const { data } = await mustCall(app, 'POST', '/connections/club/test');
    expect(data).toMatchObject({
      ok: true,
      steps: [{ message: `${options.service_url} responds` }],
    });
  });

  it('custom-database.md: logs a user of the other database in', async () => {
    const email = 'acacia@example.com';
    const login = { connection: 'legacy', identifier: email };
    expect((await logIn(app, login)).status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      user_id: 'custom-database|legacy|1',
      name: 'Acacia Sample',
      email_verified: true,
    });
    expect(await logIn(app, { ...login, password: 'wrong' })).toMatchObject(WRONG_CREDENTIALS);
  });

  it('custom-database.md: creates, changes and deletes a user in the other database', async () => {
    const [email, changed] = [newEmail(), newEmail()];
    expect((await postUser(app, 'legacy', { email })).status).toBe(201);
    const { documentId } = await getProfileByEmail(app, email);
    await mustCall(app, 'PUT', userPath(documentId), { data: { email: changed } });
    await mustCall(app, 'PUT', userPath(documentId, '/password'), {
      data: { password: NEW_PASSWORD },
    });

    const login = { connection: 'legacy', identifier: changed, password: NEW_PASSWORD };
    expect((await logIn(app, login)).status).toBe(200);
    await mustCall(app, 'DELETE', userPath(documentId));
    expect(await logIn(app, login)).toMatchObject(WRONG_CREDENTIALS);
  });

  it('login-hooks.md: rejects the sign-up and the login that it describes', async () => {
    const rejected = newCredentials({
      email: newEmail().replace(/@.*/, '@disposable.example.com'),
    });
    await expect(registerAccount(app, rejected)).rejects.toThrow('Use another email address.');
    await registerAccount(app);
    await waitForEqual(async () => app.output().includes('logged in with local'), true);
  });

  it('events.md: creates a webhook with the documented command', async () => {
    const [, command] = /```sh\n(.*?)```/s.exec(readPage('docs/events.md')) ?? [];
    const output = execFileSync('bash', ['-c', command.replace('curl', 'curl --fail --silent')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, SITE: app.url, ADMIN_JWT: await app.adminToken() },
    });
    expect(JSON.parse(output).data.events).toEqual([
      'user-profile.login.new-device',
      'user-profile.profile.update',
    ]);
  });

  it('events.md and typescript.md: receive the events with their documented payload', async () => {
    const credentials = newCredentials();
    await registerAccount(app, credentials);
    const { email: identifier, password } = credentials;
    expect((await logIn(app, { identifier, password })).status).toBe(200);

    await waitForEqual(async () => (await getProfileByEmail(app, identifier)).app_metadata, {
      plan: 'free',
      // Of login-hooks.md.
      logged_in_before: true,
    });
    const line = `${identifier} logged in with local, signals: 0`;
    await waitForEqual(async () => app.output().includes(line), true);
  });
});
