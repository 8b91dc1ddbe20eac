import type { FindEvents } from '../../../plugins/user-profile/shared/contracts/events';
import type { ExportMe } from '../../../plugins/user-profile/shared/contracts/me';
import { exportMeResponse } from '../../../plugins/user-profile/shared/contracts/me';
import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { getEvents } from '../../support/profiles';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf, userPath } from '../../support/users';

/** Not so long that the retention deletes it. */
const LONG_AGO = new Date(Date.now() - 25 * 86_400_000).toISOString();
/** More than one batch. */
const OLD_EVENTS = 1201;

describe('export of own data', () => {
  let app: TestStrapi;
  let account: Account;
  let id: string;

  beforeAll(async () => {
    app = await startStrapi();
    account = await registerAccount(app);
    id = userIdOf(account);
  });

  afterAll(() => app?.stop());

  const getExport = ({ jwt }: Account) =>
    app.request<ExportMe.Response>('GET', '/api/user-profile/me/export', { token: jwt });

  it('is one downloadable JSON document that matches the contract', async () => {
    const { status, headers, body } = await getExport(account);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="my-data-.*\.json"$/);
    expect(exportMeResponse.parse(body)).toEqual(body);
    const { profile, events, devices } = body.data;
    expect(profile).toMatchObject({
      email: account.email,
      user_id: id,
      identities: [{ connection: 'local', profileData: { email: account.email } }],
    });
    expect(profile).not.toHaveProperty('app_metadata');
    expect(events).toEqual(await getEvents(app, profile.documentId));
    expect(devices).toHaveLength(1);
  });

  it('contains unlinked devices', async () => {
    await mustLogIn(app, account, 'phone');
    await mustCall(app, 'DELETE', userPath(id, '/devices/phone'));
    const { devices } = (await getExport(account)).body.data;
    expect(devices.map((device) => [device.device_id, device.unlinked_at === null])).toEqual([
      [expect.stringMatching(/^auto-/), true],
      ['phone', false],
    ]);
  });

  it('contains the whole history, regardless of its age and length', async () => {
    const { profile } = (await getExport(account)).body.data;
    const before = await app.database.count(UIDS.event, { profile: profile.documentId });
    await app.database.insert(
      UIDS.event,
      Array.from({ length: OLD_EVENTS }, (_, index) => ({
        document_id: `old-${index}`,
        log_id: `old-${index}`,
        date: new Date(LONG_AGO),
        type: 's',
        profile: profile.documentId,
      }))
    );
    const { events } = (await getExport(account)).body.data;
    expect(events).toHaveLength(before + OLD_EVENTS);
    expect(new Set(events.map(({ log_id: logId }) => logId)).size).toBe(before + OLD_EVENTS);
    expect(events.at(-1)?.date).toBe(LONG_AGO);
  });

  it('contains no data of other users and no identity of an admin', async () => {
    const other = await registerAccount(app);
    await mustCall(app, 'PUT', userPath(id), { data: { nickname: 'sample' } });
    await app.request('PUT', '/api/user-profile/me', {
      token: account.jwt,
      body: { data: { given_name: 'Acacia' } },
    });
    const text = JSON.stringify((await getExport(account)).body);
    expect(text).toContain('"actor":"administrator"');
    expect(text).toContain(`"actor":"user ${id}"`);
    expect(text).not.toContain((await app.createAdmin()).email);
    expect(text).not.toContain(other.email);
    expect(text).not.toContain(other.documentId);
    const history = await app.request('GET', '/api/user-profile/me/events', {
      token: account.jwt,
    });
    expect(JSON.stringify(history.body)).not.toContain((await app.createAdmin()).email);
  });

  it('hides where the request of an admin came from, as the history does, and shows the requests of the user', async () => {
    const facts = { 'x-forwarded-for': '198.51.100.77', 'user-agent': 'AdminBrowser/1.0' };
    const { status } = await app.request('PUT', `/user-profile${userPath(id)}`, {
      token: await app.adminToken(),
      headers: facts,
      body: { data: { nickname: 'changed' } },
    });
    expect(status).toBe(200);
    const ofAdmin = { actor: 'administrator', ip: null, user_agent: null, location_info: null };
    const [newest] = (await getExport(account)).body.data.events;
    expect(newest).toMatchObject(ofAdmin);
    const history = await app.request<FindEvents.Response>('GET', '/api/user-profile/me/events', {
      token: account.jwt,
    });
    expect(history.body.data[0]).toMatchObject(ofAdmin);
    for (const text of [JSON.stringify(history.body), JSON.stringify(newest)]) {
      expect(text).not.toContain(facts['x-forwarded-for']);
      expect(text).not.toContain('AdminBrowser');
    }
    expect(history.body.data.filter(({ ip }) => ip !== null).length).toBeGreaterThan(0);
  });

  it('contains imported logins with their facts', async () => {
    const event = {
      log_id: 'imported-1',
      type: 's',
      date: new Date(Date.now() - 3_600_000).toISOString(),
      user_id: id,
      ip: '203.0.113.9',
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    };
    const sent = await app.request('POST', '/api/user-profile/events', {
      token: await getFullAccessToken(app),
      body: { data: [event] },
    });
    expect(sent.body.data).toMatchObject([{ status: 'created' }]);
    const { events } = (await getExport(account)).body.data;
    expect(events.find(({ log_id: logId }) => logId === event.log_id)).toMatchObject({
      actor: 'administrator',
      ip: event.ip,
      user_agent: event.user_agent,
    });
  });

  it('contains app_metadata only if the site allows it', async () => {
    const metadata = JSON.stringify({ plan: 'gold' });
    await app.database.update(UIDS.user, { user_id: id }, { app_metadata: metadata });
    expect(JSON.stringify((await getExport(account)).body)).not.toContain('gold');
    await app.restart({ USER_PROFILE_CONFIG: JSON.stringify({ me: { showAppMetadata: true } }) });
    expect((await getExport(account)).body.data.profile.app_metadata).toEqual({ plan: 'gold' });
  });
});
