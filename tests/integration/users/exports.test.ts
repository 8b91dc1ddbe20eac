import { parse } from 'csv-parse/sync';

import type { ExportedDevice } from '../../../plugins/user-profile/shared/contracts/devices';
import type { LogEvent } from '../../../plugins/user-profile/shared/contracts/events';
import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import {
  DEVICE_EXPORT_COLUMNS,
  EVENT_EXPORT_COLUMNS,
} from '../../../plugins/user-profile/shared/export-fields';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { linesOf } from '../../support/command';
import { getNewestEvents } from '../../support/connections';
import { tableOf, UIDS } from '../../support/database';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { fillUsers } from '../../support/search-plans';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths, userIdOf, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

type UserDevice = ExportedDevice & { user_id: string };

describe('exports', () => {
  let app: TestStrapi;
  let profile: Profile;
  let account: Account;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    const { data } = await mustCall(app, 'POST', '/users', {
      data: {
        connection: 'local',
        email: newEmail('export'),
        password: 'long enough',
        name: "'Ünï ;=1+1",
        user_metadata: { colours: ['green'], size: 2 },
      },
    });
    await app.database.update(
      UIDS.user,
      { document_id: data.documentId },
      { app_metadata: '{"plan":"gold"}' }
    );
    profile = (await getUser(app, data.documentId)).data;
    account = await registerAccount(app);
    await mustLogIn(app, account);
  });

  afterAll(() => app?.stop());

  /** The text, because NDJSON and CSV are not JSON. */
  const download = async (url: string, token: string, data: object) => {
    const response = await fetch(`${app.url}${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ data }),
    });
    const body = await response.text();
    expect({ status: response.status, body: response.ok || body }).toEqual({
      status: 200,
      body: true,
    });
    return { body, headers: response.headers };
  };

  const exportByAdmin = async (path: string, data: object) =>
    download(`/user-profile${path}`, await app.adminToken(), data);

  const exportByToken = async (path: string, data: object, handlers: string[]) =>
    download(`/api/user-profile${path}`, await getApiToken(app, 'custom', handlers), data);

  const rowsIn = (csv: string): Record<string, string>[] =>
    parse(csv, { columns: true, bom: true });

  describe('of users', () => {
    const ids = () => [profile.user_id];

    it('as JSON are one array of the profiles that GET returns', async () => {
      const { body, headers } = await exportByAdmin('/users/export', {
        format: 'json',
        ids: ids(),
      });
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('content-disposition')).toMatch(/users-\d{4}-\d\d-\d\d\.json"$/);
      expect(JSON.parse(body)).toEqual([profile]);
    });

    it('as JSON are an empty array if no user matches', async () => {
      const { body } = await exportByAdmin('/users/export', { format: 'json', ids: ['unknown'] });
      expect(JSON.parse(body)).toEqual([]);
    });

    it('as JSON of all users are valid JSON', async () => {
      const { body } = await exportByAdmin('/users/export', { format: 'json' });
      expect(JSON.parse(body)).toHaveLength(await app.database.count(UIDS.user));
    });

    it('for Auth0 have only the attributes that its import accepts, and an id without prefix', async () => {
      const { body, headers } = await exportByAdmin('/users/export', {
        format: 'auth0',
        ids: ids(),
      });
      expect(headers.get('content-disposition')).toMatch(/users-auth0-.*\.ndjson"$/);
      expect(linesOf(body)).toEqual([
        {
          user_id: profile.identities[0]?.user_id,
          email: profile.email,
          email_verified: profile.email_verified,
          name: profile.name,
          nickname: profile.nickname,
          blocked: false,
          user_metadata: { colours: ['green'], size: 2 },
          app_metadata: { plan: 'gold' },
        },
      ]);
    });

    it('contain the chosen attributes only, in NDJSON and as columns of CSV in their order', async () => {
      const fields = ['name', 'connection', 'user_metadata', 'email'];
      const lines = await exportByAdmin('/users/export', { format: 'ndjson', ids: ids(), fields });
      const { name, email, user_metadata: metadata } = profile;
      expect(linesOf(lines.body)).toEqual([
        { name, connection: 'local', user_metadata: metadata, email },
      ]);
      const csv = await exportByAdmin('/users/export', { format: 'csv', ids: ids(), fields });
      const [row] = rowsIn(csv.body);
      expect(Object.keys(row ?? {})).toEqual(fields);
      expect(row).toEqual({
        name: "'Ünï ;'=1+1",
        connection: 'local',
        user_metadata: JSON.stringify(metadata),
        email,
      });
    });

    it('may contain no account field', async () => {
      const request = { format: 'csv', ids: ids(), fields: ['email'], account_fields: [] };
      const { body } = await exportByAdmin('/users/export', request);
      expect(Object.keys(rowsIn(body)[0] ?? {})).toEqual(['email']);
    });

    it.each<[string, object, string]>([
      ['an unknown attribute', { fields: ['password'] }, 'fields.0'],
      ['no attribute', { fields: [] }, 'fields'],
      ['attributes for Auth0', { format: 'auth0', fields: ['email'] }, 'fields'],
      ['an unknown account field', { account_fields: ['nothing'] }, 'account_fields'],
    ])('with %s are a 400', async (_what, changes, path) => {
      const response = await callAdmin(app, 'POST', '/users/export', {
        data: { format: 'csv', ...changes },
      });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual([path]);
    });

    it('over REST contain app_metadata only for callers who may read users', async () => {
      const request = { format: 'ndjson', ids: ids() };
      const { app_metadata: _hidden, ...visible } = profile;
      const path = '/users/export';
      const without = await exportByToken(path, request, ['users.export']);
      expect(linesOf(without.body)).toEqual([visible]);
      const all = await exportByToken(path, request, ['users.export', 'users.findOne']);
      expect(linesOf(all.body)).toEqual([profile]);
    });

    it('contain no password hash, whatever the request asks for', async () => {
      const rejected = await callAdmin(app, 'POST', '/users/export', {
        data: { format: 'ndjson', with_password_hashes: true },
      });
      expect(rejected.status).toBe(400);
      const { body } = await exportByAdmin('/users/export', { format: 'ndjson' });
      expect(body).not.toMatch(/password_hash|\$2[aby]\$/);
    });

    it('are in the log with the admin who started them', async () => {
      await exportByAdmin('/users/export', { format: 'csv', ids: ids() });
      const [event] = await getNewestEvents(app);
      expect(event).toMatchObject({
        type: 'sapi',
        details: { operation: 'export-data', data: 'users', format: 'csv' },
      });
      const { email } = await app.createAdmin();
      expect(await app.database.rows(UIDS.event, { actor: email })).not.toEqual([]);
    });
  });

  describe('of devices', () => {
    const expected = async (): Promise<UserDevice> => {
      const userId = userIdOf(account);
      const { data } = await mustCall(app, 'GET', userPath(userId, '/devices'));
      expect(data).toHaveLength(1);
      return { user_id: userId, ...data[0], unlinked_at: null };
    };

    it('contain each device with its user and the number of its sessions', async () => {
      const { body } = await exportByAdmin('/devices/export', {
        format: 'ndjson',
        ids: [userIdOf(account)],
      });
      const device = await expected();
      expect(linesOf<UserDevice>(body)).toEqual([device]);
      expect(device.refresh_tokens).toBeGreaterThan(0);
    });

    it('contain those of the users that a filter finds, as a table', async () => {
      const { body } = await exportByToken(
        '/devices/export',
        { format: 'csv', filters: { email: { $eq: account.email } } },
        ['devices.export']
      );
      const rows = rowsIn(body);
      const { device_id: id, name } = await expected();
      expect(rows).toMatchObject([{ user_id: userIdOf(account), device_id: id, name }]);
      expect(Object.keys(rows[0] ?? {})).toEqual([...DEVICE_EXPORT_COLUMNS]);
    });

    it('contain unlinked devices', async () => {
      const other = await registerAccount(app);
      await mustCall(app, 'DELETE', userPath(userIdOf(other), '/devices'));
      const { body } = await exportByAdmin('/devices/export', { format: 'json' });
      const devices: UserDevice[] = JSON.parse(body);
      expect(devices.find(({ user_id: id }) => id === userIdOf(other))).toMatchObject({
        refresh_tokens: 0,
        unlinked_at: expect.any(String),
      });
    });
  });

  /** MariaDB shows events ten seconds after they were written. */
  describe('of events', () => {
    const exportLog = async (request: object) =>
      (await exportByToken('/events/export', request, ['event-log.export'])).body;

    it('contain the events of all users, oldest first', async () => {
      const rows = await app.database.rows(UIDS.event, {}, { columns: ['log_id'] });
      const stored = rows.map(({ log_id: id }) => id);
      // Each export is an event too.
      const getFirst = async () =>
        linesOf<LogEvent>(await exportLog({ format: 'ndjson' }))
          .map(({ log_id: id }) => id)
          .slice(0, stored.length);
      await waitForEqual(getFirst, stored);
    });

    it('contain those of one user and type, as a table', async () => {
      const filters = { user: { $eq: userIdOf(account) }, type: { $in: ['s'] } };
      const getRows = async () => rowsIn(await exportLog({ format: 'csv', filters }));
      await waitForEqual(async () => (await getRows()).length > 0, true);
      const rows = await getRows();
      expect(new Set(rows.map(({ user_id: id, type }) => `${id} ${type}`))).toEqual(
        new Set([`${userIdOf(account)} s`])
      );
      expect(Object.keys(rows[0] ?? {})).toEqual([...EVENT_EXPORT_COLUMNS]);
    });

    it('do not contain the reason of a block over REST', async () => {
      const reason = 'known to the team only';
      const path = userPath(userIdOf(account), '/block');
      await mustCall(app, 'POST', path, { data: { reason } });
      const getLog = () => exportLog({ format: 'ndjson' });
      await waitForEqual(async () => (await getLog()).includes('block-user'), true);
      expect(await getLog()).not.toContain(reason);
    });
  });

  it('that fail midway close the connection, so no client takes them for complete', async () => {
    await fillUsers(app.database, 2001);
    await runInServer(
      app,
      async (strapi, table) => {
        let seen = 0;
        strapi.db.connection.on('query', ({ sql }: { sql: string }) => {
          seen += sql.includes(table) ? 1 : 0;
          if (seen > 2) {
            throw new Error('the database went away');
          }
        });
      },
      tableOf(UIDS.user)
    );
    const response = await fetch(`${app.url}/user-profile/users/export`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await app.adminToken()}`,
      },
      body: JSON.stringify({ data: { format: 'ndjson' } }),
      signal: AbortSignal.timeout(30_000),
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });
});
