import path from 'node:path';

import { HUB_EVENTS } from '../../../plugins/user-profile/shared/hub-events';
import {
  CHROME_ON_MACOS,
  LONDON_IP,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import type { AnyBody } from '../../support/http';
import {
  createVouchingConnection,
  logInWithClaims,
  VOUCHING_STRATEGY,
} from '../../support/linking';
import { newEvent, sendEvents } from '../../support/log';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import {
  getCaptureState,
  getEventTypes,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { createAccountRow, newEmail, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';
import { createWebhook, startWebhookReceiver, type WebhookReceiver } from '../../support/webhooks';

const NAMES = Object.values(HUB_EVENTS);
const SECRET = 'a-plan-that-is-secret';
const HEADERS = { 'x-forwarded-for': LONDON_IP, 'user-agent': CHROME_ON_MACOS };

describe('webhook events', () => {
  let app: TestStrapi;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    app = await startStrapi({ env: VOUCHING_STRATEGY });
    await createWebhook(app, receiver.url, NAMES);
    await createVouchingConnection(app, 'staff');
    await app.restart();
  });

  afterAll(async () => {
    await app?.stop();
    await receiver?.stop();
  });

  const isAbout = (documentId: string) => (call: AnyBody) =>
    (call.profile ?? call.user)?.documentId === documentId;

  /** Waits until exactly the expected calls about a user have arrived. */
  const waitForCalls = async (documentId: string, expected: string[]): Promise<AnyBody[]> => {
    const calls = () => receiver.received.filter(isAbout(documentId));
    await waitForEqual(
      async () =>
        calls()
          .map(({ event }) => event)
          .sort(),
      [...expected].sort()
    );
    return calls();
  };

  /** Waits for the expected calls, then clears all received calls. */
  const clearCalls = async (documentId: string, expected: string[]): Promise<void> => {
    await waitForCalls(documentId, expected);
    receiver.received.length = 0;
  };

  const SIGN_UP = [HUB_EVENTS.profileCreate, HUB_EVENTS.deviceLink, HUB_EVENTS.login];

  const signUp = async () => {
    const account = await registerAccount(app, newCredentials(), HEADERS);
    const profile = await getProfileByEmail(app, account.email);
    await clearCalls(profile.documentId, SIGN_UP);
    return { account, profile };
  };

  it('have names that Strapi accepts, while it rejects unknown names', async () => {
    const token = await app.adminToken();
    const createWebhookInPanel = (events: string[]) =>
      app.request('POST', '/admin/webhooks', {
        token,
        body: { name: 'sample', url: 'https://93.184.216.34/', headers: {}, events },
      });
    const { status, body } = await createWebhookInPanel(NAMES);
    expect(status).toBe(201);
    await app.request('DELETE', `/admin/webhooks/${body.data.id}`, { token });
    expect((await createWebhookInPanel(['user-profile.unheard-of'])).status).toBe(400);
  });

  it('report the profile, device and login of a sign-up', async () => {
    const account = await registerAccount(app, newCredentials(), HEADERS);
    const profile = await getProfileByEmail(app, account.email);
    const calls = await waitForCalls(profile.documentId, SIGN_UP);
    const getCall = (name: string) => calls.find(({ event }) => event === name);
    const user = { documentId: profile.documentId, user_id: profile.user_id, name: profile.name };

    expect(getCall(HUB_EVENTS.profileCreate)).toEqual({
      event: HUB_EVENTS.profileCreate,
      createdAt: expect.any(String),
      profile: expect.objectContaining({ ...user, email: account.email, user_metadata: {} }),
    });
    expect(getCall(HUB_EVENTS.deviceLink)).toMatchObject({
      user,
      device: { device_id: expect.any(String), name: 'Chrome on macOS' },
      first: true,
      ip: LONDON_IP,
      city_name: 'London',
    });
    expect(getCall(HUB_EVENTS.login)).toMatchObject({
      type: 's',
      log_id: expect.any(String),
      user,
      connection: 'local',
      ip: LONDON_IP,
      user_agent: CHROME_ON_MACOS,
      country_code: 'GB',
      signals: [],
    });
    const claims = JSON.stringify(calls);
    expect(claims).not.toContain('app_metadata');
    for (const secret of [account.password, account.jwt, account.refreshToken ?? '-']) {
      expect(claims).not.toContain(secret);
    }
  });

  it('report a user created by an admin once, in its final state', async () => {
    const email = newEmail();
    const { data } = await mustCall(app, 'POST', '/users', {
      data: { connection: 'local', email, password: PASSWORD, name: 'Acacia Sample' },
    });
    const [call] = await waitForCalls(data.documentId, [HUB_EVENTS.profileCreate]);
    expect(call.profile).toMatchObject({ email, name: 'Acacia Sample' });
  });

  it('report an update once, without app_metadata', async () => {
    const { profile } = await signUp();
    const { documentId } = profile;
    await app.database.update(
      UIDS.user,
      { document_id: documentId },
      { app_metadata: JSON.stringify({ plan: SECRET }) }
    );
    await mustCall(app, 'PUT', userPath(documentId), {
      data: { name: 'Acacia Sample', email: newEmail(), user_metadata: { colour: 'red' } },
    });
    const [call] = await waitForCalls(documentId, [HUB_EVENTS.profileUpdate]);
    expect(call.profile).toMatchObject({
      name: 'Acacia Sample',
      user_metadata: { colour: 'red' },
    });
    expect(JSON.stringify(call)).not.toContain(SECRET);
  });

  it('report a profile update at a login only if the source attributes changed', async () => {
    const claims = { id: 'acacia', email: newEmail(), verified: true, name: 'Acacia Sample' };
    await logInWithClaims(app, 'staff', claims, HEADERS);
    const { documentId } = await getProfileByEmail(app, claims.email);
    const first = await waitForCalls(documentId, SIGN_UP);
    const create = first.find(({ event }) => event === HUB_EVENTS.profileCreate);
    expect(create.profile).toMatchObject({ name: 'Acacia Sample', email_verified: true });
    await clearCalls(documentId, SIGN_UP);

    await logInWithClaims(app, 'staff', claims, HEADERS);
    await clearCalls(documentId, [HUB_EVENTS.login]);

    await logInWithClaims(app, 'staff', { ...claims, name: 'Cacia Sample' }, HEADERS);
    const calls = await waitForCalls(documentId, [HUB_EVENTS.profileUpdate, HUB_EVENTS.login]);
    const update = calls.find(({ event }) => event === HUB_EVENTS.profileUpdate);
    expect(update.profile).toMatchObject({
      name: 'Cacia Sample',
      identities: [{ profileData: { name: 'Cacia Sample' } }],
    });
  });

  it('do not report a rejected update', async () => {
    const { profile } = await signUp();
    const { account: other } = await signUp();
    const response = await app.request('PUT', `/user-profile${userPath(profile.documentId)}`, {
      token: await app.adminToken(),
      body: { data: { name: 'Acacia Sample', email: other.email } },
    });
    expect(response.status).toBe(409);
    await mustCall(app, 'POST', userPath(profile.documentId, '/block'));
    const [call] = await waitForCalls(profile.documentId, [HUB_EVENTS.profileUpdate]);
    expect(call.profile).toMatchObject({ blocked: true, name: profile.name });
  });

  it('report logins and failed logins', async () => {
    const { account, profile } = await signUp();
    const { email, password } = account;
    await logIn(app, { identifier: email, password: 'my-wrong-password' }, HEADERS);
    await logIn(app, { identifier: email, password }, HEADERS);
    const calls = await waitForCalls(profile.documentId, [
      HUB_EVENTS.loginFailure,
      HUB_EVENTS.login,
    ]);
    const failure = calls.find(({ event }) => event === HUB_EVENTS.loginFailure);
    expect(failure).toMatchObject({ type: 'fp', reason: 'wrong_password', ip: LONDON_IP });
    expect(JSON.stringify(calls)).not.toContain('my-wrong-password');
  });

  it('report devices that are unlinked, linked again and all unlinked', async () => {
    const { account, profile } = await signUp();
    const credentials = { identifier: account.email, password: account.password };
    const { documentId } = profile;
    await logIn(app, { ...credentials, deviceId: 'phone' }, HEADERS);
    await clearCalls(documentId, [HUB_EVENTS.deviceLink, HUB_EVENTS.login, HUB_EVENTS.newDevice]);

    await mustCall(app, 'DELETE', userPath(documentId, '/devices/phone'));
    const [unlinked] = await waitForCalls(documentId, [HUB_EVENTS.deviceUnlink]);
    expect(unlinked).toMatchObject({ device: { device_id: 'phone', name: 'Chrome on macOS' } });
    receiver.received.length = 0;

    await logIn(app, { ...credentials, deviceId: 'phone' }, HEADERS);
    const linked = await waitForCalls(documentId, [HUB_EVENTS.deviceLink, HUB_EVENTS.login]);
    expect(linked.find(({ event }) => event === HUB_EVENTS.deviceLink)).toMatchObject({
      device: { device_id: 'phone' },
      first: false,
    });
    receiver.received.length = 0;

    await mustCall(app, 'DELETE', userPath(documentId, '/devices'));
    const [all] = await waitForCalls(documentId, [HUB_EVENTS.deviceUnlink]);
    expect(all).toMatchObject({ device: null, devices: 2 });
  });

  it('report a deleted profile', async () => {
    const { profile } = await signUp();
    const { documentId, user_id, name } = profile;
    await mustCall(app, 'DELETE', userPath(documentId));
    const [call] = await waitForCalls(documentId, [HUB_EVENTS.profileDelete]);
    expect(call.profile).toEqual({ documentId, user_id, name });
  });

  it('do not report reconciled accounts and imported past logins', async () => {
    const email = newEmail();
    await createAccountRow(app, { email });
    await reconcile(app);
    const before = await getProfileByEmail(app, email);
    const { profile } = await signUp();
    const token = await getApiToken(app, 'custom', ['event-log.create']);
    const lastWeek = new Date(Date.now() - 7 * 86_400_000).toISOString();
    const { documentId } = profile;
    await sendEvents(app, token, [
      newEvent({ documentId, date: lastWeek, ip: '8.8.8.8' }),
      newEvent({ documentId, date: lastWeek, type: 'fp' }),
      newEvent({ documentId, ip: LONDON_IP }),
    ]);
    const [call] = await waitForCalls(documentId, [HUB_EVENTS.login]);
    expect(call).toMatchObject({ ip: LONDON_IP, signals: [] });
    expect(receiver.received.filter(isAbout(before.documentId))).toEqual([]);
  });
});

describe('failing event hub listeners', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const listeners = path.join(__dirname, '..', '..', 'support', 'bad-listeners.cjs');
    app = await startStrapi({ env: { TEST_CODE: listeners } });
  });

  afterAll(() => app?.stop());

  it('break nothing and are counted as errors', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const { email, password } = account;
    expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    expect((await logIn(app, { identifier: email, password: 'wrong' })).status).toBe(400);
    await mustCall(app, 'PUT', userPath(documentId), { data: { name: 'Acacia Sample' } });
    await mustCall(app, 'DELETE', userPath(documentId, '/devices'));
    const types = await getEventTypes(app, documentId);
    expect(types.slice(0, 4)).toEqual(['srrt', 'sapi', 'fp', 's']);
    // The two events of the registration may have the same date.
    expect(types.slice(4).sort()).toEqual(['s', 'ss']);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      logins_count: 2,
      name: 'Acacia Sample',
    });
    expect((await getCaptureState(app)).errors).toBeGreaterThan(2);
    expect(app.output()).toContain('a listener of user-profile.profile.create failed');
    await mustCall(app, 'DELETE', userPath(documentId));
  });
});
