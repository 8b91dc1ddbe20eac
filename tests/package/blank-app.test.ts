import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { newCredentials, registerAccount } from '../support/accounts';
import { type Admin, createFirstAdmin } from '../support/admins';
import { createApiToken } from '../support/api-tokens';
import { type BlankApp, createBlankApp } from '../support/blank-app';
import { addOtherPlugins } from '../support/busy-host';
import { requester, type Requester } from '../support/http';
import { leavingCommands } from '../support/leaving';
import { logIn } from '../support/logins';
import { openPanel } from '../support/panel';
import {
  createTypeScriptProject,
  RESOLUTIONS,
  type TypeScriptProject,
} from '../support/typescript-project';
import { expectFilledSite, fillSite, latestRelease } from '../support/upgrade';

/** Installing Strapi and building its panel take minutes. */
const INSTALL_MS = 15 * 60_000;

describe('the published package in a blank application', () => {
  let app: BlankApp;
  let request: Requester;
  let admin: Admin;

  beforeAll(async () => {
    app = await createBlankApp();
    await app.build();
    await app.start();
    request = requester(app.url);
    admin = await createFirstAdmin(request);
  }, INSTALL_MS);

  afterAll(() => app?.remove(), 60_000);

  /** Signs up, logs in and returns the types of the recorded events. */
  const eventsOfALogin = async () => {
    const credentials = newCredentials();
    await registerAccount({ request }, credentials);
    const { email, password } = credentials;
    const response = await logIn({ request }, { identifier: email, password });
    expect(response.status).toBe(200);

    const users = await request('GET', '/user-profile/users', { token: admin.token });
    expect(users.status).toBe(200);
    const user = users.body.data.find((each: { email: string }) => each.email === email);
    expect(user).toMatchObject({ email, last_ip: '127.0.0.1' });

    const events = await request('GET', `/user-profile/users/${user.documentId}/events`, {
      token: admin.token,
    });
    expect(events.status).toBe(200);
    const types = events.body.data.map((event: { type: string }) => event.type);
    return { email, types, response };
  };

  it('contains the build and no sources', () => {
    const others = app.packedFiles.filter(
      (file) => !/^(dist\/|package\.json$|README|LICENSE|CHANGELOG)/.test(file)
    );
    expect(others).toEqual([]);
    expect(app.packedFiles).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'dist/cli/index.js',
        'dist/server/index.js',
        'dist/server/index.js.map',
        'dist/admin/index.mjs',
        'dist/admin/index.mjs.map',
      ])
    );
  });

  it('is clean for strapi-plugin verify', () => {
    const verify = ['run', 'verify', '--workspace', 'strapi-plugin-user-profile'];
    const { status, stdout, stderr } = spawnSync('npm', verify, { encoding: 'utf8' });
    expect({ status, output: status === 0 || stdout + stderr }).toEqual({
      status: 0,
      output: true,
    });
  }, 120_000);

  it.each([
    ['publint', ['--strict']],
    ['attw', []],
  ])(
    'is clean for %s',
    async (tool, options) => {
      expect(await app.checkPackage(tool, options)).not.toMatch(/error|warning|suggestion/i);
    },
    120_000
  );

  it('contains few type declarations, for both module formats', () => {
    const declarations = app.packedFiles.filter((file) => /\.d\.m?ts$/.test(file));
    expect(declarations.sort()).toEqual([
      'dist/admin/index.d.mts',
      'dist/admin/index.d.ts',
      'dist/cli/index.d.ts',
      'dist/server/index.d.mts',
      'dist/server/index.d.ts',
      'dist/server/strapi-types.d.ts',
      'dist/server/types.d.ts',
    ]);
  });

  describe('in a strict TypeScript project', () => {
    let project: TypeScriptProject;

    beforeAll(() => {
      const folder = path.join(app.folder, 'typescript');
      project = createTypeScriptProject(folder, app.nodeModules);
    });

    it('compiles every code block of the documentation and the instructions of the READMEs', async () => {
      expect(await project.compileDocs()).toBe('');
    });

    it.each(RESOLUTIONS)(
      'types configuration, strategies, events and services, with module %s and moduleResolution %s',
      async (module, moduleResolution) => {
        expect(await project.compileTypeUses(module, moduleResolution)).toBe('');
      }
    );
  });

  it.each([
    '@strapi/utils',
    '@strapi/design-system',
    '@strapi/icons',
    'react',
    'styled-components',
    'react-intl',
  ])('installs no second copy of %s', (name) => {
    expect(app.copiesOf(name)).toBe(1);
  });

  it('records a login with the default settings of Users & Permissions, without sessions', async () => {
    const { types, response } = await eventsOfALogin();
    expect(response.body.refreshToken).toBeUndefined();
    expect(types).toEqual(expect.arrayContaining(['ss', 's']));
  });

  it('shows the user in the panel', async () => {
    const { email } = await eventsOfALogin();
    const panel = await openPanel({ url: app.url }, admin);
    // Other tests share the cores, and nothing of the panel is cached.
    panel.page.setDefaultTimeout(90_000);
    try {
      await panel.open('/plugins/user-profile/users');
      await panel.page.getByRole('row').filter({ hasText: email }).waitFor();
      await panel.screenshot('blank-application');
    } finally {
      await panel.close();
    }
  });

  it('records a login with sessions of Users & Permissions', async () => {
    await app.stopServer();
    await app.start({ JWT_MANAGEMENT: 'refresh' });

    const { types, response } = await eventsOfALogin();
    expect(response.body.refreshToken).toEqual(expect.any(String));
    expect(types).toEqual(expect.arrayContaining(['ss', 's']));
  });

  it(
    'keeps the data of the latest release after an upgrade',
    async () => {
      const env = {
        JWT_MANAGEMENT: 'refresh',
        DATABASE_FILENAME: path.join(app.folder, 'upgrade.db'),
      };
      await app.stopServer();
      await app.installPlugin(latestRelease());
      await app.start(env);
      const site = await fillSite(request);
      await app.stopServer();
      await app.installPlugin();
      await app.start(env);
      await expectFilledSite(site);
    },
    INSTALL_MS
  );

  describe('with GraphQL, API documentation, a localized type and an overridden me', () => {
    beforeAll(async () => {
      await app.stopServer();
      await addOtherPlugins(app);
      // Strapi writes the API documentation in development only.
      await app.start({ NODE_ENV: 'development' });
      const { email, password } = admin;
      const { body } = await request('POST', '/admin/login', { body: { email, password } });
      admin = { ...admin, token: body.data.token };
    }, INSTALL_MS);

    const query = async (text: string, token?: string) =>
      (await request('POST', '/graphql', { token, body: { query: text } })).body;

    it('records a login over REST, and shows both versions of me', async () => {
      const { email, types, response } = await eventsOfALogin();
      expect(types).toEqual(expect.arrayContaining(['ss', 's']));
      const token = response.body.jwt;
      const me = await request('GET', '/api/users/me', { token });
      expect(me.body).toMatchObject({ email, greeting: 'Hello' });
      const profile = await request('GET', '/api/user-profile/me', { token });
      expect(profile.body.data).toMatchObject({ email, logins_count: 2 });
    });

    it('records a login over GraphQL, whose schema has no type of the plugin', async () => {
      const { email, password } = await registerAccount({ request });
      const input = `{ identifier: "${email}", password: "${password}" }`;
      const { data } = await query(`mutation { login(input: ${input}) { jwt } }`);
      expect((await query('{ me { email } }', data.login.jwt)).data.me).toEqual({ email });
      const profile = await request('GET', '/api/user-profile/me', { token: data.login.jwt });
      expect(profile.body.data).toMatchObject({ email, logins_count: 2 });
      const schema = await query('{ __schema { types { name } } }');
      expect(JSON.stringify(schema)).toContain('UsersPermissionsUser');
      expect(JSON.stringify(schema)).not.toContain('UserProfile');
    });

    it('keeps users apart from the languages of the site', async () => {
      const { token } = admin;
      const locale = { code: 'de', name: 'German (de)', isDefault: false };
      await request('POST', '/i18n/locales', { token, body: locale });
      const articles = '/content-manager/collection-types/api::article.article';
      for (const code of ['en', 'de']) {
        const path = `${articles}?locale=${code}`;
        const created = await request('POST', path, { token, body: { title: code } });
        expect(created.status).toBe(201);
      }
      const { email } = await eventsOfALogin();
      const found = await request('GET', `/user-profile/users?_q=${email}`, { token });
      expect(found.body.data).toHaveLength(1);
    });

    it('serves @strapi/client', async () => {
      const { token } = await createApiToken(
        { request, adminToken: async () => admin.token },
        'full-access'
      );
      const { email } = newCredentials();
      const output = await app.runScript('use-client.mjs', [app.url, token, email]);
      expect(JSON.parse(output)).toEqual({
        found: [email],
        nickname: 'Acacia',
        late: 409,
        gone: 404,
      });
    });

    it('is described by the plugin Documentation', () => {
      const folder = 'src/extensions/documentation/documentation/1.0.0';
      const { paths } = JSON.parse(app.read(`${folder}/full_documentation.json`));
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining(['/user-profile/users/{id}', '/auth/local'])
      );
    });
  });

  it('is left as docs/leaving.md says, and the users still log in', async () => {
    const credentials = newCredentials();
    await registerAccount({ request }, credentials);
    await app.stopServer();
    const [exportAll, removeData, uninstall, build] = leavingCommands();
    await app.runCommand(exportAll);
    const users = app.files('user-profile-export').find((name) => name.startsWith('users-'));
    expect(app.read(`user-profile-export/${users}`)).toContain(credentials.email);
    await app.runCommand(removeData);
    app.disablePlugin();
    await app.runCommand(uninstall);
    await app.runCommand(build);
    await app.start();

    const { email, password } = credentials;
    const response = await logIn({ request }, { identifier: email, password });
    expect(response.status).toBe(200);
    const { status } = await request('GET', '/api/user-profile/me', { token: response.body.jwt });
    expect(status).toBe(404);
  }, 300_000);

  it('logs no error', () => {
    const errors = app
      .output()
      .split('\n')
      .filter((line) => /error/i.test(line));
    expect(errors).toEqual([]);
  });
});
