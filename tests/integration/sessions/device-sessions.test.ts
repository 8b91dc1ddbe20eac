import type {
  DeviceSession,
  FindDeviceSessions,
} from '../../../plugins/user-profile/shared/contracts/devices';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { getDevices, getEvents } from '../../support/profiles';
import {
  ACCEPTED,
  countActiveSessions,
  createAccountWithTokens,
  devicePath,
  getArticlesStatus,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  REJECTED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { problemPaths, userIdOf } from '../../support/users';

describe('the sessions of a device', () => {
  let app: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let id: string;
  let path: string;

  const find = (query = '') =>
    mustCall<FindDeviceSessions.Response>(app, 'GET', `${path}/sessions${query}`);

  const end = (session: Pick<DeviceSession, 'session_id'>) =>
    callAdmin(app, 'DELETE', `${path}/sessions/${session.session_id}`);

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    ({ account, tokens, userId: id } = await createAccountWithTokens(app));
    path = devicePath(id, 'phone');
  });

  it('are listed with login, last use, expiry and application, last used first', async () => {
    const [login] = (await find()).data;
    const second = await mustLogIn(app, account, 'phone');
    await mustLogIn(app, account, 'laptop');
    await mustRefresh(app, tokens.refreshToken);
    const { data, meta } = await find();
    expect(meta.pagination).toMatchObject({ page: 1, total: 2 });
    const [refreshed, other] = data;
    expect(refreshed).toEqual({
      session_id: expect.any(String),
      application: null,
      created_at: login.created_at,
      last_used: expect.any(String),
      expires_at: expect.any(String),
    });
    expect(refreshed.last_used > login.last_used).toBe(true);
    expect(refreshed.expires_at > refreshed.last_used).toBe(true);
    expect(other.created_at > login.created_at).toBe(true);
    expect(await getTokenStatuses(app, second)).toEqual(ACCEPTED);
  });

  it('are read one page at a time', async () => {
    await mustLogIn(app, account, 'phone');
    await mustLogIn(app, account, 'phone');
    const pages = [];
    for (const page of [1, 2]) {
      const { data, meta } = await find(`?pagination[pageSize]=2&pagination[page]=${page}`);
      expect(meta.pagination).toMatchObject({ pageCount: 2, total: 3 });
      pages.push(data.length);
    }
    expect(pages).toEqual([2, 1]);
  });

  it('do not include expired ones', async () => {
    await app.database.update(
      UIDS.session,
      { user_id: String(account.id) },
      { expires_at: new Date(Date.now() - 1000) }
    );
    expect((await find()).data).toEqual([]);
  });

  it('end one by one, on the next request, while the others and the device stay', async () => {
    const [first] = (await find()).data;
    const other = await mustLogIn(app, account, 'phone');
    const response = await end(first);
    expect([response.status, response.body]).toEqual([
      200,
      { data: first && { session_id: first.session_id } },
    ]);
    expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    expect(await getTokenStatuses(app, other)).toEqual(ACCEPTED);
    expect(await getDevices(app, id)).toMatchObject([{ device_id: 'phone', refresh_tokens: 1 }]);
    expect((await end(first)).status).toBe(404);
    const [event] = (await getEvents(app, id)).filter(({ type }) => type === 'srrt');
    expect(event).toMatchObject({
      actor: expect.stringContaining('@'),
      details: { operation: 'end-session', device_id: 'phone' },
    });
  });

  it('end with all their refreshes, also with the id from before a refresh', async () => {
    const [listed] = (await find()).data;
    const next = await mustRefresh(app, tokens.refreshToken);
    expect((await end(listed)).status).toBe(200);
    expect(await getTokenStatuses(app, next)).toEqual(REJECTED);
    expect(await getArticlesStatus(app, tokens.jwt)).toBe(401);
    expect(await countActiveSessions(app, account)).toBe(0);
  });

  it('end all at once, while other devices stay logged in', async () => {
    const other = await mustLogIn(app, account, 'phone');
    const laptop = await mustLogIn(app, account, 'laptop');
    const { data } = await mustCall(app, 'DELETE', `${path}/sessions`);
    expect(data).toEqual({ sessions: 2 });
    for (const each of [tokens, other]) {
      expect(await getTokenStatuses(app, each)).toEqual(REJECTED);
    }
    expect(await getTokenStatuses(app, laptop)).toEqual(ACCEPTED);
    const devices = await getDevices(app, id);
    expect(devices.map((each) => [each.device_id, each.refresh_tokens]).sort()).toEqual([
      ['laptop', 1],
      ['phone', 0],
    ]);
    expect(await getTokenStatuses(app, await mustLogIn(app, account, 'phone'))).toEqual(ACCEPTED);
    const [event] = (await getEvents(app, id)).filter(({ type }) => type === 'srrt');
    expect(event.details).toMatchObject({ operation: 'end-device-sessions', sessions: 2 });
  });

  it('of another user or device are not found', async () => {
    const [session] = (await find()).data;
    const other = await registerAccount(app);
    await mustLogIn(app, other, 'phone');
    await mustLogIn(app, account, 'laptop');
    for (const each of [
      devicePath(userIdOf(other), 'phone'),
      devicePath(id, 'laptop'),
      devicePath(id, 'unknown'),
      '/users/unknown/devices/phone',
    ]) {
      const { status } = await callAdmin(app, 'DELETE', `${each}/sessions/${session.session_id}`);
      expect([each, status]).toEqual([each, 404]);
    }
    for (const method of ['GET', 'DELETE']) {
      for (const each of [devicePath(id, 'unknown'), '/users/unknown/devices/phone']) {
        expect((await callAdmin(app, method, `${each}/sessions`)).status).toBe(404);
      }
    }
    expect(await getTokenStatuses(app, tokens)).toEqual(ACCEPTED);
  });

  it('of an unlinked device are not found', async () => {
    await mustCall(app, 'DELETE', path);
    expect((await callAdmin(app, 'GET', `${path}/sessions`)).status).toBe(404);
  });

  it.each(['?pagination[pageSize]=101', '?pagination[page]=0', '?colour=red'])(
    'reject the query %s',
    async (query) => {
      const response = await callAdmin(app, 'GET', `${path}/sessions${query}`);
      expect([response.status, problemPaths(response).length]).toEqual([400, 1]);
    }
  );

  it('are listed and ended by their user', async () => {
    const other = await mustLogIn(app, account, 'phone');
    const call = <Body>(method: string, rest = '') =>
      app.request<Body>(method, `/api/user-profile/me/devices/phone/sessions${rest}`, {
        token: other.jwt,
      });
    const { status, body } = await call<FindDeviceSessions.Response>('GET');
    expect([status, body.data.length]).toEqual([200, 2]);
    const oldest = body.data[1];
    expect((await call('DELETE', `/${oldest.session_id}`)).status).toBe(200);
    expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    expect((await call('DELETE')).status).toBe(200);
    expect(await getTokenStatuses(app, other)).toEqual(REJECTED);
  });
});
