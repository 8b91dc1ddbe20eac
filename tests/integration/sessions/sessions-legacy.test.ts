import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { mustLink, mustUnlink } from '../../support/linking';
import { logIn } from '../../support/logins';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { getSiteEnv, openIdSite } from '../../support/openid/site';
import { getDevices, getEvents, getProfileByEmail } from '../../support/profiles';
import { devicePath, getArticlesStatus } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userIdOf, userPath } from '../../support/users';

/** `legacy-support` has no sessions: one long-lived token, and no refresh. */
describe('long-lived tokens (legacy-support)', () => {
  let app: TestStrapi;
  let provider: OpenIdProvider;
  let account: Account;
  let id: string;

  const logInFromDevice = async (
    deviceId?: string,
    password = account.password
  ): Promise<string> => {
    const { status, body } = await logIn(app, {
      identifier: account.email,
      password,
      ...(deviceId !== undefined && { deviceId }),
    });
    if (status !== 200) {
      throw new Error(`login: ${status} ${JSON.stringify(body)}`);
    }
    return body.jwt;
  };

  const getStatuses = (...tokens: string[]) =>
    Promise.all(tokens.map((token) => getArticlesStatus(app, token)));

  const unlink = (deviceId: string) => mustCall(app, 'DELETE', devicePath(id, deviceId));

  const getDeviceIds = async () => (await getDevices(app, id)).map((each) => each.device_id).sort();

  beforeAll(async () => {
    provider = await startOpenIdProvider();
    app = await startStrapi({
      env: { UP_JWT_MANAGEMENT: 'legacy-support', ...getSiteEnv(provider) },
    });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  beforeEach(async () => {
    account = await registerAccount(app);
    id = userIdOf(account);
  });

  it('are reported to the panel as the active mode', async () => {
    const { data } = await mustCall(app, 'GET', '/settings');
    expect(data.jwt_management).toBe('legacy-support');
    expect((await app.request('POST', '/api/auth/refresh', { body: {} })).status).toBe(404);
    expect(account.refreshToken).toBeUndefined();
  });

  it('create a device and count as a login at each sign-up and login', async () => {
    expect(await getDeviceIds()).toEqual([expect.stringMatching(/^auto-/)]);
    await logInFromDevice('phone');
    await logInFromDevice('laptop');
    expect(await getDeviceIds()).toEqual([expect.stringMatching(/^auto-/), 'laptop', 'phone']);
    for (const device of await getDevices(app, id)) {
      expect(device.refresh_tokens).toBe(0);
    }

    expect((await getUser(app, id)).data.logins_count).toBe(3);
    const logins = (await getEvents(app, id)).filter(({ type }) => type === 's');
    expect(logins.map(({ device_id: device }) => device).slice(0, 2)).toEqual(['laptop', 'phone']);
  });

  it('end with all sessions of their device, which stays linked', async () => {
    const [phone, laptop] = [await logInFromDevice('phone'), await logInFromDevice('laptop')];
    const path = `${devicePath(id, 'phone')}/sessions`;
    expect((await mustCall(app, 'GET', path)).data).toEqual([]);
    expect((await mustCall(app, 'DELETE', path)).data).toEqual({ sessions: 0 });
    expect(await getStatuses(phone, laptop)).toEqual([401, 200]);
    expect(await getDeviceIds()).toContain('phone');
    expect(await getStatuses(await logInFromDevice('phone'))).toEqual([200]);
  });

  it('share one device if the same client sends no device id', async () => {
    await logInFromDevice();
    await logInFromDevice();
    expect(await getDeviceIds()).toHaveLength(1);
  });

  it('are rejected as soon as their device is unlinked', async () => {
    const token = await logInFromDevice('phone');
    expect(await getStatuses(token)).toEqual([200]);
    await unlink('phone');
    expect(await getStatuses(token)).toEqual([401]);
    expect(await getDeviceIds()).not.toContain('phone');
  });

  it('are rejected once a device with a generated id is unlinked', async () => {
    const [device] = await getDevices(app, id);
    const token = await logInFromDevice();
    await unlink(device?.device_id ?? '');
    expect(await getStatuses(account.jwt, token)).toEqual([401, 401]);
  });

  it('of other devices and users stay valid after an unlink', async () => {
    const other = await registerAccount(app);
    const [phone, laptop] = [await logInFromDevice('phone'), await logInFromDevice('laptop')];
    await unlink('phone');
    expect(await getStatuses(phone, laptop, account.jwt, other.jwt)).toEqual([401, 200, 200, 200]);
  });

  it('of a login right after an unlink are valid', async () => {
    const old = await logInFromDevice('phone');
    for (let round = 0; round < 5; round += 1) {
      await unlink('phone');
      const token = await logInFromDevice('phone');
      expect(await getStatuses(token, old)).toEqual([200, 401]);
    }
    expect(await getDeviceIds()).toContain('phone');
  });

  it('are rejected once all devices are unlinked, except for new ones', async () => {
    const tokens = [account.jwt, await logInFromDevice('phone'), await logInFromDevice('laptop')];
    const { data } = await mustCall(app, 'DELETE', userPath(id, '/devices'));
    expect(data.devices).toBe(3);
    expect(await getStatuses(...tokens)).toEqual([401, 401, 401]);
    expect(await getDeviceIds()).toEqual([]);
    expect(await getStatuses(await logInFromDevice('phone'))).toEqual([200]);
  });

  it('are rejected once a device with an id of 300 characters is unlinked', async () => {
    const token = await logInFromDevice('x'.repeat(300));
    const known = (await getDevices(app, id)).filter(({ device_id: d }) => d.startsWith('auto-'));
    expect(known).toHaveLength(2);
    for (const device of known) {
      await unlink(device.device_id);
    }
    expect(await getStatuses(token, account.jwt)).toEqual([401, 401]);
  });

  it('stay valid if the device is unlinked under another user, which returns 404', async () => {
    const token = await logInFromDevice('phone');
    const other = await registerAccount(app);
    const path = devicePath(userIdOf(other), 'phone');
    expect((await callAdmin(app, 'DELETE', path)).status).toBe(404);
    expect(await getStatuses(token)).toEqual([200]);
  });

  it('are rejected after a block and stay rejected after an unblock', async () => {
    const token = await logInFromDevice('phone');
    await mustCall(app, 'POST', userPath(id, '/block'));
    expect(await getStatuses(token, account.jwt)).toEqual([401, 401]);
    expect(
      (await logIn(app, { identifier: account.email, password: account.password })).status
    ).toBe(400);

    await mustCall(app, 'POST', userPath(id, '/unblock'));
    expect(await getStatuses(token, account.jwt)).toEqual([401, 401]);
    expect(await getStatuses(await logInFromDevice('phone'))).toEqual([200]);
  });

  it('are rejected once an admin sets a password, unless the admin keeps the sessions', async () => {
    const token = await logInFromDevice('phone');
    const setPassword = (password: string, end_sessions: boolean) =>
      mustCall(app, 'PUT', userPath(id, '/password'), { data: { password, end_sessions } });

    await setPassword('kept sessions', false);
    expect(await getStatuses(token)).toEqual([200]);
    await setPassword('ended sessions', true);
    expect(await getStatuses(token, account.jwt)).toEqual([401, 401]);
    expect(await getStatuses(await logInFromDevice('phone', 'ended sessions'))).toEqual([200]);
  });

  it('are rejected after a block in the Content Manager, also after an unblock', async () => {
    const token = await logInFromDevice('phone');
    const path = `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`;
    for (const blocked of [true, false]) {
      const response = await app.request('PUT', path, {
        token: await app.adminToken(),
        body: { blocked },
      });
      expect(response.status).toBe(200);
      expect(await getStatuses(token)).toEqual([401]);
    }
  });

  it('stay valid or revoked after a restart', async () => {
    const [phone, laptop] = [await logInFromDevice('phone'), await logInFromDevice('laptop')];
    await unlink('phone');
    await app.restart();
    expect(await getStatuses(phone, laptop)).toEqual([401, 200]);
  });

  it('of a password change are valid, and those from before are rejected', async () => {
    const { body, status } = await app.request('POST', '/api/auth/change-password', {
      token: account.jwt,
      body: {
        currentPassword: account.password,
        password: 'another one',
        passwordConfirmation: 'another one',
      },
    });
    expect([status, body.error]).toEqual([200, undefined]);
    expect(await getStatuses(body.jwt, account.jwt)).toEqual([200, 401]);
  });

  it('are rejected once the user is deleted', async () => {
    const token = await logInFromDevice('phone');
    await mustCall(app, 'DELETE', userPath(id));
    expect(await getStatuses(token)).toEqual([401]);
  });

  describe('have a device that ends them,', () => {
    const OTHER_BROWSER = {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
    };

    const expectToEnd = async (token: string) => {
      expect(await getStatuses(token)).toEqual([200]);
      const [, payload] = token.split('.');
      const { device_id: deviceId } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
        device_id: string;
      };
      expect(await getDeviceIds()).toContain(deviceId);
      await unlink(deviceId);
      expect(await getStatuses(token)).toEqual([401]);
    };

    it('if a linked user logs in with the secondary identity', async () => {
      const other = await registerAccount(app);
      await mustLink(app, id, userIdOf(other));
      const { body } = await logIn(
        app,
        { identifier: other.email, password: other.password },
        OTHER_BROWSER
      );
      expect(body.user.id).toBe(account.id);
      await expectToEnd(body.jwt);
    });

    it('if a new browser resets the password', async () => {
      await app.database.update(UIDS.account, { id: account.id }, { reset_password_token: id });
      const password = 'the next password';
      const { body } = await app.request('POST', '/api/auth/reset-password', {
        body: { code: id, password, passwordConfirmation: password },
        headers: OTHER_BROWSER,
      });
      const types = (await getEvents(app, id)).map(({ type }) => type);
      expect(types.filter((type) => type === 's')).toHaveLength(1);
      await expectToEnd(body.jwt);
    });

    it('if another identity that used it last is unlinked', async () => {
      const other = await registerAccount(app);
      await mustLink(app, id, userIdOf(other));
      const token = await logInFromDevice('shared');
      const { body } = await logIn(app, {
        identifier: other.email,
        password: other.password,
        deviceId: 'shared',
      });
      await mustUnlink(app, id, userIdOf(other));
      expect(await getStatuses(body.jwt)).toEqual([401]);
      await expectToEnd(token);
    });
  });

  it('are issued by a redirect login and end with its device', async () => {
    const site = openIdSite(app, provider);
    await site.createConnection('staff');
    const { sub, email } = await site.createPerson();
    const { status, body } = await site.logInWithRedirect(sub);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refreshToken');
    expect(await getStatuses(body.jwt)).toEqual([200]);
    const { documentId, logins_count: logins } = await getProfileByEmail(app, email);
    expect(logins).toBe(1);
    await mustCall(app, 'DELETE', userPath(documentId, '/devices'));
    expect(await getStatuses(body.jwt)).toEqual([401]);
  });
});
