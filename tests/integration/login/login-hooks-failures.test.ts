import path from 'node:path';

import { newCredentials, registerAccount, type Account } from '../../support/accounts';
import { getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { getHookCalls, recordHookCalls, removeHooks, useHooks } from '../../support/login-hooks';
import { logIn } from '../../support/logins';
import { getEvents, getProfileByEmail, reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE, tryInServer } from '../../support/run-in-server';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

let app: TestStrapi;
let account: Account;

const configure = (hooks: object) => ({ USER_PROFILE_CONFIG: JSON.stringify({ hooks }) });

const attempt = () => logIn(app, { identifier: account.email, password: account.password });

/** Code of a hook that fails. Each is the expression of an arrow function. */
const FAILURES: [string, string, string][] = [
  ['never ends', 'new Promise(() => {})', 'hook_timeout'],
  ['returns a promise that never calls back', '({ then() {} })', 'hook_timeout'],
  ['throws an error', '(() => { throw new Error("no") })()', 'hook_failed'],
  ['throws nothing', '(() => { throw undefined })()', 'hook_failed'],
  ['rejects with a text', 'Promise.reject("no")', 'hook_failed'],
  ['returns a text', '"yes"', 'hook_failed'],
  ['returns false', 'false', 'hook_failed'],
  ['returns a list', '[]', 'hook_failed'],
  ['returns an unknown key', '({ allow: true })', 'hook_failed'],
  ['rejects without a reason', '({ reject: { message: "No" } })', 'hook_failed'],
  [
    'rejects with a long message',
    '({ reject: { message: "x".repeat(301), reason: "a" } })',
    'hook_failed',
  ],
  ['rejects with true', '({ reject: true })', 'hook_failed'],
  ['returns claims that are too large', '({ claims: { text: "x".repeat(5000) } })', 'hook_failed'],
  [
    'returns claims that contain themselves',
    '(() => { const claims = {}; claims.own = claims; return { claims } })()',
    'hook_failed',
  ],
  ['returns claims with a NUL character', '({ claims: { text: "a\\0b" } })', 'hook_failed'],
  [
    'returns claims with a getter that throws',
    '({ get claims() { throw new Error("no") } })',
    'hook_failed',
  ],
  ['returns a BigInt', '({ claims: { count: 1n } })', 'hook_failed'],
  ['returns a reserved key of app_metadata', '({ app_metadata: { user_id: "x" } })', 'hook_failed'],
  ['returns a forbidden key of app_metadata', '({ app_metadata: { "a.b": 1 } })', 'hook_failed'],
  [
    'changes the user that it was given',
    '(() => { throw Object.assign(call.user, { blocked: true }) })()',
    'hook_failed',
  ],
];

const useCode = (code: string) =>
  useHooks(app, (source) => ({ beforeLogin: (0, eval)(`(call) => ${source}`) }), code);

afterAll(() => app?.stop());

describe('a hook that fails', () => {
  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, ...configure({ timeoutSeconds: 1 }) } });
    account = await registerAccount(app);
  });

  afterEach(() => removeHooks(app));

  it.each(FAILURES)('rejects the login if it %s', async (_what, code, reason) => {
    await useCode(code);
    const { status, body } = await attempt();
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      name: 'LoginRejectedError',
      message: 'The login could not be completed. Please try again later.',
      details: { reason },
    });
    const [event] = await getNewestEvents(app);
    expect(event).toMatchObject({ type: 'f', details: { reason } });
    await removeHooks(app);
    expect((await attempt()).status).toBe(200);
    const { app_metadata: metadata, blocked } = await getProfileByEmail(app, account.email);
    expect({ metadata, blocked }).toEqual({ metadata: {}, blocked: false });
  });

  it('rejects a sign-up, and no user is created', async () => {
    await useHooks(app, () => ({ beforeSignUp: () => Promise.reject(new Error('no')) }));
    const accounts = await app.database.count(UIDS.account, {});
    await expect(registerAccount(app)).rejects.toThrow('could not be completed');
    expect(await app.database.count(UIDS.account, {})).toBe(accounts);
  });

  it('has no effect on the login if it is afterLogin', async () => {
    await useHooks(app, () => ({ afterLogin: () => Promise.reject(new Error('after')) }));
    expect((await attempt()).status).toBe(200);
    await waitForEqual(
      async () => app.output().includes('the hook afterLogin failed: after'),
      true
    );
  });

  it('delays no other login while it runs', async () => {
    const other = await registerAccount(app);
    await useHooks(
      app,
      (slow) => ({
        beforeLogin: ({ user }) =>
          user.email === slow ? new Promise<undefined>(() => undefined) : undefined,
      }),
      account.email
    );
    const finished: string[] = [];
    const first = attempt().then(() => finished.push('slow'));
    await mustLogIn(app, other);
    finished.push('other');
    await first;
    expect(finished).toEqual(['other', 'slow']);
  });

  it('stays apart from the login if it logs another user in', async () => {
    const other = await registerAccount(app);
    await useHooks(
      app,
      (id) => ({
        async beforeLogin() {
          await strapi.sessionManager('users-permissions').generateRefreshToken(id, 'robot', {
            type: 'refresh',
          });
        },
      }),
      String(other.id)
    );
    const { status, body } = await attempt();
    expect({ status, id: body.user.id }).toEqual({ status: 200, id: account.id });
    const events = await getNewestEvents(app, 2);
    expect(events.map(({ type, user_name: name }) => [type, name]).sort()).toEqual(
      [account, other].map(({ email }) => ['s', email]).sort()
    );
  });

  it.each([
    ['an unknown name', '{ beforeLogout() {} }', 'There is no hook "beforeLogout"'],
    ['something else than a function', '{ beforeLogin: true }', 'must be a function'],
  ])('cannot be registered with %s', async (_what, hooks, message) => {
    const { error } = await tryInServer(
      app,
      async (site, source: string) =>
        site
          .plugin('user-profile')
          .service('login-hooks')
          .register((0, eval)(`(${source})`)),
      hooks
    );
    expect(error).toMatchObject({ name: 'TypeError', message: expect.stringContaining(message) });
  });

  it('hides claims and failures of hooks from the user', async () => {
    await useCode('({ claims: { risk: "high" } })');
    const { jwt } = await mustLogIn(app, account);
    const { body } = await app.request('GET', '/api/user-profile/me/events', { token: jwt });
    expect(body.data[0]).toMatchObject({ type: 's', details: {} });
    expect(JSON.stringify(body)).not.toMatch(/risk|hook_failed: |"detail"|claims/);
  });
});

describe('with onFailure "allow"', () => {
  beforeAll(async () => {
    await app.restart(configure({ timeoutSeconds: 1, onFailure: 'allow' }));
  });

  it.each(FAILURES)('logs in if a hook %s, and the event says so', async (_what, code) => {
    await useCode(code);
    expect((await attempt()).status).toBe(200);
    const [event] = await getNewestEvents(app);
    expect(event).toMatchObject({ type: 's', details: { failed_hooks: ['beforeLogin'] } });
  });

  it('still lets another hook reject', async () => {
    await useHooks(app, () => ({ beforeLogin: () => Promise.reject(new Error('no')) }));
    await runInServer(app, async (site) => {
      const reject = { message: 'Closed', reason: 'closed' };
      site
        .plugin('user-profile')
        .service('login-hooks')
        .register({ beforeLogin: () => ({ reject }) });
    });
    expect((await attempt()).body.error).toMatchObject({ message: 'Closed' });
  });
});

describe('login hooks with the default settings', () => {
  beforeAll(() => app.restart(configure({})));

  it('leave no login in the log if a reconcile pass runs before a hook rejects it', async () => {
    const { documentId } = await getProfileByEmail(app, account.email);
    const before = (await getEvents(app, documentId)).length;
    const countSessions = () => app.database.count(UIDS.session, { user_id: String(account.id) });
    const sessions = await countSessions();
    await useHooks(app, () => ({
      beforeLogin: () =>
        new Promise((resolve) => {
          const reject = { message: 'No', reason: 'no' };
          (globalThis as { decide?: () => void }).decide = () => resolve({ reject });
        }),
    }));
    const pending = attempt();
    await waitForEqual(countSessions, sessions + 1);
    await reconcile(app);
    await runInServer(app, async () => (globalThis as { decide?: () => void }).decide?.());
    expect((await pending).body.error).toMatchObject({ message: 'No' });
    await removeHooks(app);
    const added = (await getEvents(app, documentId)).slice(0, -before);
    expect(added.map(({ type }) => type)).toEqual(['f']);
  });

  it('are neither called nor in the event once the site has none', async () => {
    await recordHookCalls(app);
    await removeHooks(app);
    expect((await attempt()).status).toBe(200);
    expect(await getHookCalls(app)).toEqual([]);
    expect((await getNewestEvents(app))[0].details).toEqual({});
  });
});

describe('login hooks of the configuration, in legacy-support mode', () => {
  beforeAll(() =>
    app.restart({
      ...configure({ timeoutSeconds: 1 }),
      USER_PROFILE_HOOKS: path.join(__dirname, '../../support/configured-hooks.cjs'),
      UP_JWT_MANAGEMENT: 'legacy-support',
    })
  );

  afterEach(() => removeHooks(app));

  it('are called for sign-ups and logins, before those that code of the site registers', async () => {
    const { email, password } = await registerAccount(app);
    await useHooks(app, () => ({ beforeLogin: () => ({ claims: { from: 'code' } }) }));
    expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    const [login, signUp] = await getNewestEvents(app, 2);
    expect(login.details.claims).toEqual({ action: 'login', from: 'code' });
    expect(signUp.details.claims).toEqual({ action: 'sign-up', from: 'configuration' });
    await waitForEqual(async () => app.output().includes(`configured afterLogin: ${email}`), true);
  });

  it('reject a sign-up', async () => {
    const credentials = newCredentials();
    const email = credentials.email.replace(/@.*/, '@closed.example.com');
    await expect(registerAccount(app, { ...credentials, email })).rejects.toThrow('Closed');
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'fs', details: { reason: 'rejected_by_hook', detail: 'closed_domain' } },
    ]);
  });

  it('end the recursion at the time limit if a hook logs the same user in over HTTP', async () => {
    await useHooks(
      app,
      (url, identifier, password) => {
        const calls = { started: 0, ended: 0 };
        (globalThis as { calls?: object }).calls = calls;
        return {
          async beforeLogin({ signal }) {
            calls.started += 1;
            const body = JSON.stringify({ identifier, password });
            const headers = { 'content-type': 'application/json' };
            await fetch(`${url}/api/auth/local`, { method: 'POST', headers, body, signal }).finally(
              () => {
                calls.ended += 1;
              }
            );
          },
        };
      },
      app.url,
      account.email,
      account.password
    );
    expect((await attempt()).body.error.details).toEqual({ reason: 'hook_timeout' });
    await waitForEqual(async () => {
      const events = await getNewestEvents(app, 50);
      return events.some(({ details }) => String(details.detail).includes('other logins'));
    }, true);
    await waitForEqual(
      () =>
        runInServer(app, async () => {
          const { calls } = globalThis as { calls?: { started: number; ended: number } };
          return calls && calls.started > 1 ? calls.started - calls.ended : null;
        }),
      0
    );
  });
});
