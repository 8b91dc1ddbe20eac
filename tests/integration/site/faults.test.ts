import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { LONDON_IP, newCredentials, registerAccount } from '../../support/accounts';
import { tableOf, type Uid, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { onPostgres } from '../../support/on-postgres';
import {
  getCaptureState,
  getEvents,
  getEventTypes,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** Capture is broken on purpose: what it watches must go on, and what was missed be made up for. */
describe('a capture that fails', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
    await app.adminToken();
  });

  afterAll(() => app?.stop());

  /** While the work runs, nothing can be written to the table. */
  const withBrokenTable = async <T>(uid: Uid, work: () => Promise<T>): Promise<T> => {
    const table = tableOf(uid);
    await app.database.query(`alter table ${table} rename to ${table}_away`);
    try {
      return await work();
    } finally {
      await app.database.query(`alter table ${table}_away rename to ${table}`);
    }
  };

  it('leaves sign-up and the account as they are, and is mended by the next pass', async () => {
    const before = await getCaptureState(app);
    const credentials = newCredentials();
    const account = await withBrokenTable(UIDS.identity, () => registerAccount(app, credentials));
    expect(
      await app.database.rows(UIDS.account, { id: account.id }, { columns: ['id'] })
    ).toHaveLength(1);
    expect((await getCaptureState(app)).faults).toBeGreaterThan(before.faults);
    expect(app.output()).toContain('[user-profile] could not record an account');

    await reconcile(app);
    const profile = await getProfileByEmail(app, account.email);
    expect(profile).toMatchObject({ user_id: `local|${account.documentId}`, logins_count: 1 });
    expect(await getEventTypes(app, profile.documentId)).toEqual(
      expect.arrayContaining(['s', 'ss'])
    );
  });

  it('leaves a login as it is; its event is made again, once', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const answer = await withBrokenTable(UIDS.event, () =>
      logIn(app, { identifier: account.email, password: account.password })
    );
    expect(answer.status).toBe(200);
    expect((await getCaptureState(app)).waiting).toBeGreaterThan(0);

    await reconcile(app);
    await reconcile(app);
    expect((await getCaptureState(app)).waiting).toBe(0);
    expect(await getEventTypes(app, documentId)).toEqual(['s', 's', 'ss']);
    expect((await getProfileByEmail(app, account.email)).logins_count).toBe(2);
  });

  /** While the work runs, sessions are gone as soon as they are made: something else ends them. */
  const withEndedSessions = async <T>(work: () => Promise<T>): Promise<T> => {
    const sessions = tableOf(UIDS.session);
    const remove = `delete from ${sessions} where id = new.id;`;
    const trigger = `create trigger end_sessions after insert on ${sessions}`;
    const isSqlite = app.database.client === 'sqlite';
    await app.database.query(
      isSqlite
        ? `${trigger} begin ${remove} end`
        : `create function end_session() returns trigger language plpgsql as 'begin ${remove} return new; end';
           ${trigger} for each row execute function end_session()`
    );
    try {
      return await work();
    } finally {
      await app.database.query(
        isSqlite ? 'drop trigger end_sessions' : 'drop function end_session() cascade'
      );
    }
  };

  it('leaves no session: a login whose session was ended meanwhile is refused, and told', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const { status, body } = await withEndedSessions(() =>
      logIn(app, { identifier: account.email, password: account.password })
    );
    expect([status, body.error?.message]).toEqual([400, 'Invalid credentials']);
    const [event] = await getEvents(app, documentId);
    expect(event).toMatchObject({ type: 'f', details: { reason: 'session_ended' } });
    expect((await getProfileByEmail(app, account.email)).logins_count).toBe(1);
  });

  it('makes the event of a login again from its session where the process was lost, too', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await withBrokenTable(UIDS.event, async () => {
      const answer = await logIn(
        app,
        { identifier: account.email, password: account.password },
        { 'x-forwarded-for': LONDON_IP, 'user-agent': 'curl/8.5.0' }
      );
      expect(answer.status).toBe(200);
      await app.kill();
    });
    await app.restart();
    await reconcile(app);
    const logins = (await getEvents(app, documentId)).filter(({ type }) => type === 's');
    expect(logins).toHaveLength(2);
    expect(logins[0]).toMatchObject({
      ip: LONDON_IP,
      user_agent: 'curl/8.5.0',
      location_info: { city_name: 'London' },
    });
  });
});

describe('a place database', () => {
  let app: TestStrapi;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-places-'));
  const broken = path.join(folder, 'broken.mmdb');
  fs.writeFileSync(broken, 'this is no place database');

  afterEach(() => app?.stop());
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['that is broken', { PLACES_DATABASE: broken }, 'failed', 1],
    ['that is missing', { PLACES_DATABASE: path.join(folder, 'none.mmdb') }, 'failed', 1],
    ['that is switched off', { USER_PROFILE_CONFIG: '{"geo":{"enabled":false}}' }, 'none', 0],
  ])(
    '%s leaves logins without a place, after a clear warning',
    async (_kind, env, state, warnings) => {
      app = await startStrapi({ env });
      const account = await registerAccount(app, newCredentials(), {
        'x-forwarded-for': LONDON_IP,
      });
      const [event] = await getEvents(
        app,
        (await getProfileByEmail(app, account.email)).documentId
      );
      expect(event).toMatchObject({ ip: LONDON_IP, location_info: null });

      const settings = await app.request('GET', '/user-profile/settings', {
        token: await app.adminToken(),
      });
      expect(settings.body.data.places).toEqual({ state, attribution: null });
      expect(app.output().split('Logins are recorded without a place').length - 1).toBe(warnings);
    }
  );
});

describe('a configuration with mistakes', () => {
  it('stops the start and lists every mistake with its path', async () => {
    const env = {
      USER_PROFILE_CONFIG: JSON.stringify({
        applications: [{ client_id: '', name: 'Sample' }],
        sessions: { refreshGraceSeconds: -1 },
        unknown: true,
      }),
    };
    await expect(startStrapi({ env })).rejects.toThrow(
      /config\.applications\.0\.client_id[\s\S]*config\.sessions\.refreshGraceSeconds[\s\S]*unknown/
    );
  });

  // SQLite stores the moment.
  onPostgres('refuses to store local time where the database cannot tell', async () => {
    await expect(startStrapi({ env: { TZ: 'America/New_York' } })).rejects.toThrow('TZ=UTC');
  });
});
