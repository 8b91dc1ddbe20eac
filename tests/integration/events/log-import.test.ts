import type { EventImportResult } from '../../../plugins/user-profile/shared/contracts/event-log';
import {
  CHROME_ON_MACOS,
  LONDON_IP,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { createApiToken, getApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { mustLink, mustUnlink } from '../../support/linking';
import { createFollower, getLog, LOG_PATH, newEvent, sendEvents } from '../../support/log';
import { logIn } from '../../support/logins';
import { getDevices, getEvents, getLocations, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { problemPaths } from '../../support/users';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const MOUNTAIN_VIEW_IP = '8.8.8.8';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';

describe('event import', () => {
  let app: TestStrapi;
  let token: string;
  let sender: string;
  let reader: string;

  beforeAll(async () => {
    const config = { applications: [{ client_id: 'shop', name: 'Shop' }], retention: { days: 10 } };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(config) } });
    ({ token, name: sender } = await createApiToken(app, 'custom', ['event-log.create']));
    reader = await getApiToken(app, 'custom', ['event-log.find']);
  });

  afterAll(() => app?.stop());

  const send = async (...events: unknown[]): Promise<EventImportResult[]> => {
    const { status, body } = await sendEvents(app, token, events);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    return body.data;
  };

  const getStoredEvent = async (logId: unknown) => {
    const follower = createFollower(app, reader);
    await follower.catchUp();
    return follower.events.find((event) => event.log_id === logId);
  };

  /** Creates a user who logged in here once, from London. */
  const createUser = async () => {
    const credentials = newCredentials();
    await registerAccount(app, credentials, { 'x-forwarded-for': LONDON_IP });
    return getProfileByEmail(app, credentials.email);
  };

  it('counts a login once and shows it in the history and on the map', async () => {
    const { documentId, user_id: userId, email = '' } = await createUser();
    const event = newEvent({
      user_id: userId,
      connection: 'gateway',
      client_id: 'shop',
      ip: LONDON_IP,
      user_agent: CHROME_ON_MACOS,
      device_id: 'tv-1',
      details: { method: 'pkce' },
    });
    expect(await send(event)).toEqual([{ log_id: event.log_id, status: 'created' }]);
    expect(await send(event, event)).toEqual([
      { log_id: event.log_id, status: 'duplicate' },
      { log_id: event.log_id, status: 'duplicate' },
    ]);

    const [latest] = await getEvents(app, documentId);
    expect(latest).toEqual(
      expect.objectContaining({
        log_id: event.log_id,
        date: event.date,
        type: 's',
        outcome: 'success',
        success: true,
        user_id: userId,
        user_name: email,
        connection: 'gateway',
        client_id: 'shop',
        client_name: 'Shop',
        ip: LONDON_IP,
        user_agent: CHROME_ON_MACOS,
        device_id: 'tv-1',
        is_mobile: false,
        location_info: expect.objectContaining({ city_name: 'London', country_code: 'GB' }),
        actor: `token ${sender}`,
        signals: [],
        details: { method: 'pkce' },
      })
    );
    expect(await getProfileByEmail(app, email)).toMatchObject({
      logins_count: 2,
      last_login: event.date,
      last_ip: LONDON_IP,
    });
    expect((await getLocations(app, documentId)).data).toEqual([
      expect.objectContaining({ city_name: 'London', logins: 2 }),
    ]);
    // A device holds tokens of this site, and a login elsewhere issues none.
    expect((await getDevices(app, documentId)).map((device) => device.device_id)).not.toContain(
      'tv-1'
    );
  });

  it('counts a batch once if it is sent several times in parallel', async () => {
    const { documentId, email = '' } = await createUser();
    const events = Array.from({ length: 5 }, () => newEvent({ documentId }));
    const responses = await Promise.all(Array.from({ length: 4 }, () => send(...events)));
    const created = responses.flat().filter(({ status }) => status === 'created');
    expect(created.map(({ log_id: id }) => id).sort()).toEqual(
      events.map(({ log_id: id }) => id).sort()
    );
    expect((await getProfileByEmail(app, email)).logins_count).toBe(6);
  });

  it('counts an old login and keeps the last login', async () => {
    const before = await createUser();
    const old = newEvent({ documentId: before.documentId, date: daysAgo(9), ip: MOUNTAIN_VIEW_IP });
    await send(old);
    const after = await getProfileByEmail(app, before.email ?? '');
    expect(after).toMatchObject({
      logins_count: 2,
      last_login: before.last_login,
      last_ip: LONDON_IP,
    });
    expect(await getStoredEvent(old.log_id)).toMatchObject({ signals: [], date: old.date });
    // The country is known now, so it is not new the next time.
    const again = newEvent({ documentId: before.documentId, ip: MOUNTAIN_VIEW_IP });
    await send(again);
    expect(await getStoredEvent(again.log_id)).toMatchObject({ signals: [] });
  });

  it('signals a new country for a current login', async () => {
    const { documentId } = await createUser();
    const event = newEvent({ documentId, ip: MOUNTAIN_VIEW_IP });
    await send(event);
    expect(await getStoredEvent(event.log_id)).toMatchObject({ signals: ['new_country'] });
  });

  it('counts only logins', async () => {
    const { documentId, email = '' } = await createUser();
    const results = await send(
      newEvent({ documentId, type: 'fp' }),
      newEvent({ documentId, type: 'slo' })
    );
    expect(results.map(({ status }) => status)).toEqual(['created', 'created']);
    expect((await getProfileByEmail(app, email)).logins_count).toBe(1);
  });

  it('prefers the location of the sender to the look-up by IP address', async () => {
    const location = {
      country_code: 'gr',
      region_name: 'Attica',
      city_name: 'Athens',
      latitude: 37.98,
      longitude: 23.73,
      time_zone: 'Europe/Athens',
    };
    const event = newEvent({ ip: LONDON_IP, location_info: location });
    await send(event);
    expect((await getStoredEvent(event.log_id))?.location_info).toEqual({
      ...location,
      country_code: 'GR',
      country_name: 'Greece',
    });
  });

  describe('the user of an event', () => {
    const getEventUser = async (event: Record<string, unknown>) => {
      const [{ status }] = await send(event);
      expect(status).toBe('created');
      return (await getStoredEvent(event.log_id))?.user_id;
    };
    const setEmailVerified = (documentId: string, verified = true) =>
      app.database.update(UIDS.user, { document_id: documentId }, { email_verified: verified });

    it('is found by documentId, user_id, or external id in a connection', async () => {
      const { documentId, user_id: userId, identities } = await createUser();
      const [{ connection, user_id: externalId }] = identities;
      const ids = { documentId, user_id: userId, connection, external_id: externalId };
      for (const keys of [
        { documentId },
        { user_id: userId },
        { connection, external_id: externalId },
        ids,
      ]) {
        expect(await getEventUser(newEvent(keys))).toBe(userId);
      }
    });

    it('is not found by an external id of another connection', async () => {
      const { identities } = await createUser();
      const keys = { connection: 'elsewhere', external_id: identities[0].user_id };
      expect(await getEventUser(newEvent(keys))).toBeNull();
    });

    it('is found by email only if both sides have verified it', async () => {
      const { documentId, user_id: userId, email = '' } = await createUser();
      const verified = { email: email.toUpperCase(), email_verified: true };
      expect(await getEventUser(newEvent(verified))).toBeNull();
      await setEmailVerified(documentId);
      expect(await getEventUser(newEvent({ email }))).toBeNull();
      expect(await getEventUser(newEvent({ email, email_verified: false }))).toBeNull();
      expect(await getEventUser(newEvent(verified))).toBe(userId);
    });

    it('is not found by an email that two users have', async () => {
      const [one, two] = [await createUser(), await createUser()];
      await setEmailVerified(one.documentId);
      await setEmailVerified(two.documentId);
      const same = { email: one.email ?? null };
      await app.database.update(UIDS.user, { document_id: two.documentId }, same);
      expect(await getEventUser(newEvent({ ...same, email_verified: true }))).toBeNull();
    });

    it('is not found by email if the event has an unknown id', async () => {
      const { documentId, email } = await createUser();
      await setEmailVerified(documentId);
      const keys = { email, email_verified: true, user_id: 'oidc|elsewhere|1' };
      expect(await getEventUser(newEvent(keys))).toBe('oidc|elsewhere|1');
      expect((await getProfileByEmail(app, email ?? '')).logins_count).toBe(1);
    });

    it('is the primary user if the ids belong to a linked identity', async () => {
      const [kept, linked] = [await createUser(), await createUser()];
      await mustLink(app, kept.documentId, linked.user_id);
      const [{ connection, user_id: externalId }] = linked.identities;
      expect(await getEventUser(newEvent({ user_id: linked.user_id }))).toBe(kept.user_id);
      const ids = { user_id: linked.user_id, connection, external_id: externalId };
      expect(await getEventUser(newEvent({ ...ids, documentId: kept.documentId }))).toBe(
        kept.user_id
      );
      expect((await getProfileByEmail(app, kept.email ?? '')).logins_count).toBe(4);
      // The events of the identity move with it when it is unlinked.
      await mustUnlink(app, kept.documentId, `${connection}|${externalId}`);
      expect((await getProfileByEmail(app, kept.email ?? '')).logins_count).toBe(1);
    });

    it('is rejected if the ids belong to different users', async () => {
      const [one, two] = [await createUser(), await createUser()];
      const event = newEvent({ documentId: one.documentId, user_id: two.user_id });
      const half = newEvent({ documentId: one.documentId, user_id: 'local|unknown' });
      const message = 'documentId and user_id must be ids of the same user';
      const errors = [
        { path: ['documentId'], message },
        { path: ['user_id'], message },
      ];
      expect(await send(event, half)).toEqual([
        { log_id: event.log_id, status: 'rejected', errors },
        { log_id: half.log_id, status: 'rejected', errors },
      ]);
    });

    it('is stored as id and name only if it is unknown', async () => {
      const event = newEvent({ user_id: 'oidc|elsewhere|2', user_name: 'Unknown Sample' });
      await send(event);
      expect(await getStoredEvent(event.log_id)).toMatchObject({
        user_id: 'oidc|elsewhere|2',
        user_name: 'Unknown Sample',
      });
      const [row] = await app.database.rows(
        UIDS.event,
        { log_id: String(event.log_id) },
        { columns: ['profile'] }
      );
      expect(row).toEqual({ profile: null });
    });

    it('has its name masked if it may be a password', async () => {
      const typed = newEvent({ type: 'fu', user_name: 'my-secret-pass' });
      const email = newEvent({ type: 'fu', user_name: 'unknown@example.test' });
      await send(typed, email);
      expect(await getStoredEvent(typed.log_id)).toMatchObject({ user_name: '*****' });
      expect(await getStoredEvent(email.log_id)).toMatchObject({
        user_name: 'unknown@example.test',
      });
    });
  });

  it('stores no secret', async () => {
    const event = newEvent({
      details: {
        password: 'secret-1',
        request: { headers: { Authorization: 'Bearer secret-2', cookie: ['secret-3'] } },
        body: { code: 'secret-4', items: [{ refreshToken: 'secret-5', clientSecret: 'secret-6' }] },
        note: `sent ${JWT}`,
        url: 'https://example.com/?code=secret-7&lang=en',
        country_code: 'GR',
      },
    });
    await send(event);
    const rows = await app.database.rows(UIDS.event, { log_id: String(event.log_id) });
    expect(JSON.stringify(rows)).not.toMatch(/secret-\d|eyJ/);
    expect((await getStoredEvent(event.log_id))?.details).toMatchObject({
      password: '*****',
      note: 'sent *****',
      url: 'https://example.com/?code=*****&lang=en',
      country_code: 'GR',
    });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a missing log_id', { log_id: undefined }, ['log_id']],
    ['an empty log_id', { log_id: '' }, ['log_id']],
    ['a log_id with spaces', { log_id: 'a b' }, ['log_id']],
    ['a log_id that is too long', { log_id: 'x'.repeat(65) }, ['log_id']],
    ['a log_id that is a number', { log_id: 7 }, ['log_id']],
    ['an unknown type', { type: 'x' }, ['type']],
    ['an invalid date', { date: 'yesterday' }, ['date']],
    ['a date without a time zone', { date: '2026-01-01T00:00:00' }, ['date']],
    ['a date far ahead', { date: daysAgo(-1) }, ['date']],
    ['a date before the retention period', { date: daysAgo(11) }, ['date']],
    ['an invalid IP address', { ip: '1.2.3' }, ['ip']],
    ['an invalid email', { email: 'x' }, ['email']],
    ['an external id without a connection', { external_id: 'x' }, ['connection']],
    ['a name with a line break', { user_name: 'a\nb' }, ['user_name']],
    ['a name with a NUL', { user_name: 'a\0' }, ['user_name']],
    ['a latitude alone', { location_info: { latitude: 1 } }, ['location_info.longitude']],
    [
      'an invalid country',
      { location_info: { country_code: 'GRC' } },
      ['location_info.country_code'],
    ],
    ['details that are an array', { details: [1] }, ['details']],
    ['a key with a dot', { details: { a: { 'b.c': 1 } } }, ['details.a.b.c']],
    ['a key with a dollar sign', { details: { $set: 1 } }, ['details.$set']],
    ['the key "constructor"', { details: { constructor: 1 } }, ['details.constructor']],
    ['a NUL in the details', { details: { a: 'b\0' } }, ['details.a']],
    ['a lone surrogate in the details', { details: { a: 'b\ud800' } }, ['details.a']],
    ['details that are too large', { details: { a: 'x'.repeat(17_000) } }, ['details']],
    ['an unknown field', { success: true }, ['success']],
    ['several invalid fields', { type: 'x', ip: 'y', date: 'z' }, ['date', 'ip', 'type']],
  ])('rejects %s with its path and stores the other events', async (_what, part, paths) => {
    const [bad, good] = [newEvent(part), newEvent()];
    const [result, other] = await send(bad, good);
    expect(result).toMatchObject({
      log_id: paths.includes('log_id') ? null : bad.log_id,
      status: 'rejected',
    });
    expect(result.errors?.map(({ path }) => path.join('.')).sort()).toEqual(paths);
    expect(other).toEqual({ log_id: good.log_id, status: 'created' });
    expect(await getStoredEvent(bad.log_id)).toBeUndefined();
  });

  it('rejects deeply nested details', async () => {
    const details = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const event = JSON.stringify(newEvent({ details: 'deep' }));
    const response = await fetch(app.url + LOG_PATH, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: `{"data":[${event.replace('"deep"', details)}]}`,
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: [expect.objectContaining({ status: 'rejected' })],
    });
  });

  it('returns 403 for app_metadata in an event', async () => {
    const event = newEvent({ app_metadata: { plan: 'gold' } });
    expect((await sendEvents(app, token, [newEvent(), event])).status).toBe(403);
    expect(await getStoredEvent(event.log_id)).toBeUndefined();
  });

  it.each([[null], ['text'], [7], [[]]])('rejects an item that is %j', async (item) => {
    expect(await send(item)).toEqual([
      expect.objectContaining({ log_id: null, status: 'rejected' }),
    ]);
  });

  describe('the request body', () => {
    const post = (body: unknown) => app.request('POST', LOG_PATH, { token, body });

    it.each([
      ['no body', undefined, ''],
      ['no data', {}, 'data'],
      ['an object as data', { data: {} }, 'data'],
      ['no events', { data: [] }, 'data'],
      ['a field next to data', { data: [newEvent()], meta: {} }, 'meta'],
      ['an array', [newEvent()], ''],
    ])('is rejected with 400: %s', async (_what, body, path) => {
      const before = await app.database.count(UIDS.event);
      const response = await post(body);
      expect(response.status).toBe(400);
      expect(
        response.body.error.details.errors.map((each: { path: string[] }) => each.path.join('.'))
      ).toContain(path);
      expect(await app.database.count(UIDS.event)).toBe(before);
    });

    it('is rejected with 400 if it is not JSON', async () => {
      const response = await fetch(app.url + LOG_PATH, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{"data": [',
      });
      expect(response.status).toBe(400);
    });

    it('is rejected with 413 above 500 events or above the size limit', async () => {
      const many = Array.from({ length: 500 }, () => newEvent({ type: 'slo' }));
      expect((await post({ data: [...many, newEvent()] })).status).toBe(413);
      const large = Array.from({ length: 100 }, () =>
        newEvent({ details: { text: 'x'.repeat(12_000) } })
      );
      expect((await post({ data: large })).status).toBe(413);
      const { status, body } = await post({ data: many });
      expect(status).toBe(200);
      expect(body.data.map((result: EventImportResult) => result.status)).toEqual(
        Array(500).fill('created')
      );
    });
  });

  it('returns 403 without the permission to send events', async () => {
    const user = await registerAccount(app);
    expect((await sendEvents(app, reader, [newEvent()])).status).toBe(403);
    expect((await sendEvents(app, user.jwt, [newEvent()])).status).toBe(403);
    expect((await app.request('POST', LOG_PATH, { body: { data: [newEvent()] } })).status).toBe(
      403
    );
    expect((await getLog(app, token)).status).toBe(403);
  });

  it('does not affect the recording of logins on this site', async () => {
    const account = await registerAccount(app);
    await logIn(app, { identifier: account.email, password: account.password });
    expect((await getProfileByEmail(app, account.email)).logins_count).toBe(2);
    expect(problemPaths(await getLog(app, reader))).toEqual([]);
  });
});
