import {
  CHROME_ON_MACOS,
  LONDON_IP,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { UIDS } from '../../support/database';
import { expectDocumentedDetails } from '../../support/event-details';
import { insertLogins } from '../../support/log';
import { logIn } from '../../support/logins';
import {
  getDevices,
  getEvents,
  getEventTypes,
  getLocations,
  getProfileByEmail,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const FROM_LONDON = { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP };
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const APPLICATIONS = JSON.stringify([
  { client_id: 'shop', name: 'Sample shop', origins: ['https://shop.example.com'] },
]);

describe('recording of Users & Permissions accounts and logins', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { USER_PROFILE_APPLICATIONS: APPLICATIONS } });
  });

  afterAll(() => app?.stop());

  const signUp = async (headers: Record<string, string> = FROM_LONDON) => {
    const account = await registerAccount(app, newCredentials(), headers);
    const profile = await getProfileByEmail(app, account.email);
    return { account, profile };
  };

  const logInFrom = (
    account: { email: string; password: string },
    headers: Record<string, string> = FROM_LONDON
  ) => logIn(app, { identifier: account.email, password: account.password }, headers);

  describe('an account', () => {
    it('gets a profile with its identity', async () => {
      const { account, profile } = await signUp();
      expect(profile).toMatchObject({
        user_id: `local|${account.documentId}`,
        email: account.email,
        email_verified: false,
        username: account.username,
        name: account.email,
        nickname: account.username,
        blocked: false,
        identities: [
          {
            connection: 'local',
            provider: 'local',
            user_id: account.documentId,
            isSocial: false,
            profileData: { email: account.email, username: account.username },
          },
        ],
      });
    });

    it('has no login statistics before the first login', async () => {
      const { email } = newCredentials();
      const token = await app.adminToken();
      const body = { data: { connection: 'local', email, password: 'secret-secret' } };
      await app.request('POST', '/user-profile/users', { token, body });
      const profile = await getProfileByEmail(app, email);
      expect(Object.keys(profile)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(last_login|last_ip|logins_count)$/)])
      );
    });

    it('updates its profile when it changes and deletes it when it is deleted', async () => {
      const { account, profile } = await signUp();
      const token = await app.adminToken();
      const path = `/content-manager/collection-types/plugin::users-permissions.user/${account.documentId}`;
      const email = newCredentials().email;
      const changed = await app.request('PUT', path, {
        token,
        body: { username: account.username, email, blocked: true },
      });
      expect(changed.status).toBe(200);
      expect(await getProfileByEmail(app, email)).toMatchObject({
        documentId: profile.documentId,
        blocked: true,
        name: email,
      });

      expect((await app.request('DELETE', path, { token })).status).toBe(200);
      const gone = await app.request('GET', `/user-profile/users/${profile.documentId}`, { token });
      expect(gone.status).toBe(404);
      const events = await app.database.rows(
        UIDS.event,
        { profile: profile.documentId },
        { columns: ['type'] }
      );
      expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['ss', 's', 'sdu']));
    });
  });

  describe('a login', () => {
    it('records an event with location, device and application and updates the profile', async () => {
      const { account, profile } = await signUp();
      const headers = { ...FROM_LONDON, origin: 'https://shop.example.com' };
      expect((await logInFrom(account, headers)).status).toBe(200);

      const [event] = await getEvents(app, profile.documentId);
      const [device] = await getDevices(app, profile.documentId);
      expect(event).toMatchObject({
        type: 's',
        outcome: 'success',
        user_id: profile.user_id,
        connection: 'local',
        strategy_type: 'database',
        client_id: 'shop',
        client_name: 'Sample shop',
        ip: LONDON_IP,
        user_agent: CHROME_ON_MACOS,
        device_id: device.device_id,
        is_mobile: false,
        location_info: { country_code: 'GB', country_name: 'United Kingdom', city_name: 'London' },
        actor: null,
      });
      expect(device).toMatchObject({
        name: 'Chrome on macOS',
        application: 'Sample shop',
        refresh_tokens: 1,
        last_ip: LONDON_IP,
        place: { city_name: 'London' },
      });
      const after = await getProfileByEmail(app, account.email);
      expect(after).toMatchObject({ logins_count: 2, last_ip: LONDON_IP, last_login: event.date });
    });

    it('takes the application from client_id in the query', async () => {
      const { account, profile } = await signUp();
      await app.request('POST', '/api/auth/local?client_id=shop', {
        body: { identifier: account.email, password: account.password },
      });
      const [event] = await getEvents(app, profile.documentId);
      expect(event.client_name).toBe('Sample shop');
    });

    it('is counted at its location on the map', async () => {
      const { account, profile } = await signUp({ 'x-forwarded-for': '127.0.0.1' });
      await logInFrom(account);
      await logInFrom(account);
      const { data, meta } = await getLocations(app, profile.documentId);
      expect(data).toEqual([
        expect.objectContaining({ city_name: 'London', logins: 2, country_code: 'GB' }),
      ]);
      expect(meta).toEqual({ logins: 3, unknown: 1, truncated: false });
    });

    it('is counted at its location if it is among the newest 2,000 of the range', async () => {
      const { profile } = await signUp({ 'x-forwarded-for': '127.0.0.1' });
      const find = async () => {
        const { data, meta } = await getLocations(app, profile.documentId);
        return { ...meta, cities: data.map(({ city_name: name, logins }) => `${name} ${logins}`) };
      };
      const leeds = { city_name: 'Leeds', latitude: 53.8, longitude: -1.5 };
      const london = { city_name: 'London', latitude: 51.5, longitude: -0.1 };
      await insertLogins(app, profile, 1000, { ...leeds, date: minutesAgo(50) });
      await insertLogins(app, profile, 999, { ...london, date: minutesAgo(40) });
      // The sign-up is the newest login, and of an unknown place.
      const full = { logins: 2000, unknown: 1, truncated: false };
      expect(await find()).toEqual({ ...full, cities: ['Leeds 1000', 'London 999'] });
      await insertLogins(app, profile, 500, { ...london, date: minutesAgo(30) });
      const cut = { ...full, truncated: true };
      expect(await find()).toEqual({ ...cut, cities: ['London 1499', 'Leeds 500'] });
    });

    it('is counted apart from one in another city of the same name', async () => {
      const { account, profile } = await signUp({ 'x-forwarded-for': '127.0.0.1' });
      for (const ip of ['55.73.69.18', '35.129.184.9']) {
        await logInFrom(account, { ...FROM_LONDON, 'x-forwarded-for': ip });
      }
      const { data } = await getLocations(app, profile.documentId);
      expect(data).toEqual([
        expect.objectContaining({ city_name: 'Columbus', region_name: 'Georgia', logins: 1 }),
        expect.objectContaining({ city_name: 'Columbus', region_name: 'Ohio', logins: 1 }),
      ]);
      expect(data.map(({ latitude }) => Math.round(latitude))).toEqual([32, 40]);
    });

    it('reuses the device of the same browser and adds a refresh token each time', async () => {
      const { account, profile } = await signUp();
      await logInFrom(account);
      await logInFrom(account, { ...FROM_LONDON, 'x-forwarded-for': '8.8.8.8' });
      const devices = await getDevices(app, profile.documentId);
      expect(devices).toEqual([expect.objectContaining({ refresh_tokens: 3, last_ip: '8.8.8.8' })]);
    });

    it('uses the device id sent by the client', async () => {
      const { account, profile } = await signUp();
      const body = { identifier: account.email, password: account.password, deviceId: 'phone-1' };
      await logIn(app, body, FROM_LONDON);
      const devices = await getDevices(app, profile.documentId);
      expect(devices.map(({ device_id: id }) => id)).toEqual([
        'phone-1',
        expect.stringMatching(/^auto-[0-9a-f]{32}$/),
      ]);
    });
  });

  it('records token refresh and logout', async () => {
    const { account, profile } = await signUp();
    const body = { refreshToken: account.refreshToken };
    const refreshed = await app.request('POST', '/api/auth/refresh', {
      body,
      headers: FROM_LONDON,
    });
    await app.request('POST', '/api/auth/logout', { token: refreshed.body.jwt, body: {} });
    expect(await getEventTypes(app, profile.documentId)).toEqual(['slo', 'sertft', 's', 'ss']);
    expect(await getDevices(app, profile.documentId)).toEqual([
      expect.objectContaining({ refresh_tokens: 0, name: 'Chrome on macOS' }),
    ]);
  });

  describe('a failed login', () => {
    it('is recorded for the user with that identifier', async () => {
      const { account, profile } = await signUp();
      for (const identifier of [account.email.toUpperCase(), account.username]) {
        expect((await logIn(app, { identifier, password: 'wrong' })).status).toBe(400);
      }
      const [first, second] = await getEvents(app, profile.documentId);
      for (const event of [first, second]) {
        expect(event).toMatchObject({
          type: 'fp',
          outcome: 'failure',
          user_id: profile.user_id,
          details: { reason: 'wrong_password' },
        });
      }
    });

    it('of a blocked user is recorded with the reason and not counted as a login', async () => {
      const { account, profile } = await signUp();
      const token = await app.adminToken();
      await app.request('POST', `/user-profile/users/${profile.documentId}/block`, { token });
      expect((await logInFrom(account)).status).toBe(400);
      const [event] = await getEvents(app, profile.documentId);
      expect(event).toMatchObject({ type: 'f', details: { reason: 'blocked' } });
      expect((await getProfileByEmail(app, account.email)).logins_count).toBe(1);
    });

    it.each([
      ['records an email address in lower case', 'Unknown@Example.test', 'unknown@example.test'],
      ['masks anything else, which may be a password', 'my-secret-pass', '*****'],
    ])('of an unknown user %s: %s', async (_kind, identifier, kept) => {
      await logIn(app, { identifier, password: 'wrong' });
      const [event] = await app.database.rows(
        UIDS.event,
        { type: 'fu' },
        { columns: ['type', 'profile', 'user_name', 'details'], newestFirst: true, limit: 1 }
      );
      expect(event).toMatchObject({ type: 'fu', profile: null, user_name: kept });
      expect(JSON.stringify(event)).not.toContain('my-secret-pass');
    });

    it.each([
      ['a NUL character in the identifier', { identifier: 'no\u0000body', password: 'x' }],
      ['an identifier of 100 KB', { identifier: 'a'.repeat(100_000), password: 'x' }],
      ['a NUL character in the password', { identifier: 'unknown', password: 'x\u0000y' }],
    ])('returns 400 for %s', async (_kind, body) => {
      const response = await logIn(app, body);
      expect(response.status).toBe(400);
      expect(response.body.error.details.errors[0].path).toHaveLength(1);
    });

    it('returns the same response for known and unknown identifiers', async () => {
      const { account } = await signUp();
      const known = await logIn(app, { identifier: account.email, password: 'wrong' });
      const unknown = await logIn(app, { identifier: 'unknown@example.test', password: 'wrong' });
      expect(unknown.body).toEqual(known.body);
    });
  });

  it('stores no password or token in an event', async () => {
    const { account, profile } = await signUp();
    const { body } = await logInFrom(account);
    await logIn(app, { identifier: account.email, password: 'wrong-guess' });
    await app.request('POST', '/api/auth/forgot-password', { body: { email: account.email } });
    const events = JSON.stringify(await getEvents(app, profile.documentId));
    for (const secret of [account.password, 'wrong-guess', body.jwt, body.refreshToken]) {
      expect(events).not.toContain(secret);
    }
  });

  it('writes only details that docs/events.md lists', () => expectDocumentedDetails(app));
});
