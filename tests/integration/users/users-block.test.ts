import type { UserOverview } from '../../../plugins/user-profile/shared/contracts/user-overview';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { runBulk, startBulk } from '../../support/bulk';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import { mustLink, mustUnlink } from '../../support/linking';
import { logIn, postUser } from '../../support/logins';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths, userIdOf, userPath } from '../../support/users';

const REASON = 'Chargeback, ticket 4711';
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

let app: TestStrapi;
let social: IdentityProvider;
let account: Account;
let id: string;

const block = (data?: object) => callAdmin(app, 'POST', userPath(id, '/block'), data && { data });

const mustBlock = async (data?: object) => expect((await block(data)).status).toBe(200);

const getBlock = async (): Promise<UserOverview['block']> =>
  (await mustCall<{ data: UserOverview }>(app, 'GET', userPath(id, '/overview'))).data.block;

const attempt = () => logIn(app, { identifier: account.email, password: account.password });

/** Moves the end of a block into the past, as waiting for it would. */
const waitForEnd = (userId = id) =>
  app.database.update(UIDS.user, { user_id: userId }, { blocked_until: new Date(Date.now() - 1) });

const runJobs = (times: number) =>
  runInServer(
    app,
    async (strapi, count: number) => {
      const { liftAll } = strapi.plugin('user-profile').service('block-ends');
      await Promise.all(Array.from({ length: count }, () => liftAll()));
    },
    times
  );

/** The events about blocks, the newest first. */
const getBlockEvents = async (userId = id) => {
  const events = await getEvents(app, userId);
  return events
    .filter(({ details }) => /block-user/.test(String(details.operation)))
    .map(({ actor, details }) => ({ actor, details }));
};

beforeAll(async () => {
  social = await startIdentityProvider({ login: 'acacia', email: newEmail() });
  app = await startStrapi({ env: { ...SERVER_CODE, SAMPLE_PROVIDER_URL: social.url } });
  await createConnection(app, { name: 'members', strategy: 'database', options: {} });
});

afterAll(async () => {
  await app?.stop();
  await social?.stop();
});

beforeEach(async () => {
  account = await registerAccount(app);
  id = userIdOf(account);
});

describe('a block with a reason and an end', () => {
  it('is shown to admins and recorded with its actor', async () => {
    const until = inDays(7);
    await mustBlock({ reason: ` ${REASON} `, until });
    expect(await getBlock()).toEqual({ reason: REASON, until });
    const { email: actor } = await app.createAdmin();
    expect(await getBlockEvents()).toEqual([
      { actor, details: { operation: 'block-user', block_reason: REASON, until } },
    ]);
  });

  it('can be set over REST with an API token', async () => {
    const until = inDays(1);
    const { status, body } = await app.request(
      'POST',
      `/api/user-profile${userPath(id, '/block')}`,
      {
        token: await getFullAccessToken(app),
        body: { data: { reason: REASON, until } },
      }
    );
    expect({ status, blocked: body.data.blocked }).toEqual({ status: 200, blocked: true });
    expect(await getBlock()).toEqual({ reason: REASON, until });
  });

  it('rejects logins like any other block', async () => {
    await mustBlock();
    const plain = await attempt();
    await mustBlock({ reason: REASON, until: inDays(1) });
    const { status, body } = await attempt();
    expect({ status, body }).toEqual({ status: plain.status, body: plain.body });
    expect(status).toBe(400);
  });

  it('hides its reason from the user, and from responses over REST', async () => {
    await mustBlock({ reason: REASON, until: inDays(1) });
    const token = await getFullAccessToken(app);
    const responses = [
      await attempt(),
      await app.request('GET', `/api/user-profile${userPath(id)}`, { token }),
      await app.request('GET', '/api/user-profile/users', { token }),
      await app.request('GET', `/api/users/${account.id}?populate=*`, { token }),
      await app.request('GET', `/api/user-profile${userPath(id, '/events')}`, { token }),
      await app.request('GET', '/api/user-profile/events?limit=100', { token }),
    ];
    await mustCall(app, 'POST', userPath(id, '/unblock'));
    const { jwt } = await mustLogIn(app, account);
    for (const path of ['/me', '/me/events', '/me/export']) {
      const response = await app.request('GET', `/api/user-profile${path}`, { token: jwt });
      expect(response.status).toBe(200);
      responses.push(response);
    }
    expect(JSON.stringify(responses)).not.toMatch(/ticket 4711|block_reason/);
  });

  it('has no end any more once other code blocks the user', async () => {
    await mustBlock({ reason: REASON, until: inDays(1) });
    const blockByApi = (blocked: boolean) =>
      app.request('PUT', `/api/users/${account.id}`, { token, body: { blocked } });
    const token = await getFullAccessToken(app);
    expect((await blockByApi(true)).status).toBe(200);
    expect(await getBlock()).toEqual({ reason: null, until: null });
  });

  it('is replaced by a further block that has one of both, and kept by one that has none', async () => {
    const until = inDays(7);
    await mustBlock({ reason: REASON, until });
    await mustBlock();
    await mustBlock({});
    expect(await getBlock()).toEqual({ reason: REASON, until });
    await mustBlock({ reason: REASON, until });
    expect(await getBlockEvents()).toHaveLength(1);
    await mustBlock({ reason: 'Fraud' });
    expect(await getBlock()).toEqual({ reason: 'Fraud', until: null });
    expect(await getBlockEvents()).toHaveLength(2);
  });

  it.each([
    ['an admin', () => mustCall(app, 'POST', userPath(id, '/unblock'))],
    [
      'Users & Permissions',
      async () =>
        app.request('PUT', `/api/users/${account.id}`, {
          token: await getFullAccessToken(app),
          body: { blocked: false },
        }),
    ],
  ])('is cleared if %s unblocks the user', async (_who, unblock) => {
    await mustBlock({ reason: REASON, until: inDays(7) });
    await unblock();
    expect(await getBlock()).toBeNull();
    await mustBlock();
    expect(await getBlock()).toEqual({ reason: null, until: null });
  });

  it('is kept by a user who is unlinked during the block', async () => {
    const other = await registerAccount(app);
    await mustLink(app, id, userIdOf(other));
    const until = inDays(7);
    await mustBlock({ reason: REASON, until });
    await mustUnlink(app, id, userIdOf(other));
    id = userIdOf(other);
    expect(await getBlock()).toEqual({ reason: REASON, until });
  });

  it('is set for every user of a bulk action', async () => {
    const other = await registerAccount(app);
    const terms = { reason: REASON, until: inDays(7) };
    const ids = [id, userIdOf(other)];
    await runBulk(app, { action: 'block', ids, ...terms });
    expect(await getBlock()).toEqual(terms);
    id = userIdOf(other);
    expect(await getBlock()).toEqual(terms);
  });
});

describe('an invalid block', () => {
  const reason = 'Spam';

  it.each([
    ['an end in the past', { until: inDays(-1) }, ['until']],
    ['an end that is too far in the future', { until: inDays(3651) }, ['until']],
    ['an end without a time zone', { until: '2999-01-01T00:00:00' }, ['until']],
    ['an end that is a number', { until: Date.now() + DAY }, ['until']],
    ['an empty reason', { reason: ' ' }, ['reason']],
    ['a long reason', { reason: 'x'.repeat(501) }, ['reason']],
    ['a reason with a NUL character', { reason: 'a\0b' }, ['reason']],
    ['a reason that is a list', { reason: [reason] }, ['reason']],
    ['an unknown key', { reason, blocked: false }, ['blocked']],
    ['a list', [reason], ['']],
  ])('with %s is rejected and blocks no user', async (_what, data, paths) => {
    const response = await block(data);
    expect(response.status).toBe(400);
    expect([...new Set(problemPaths(response))]).toEqual(paths);
    expect((await getUser(app, id)).data.blocked).toBe(false);
  });

  it('is rejected with 413 if it is too large', async () => {
    expect((await block({ reason: 'x'.repeat(2 * 1024 * 1024) })).status).toBe(413);
  });

  it.each(['unblock', 'delete'])('is rejected with the bulk action "%s"', async (action) => {
    const data = { action, ids: [id], reason };
    expect((await startBulk(app, data)).status).toBe(400);
    expect((await getUser(app, id)).data.documentId).toBeDefined();
  });
});

describe('after the end of a block', () => {
  const LIFTED = { actor: 'system', details: { operation: 'unblock-user' } };

  it('a password login succeeds at once, and the block is over', async () => {
    await mustBlock({ reason: REASON, until: inDays(1) });
    await waitForEnd();
    expect((await attempt()).status).toBe(200);
    expect(await getBlock()).toBeNull();
    expect((await getUser(app, id)).data.blocked).toBe(false);
    expect((await getBlockEvents())[0]).toEqual(LIFTED);
  });

  it('a wrong password is still rejected', async () => {
    await mustBlock({ until: inDays(1) });
    await waitForEnd();
    expect((await logIn(app, { identifier: account.email, password: 'wrong' })).status).toBe(400);
  });

  it('a login with a connection succeeds at once', async () => {
    const email = newEmail();
    await postUser(app, 'members', { email });
    id = (await getProfileByEmail(app, email)).user_id;
    await mustBlock({ until: inDays(1) });
    const login = () => logIn(app, { connection: 'members', identifier: email });
    expect((await login()).status).toBe(400);
    await waitForEnd();
    expect((await login()).status).toBe(200);
    expect((await getBlockEvents())[0]).toEqual(LIFTED);
  });

  it('a login with a provider succeeds at once', async () => {
    const email = newEmail();
    social.user = { login: email.split('@')[0], email };
    expect((await logInWithProvider(app)).status).toBe(200);
    id = (await getProfileByEmail(app, email)).user_id;
    await mustBlock({ until: inDays(1) });
    expect((await logInWithProvider(app)).status).toBe(400);
    await waitForEnd();
    expect((await logInWithProvider(app)).status).toBe(200);
  });

  it('a linked user can log in with each identity', async () => {
    const other = await registerAccount(app);
    await mustLink(app, id, userIdOf(other));
    await mustBlock({ until: inDays(1) });
    await waitForEnd();
    await mustLogIn(app, other);
    await mustLogIn(app, account);
    expect(await getBlockEvents()).toHaveLength(2);
  });

  it('the job unblocks the user once, whichever server runs it', async () => {
    await mustBlock({ reason: REASON, until: inDays(1) });
    await waitForEnd();
    await runJobs(3);
    expect((await getUser(app, id)).data.blocked).toBe(false);
    expect(await getBlock()).toBeNull();
    expect(await getBlockEvents()).toEqual([LIFTED, expect.anything()]);
  });

  it('the job does not lift blocks that have not ended or have no end', async () => {
    const other = await registerAccount(app);
    await mustBlock({ until: inDays(1) });
    id = userIdOf(other);
    await mustBlock({ reason: REASON });
    await runJobs(1);
    for (const each of [account, other]) {
      expect((await getUser(app, userIdOf(each))).data.blocked).toBe(true);
    }
  });
});
