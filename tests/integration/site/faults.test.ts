import { setTimeout as sleep } from 'node:timers/promises';

import { LONDON_IP, newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { tableOf, type Uid, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { describeOnSqlite, onServer } from '../../support/on-database';
import {
  getCaptureState,
  getEvents,
  getEventTypes,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { createAccountWithTokens } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userPath } from '../../support/users';

/** Broken on purpose: accounts and logins must still work, and missed data must be recovered. */
describe('failing event capture', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    await app.adminToken();
  });

  afterAll(() => app?.stop());

  /** Renames the table while the work runs, so nothing can be written to it. */
  const withBrokenTable = async <T>(uid: Uid, work: () => Promise<T>): Promise<T> => {
    const table = tableOf(uid);
    await app.database.query(`alter table ${table} rename to ${table}_away`);
    try {
      return await work();
    } finally {
      await app.database.query(`alter table ${table}_away rename to ${table}`);
    }
  };

  it('does not affect a sign-up, whose data the next reconcile run recovers', async () => {
    const before = await getCaptureState(app);
    const credentials = newCredentials();
    const account = await withBrokenTable(UIDS.identity, () => registerAccount(app, credentials));
    expect(
      await app.database.rows(UIDS.account, { id: account.id }, { columns: ['id'] })
    ).toHaveLength(1);
    expect((await getCaptureState(app)).errors).toBeGreaterThan(before.errors);
    expect(app.output()).toContain('[user-profile] could not record an account');

    await reconcile(app);
    const profile = await getProfileByEmail(app, account.email);
    expect(profile).toMatchObject({ user_id: `local|${account.documentId}`, logins_count: 1 });
    expect(await getEventTypes(app, profile.documentId)).toEqual(
      expect.arrayContaining(['s', 'ss'])
    );
  });

  it('does not affect a login, whose event is recovered once', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const response = await withBrokenTable(UIDS.event, () =>
      logIn(app, { identifier: account.email, password: account.password })
    );
    expect(response.status).toBe(200);
    expect((await getCaptureState(app)).queued).toBeGreaterThan(0);

    await reconcile(app);
    await reconcile(app);
    expect((await getCaptureState(app)).queued).toBe(0);
    expect(await getEventTypes(app, documentId)).toEqual(['s', 's', 'ss']);
    expect((await getProfileByEmail(app, account.email)).logins_count).toBe(2);
  });

  it('does not affect a refresh, which sets one cookie and whose event is written later', async () => {
    const { tokens, userId } = await createAccountWithTokens(app);
    const { status, headers } = await withBrokenTable(UIDS.event, () =>
      app.request('POST', '/api/auth/refresh', {
        body: { refreshToken: tokens.refreshToken },
        headers: { 'x-strapi-refresh-cookie': 'httpOnly', 'x-forwarded-proto': 'https' },
      })
    );
    expect(status).toBe(200);
    const cookies = headers
      .getSetCookie()
      .filter((cookie) => /^strapi_up_refresh=[^;]/.test(cookie));
    expect(cookies).toHaveLength(1);
    const [pair] = cookies[0].split(';');
    const next = await app.request('POST', '/api/auth/refresh', { headers: { cookie: pair } });
    expect(next.status).toBe(200);

    await reconcile(app);
    const refreshes = (await getEventTypes(app, userId)).filter((type) => type === 'sertft');
    expect(refreshes).toHaveLength(2);
  });

  /** Deletes each session right after its insert while the work runs, as a parallel request may. */
  const withEndedSessions = async <T>(work: () => Promise<T>): Promise<T> => {
    const sessions = tableOf(UIDS.session);
    const remove = `delete from ${sessions} where id = new.id;`;
    const trigger = 'create trigger end_sessions';
    const create = {
      sqlite: `${trigger} after insert on ${sessions} begin ${remove} end`,
      postgres: `create function end_session() returns trigger language plpgsql as 'begin ${remove} return new; end';
        ${trigger} after insert on ${sessions} for each row execute function end_session()`,
      // A trigger cannot delete from its table, so the session cannot be found instead.
      mariadb: `${trigger} before insert on ${sessions} for each row set new.session_id = uuid()`,
    };
    const drop = {
      sqlite: 'drop trigger end_sessions',
      postgres: 'drop function end_session() cascade',
      mariadb: 'drop trigger end_sessions',
    };
    await app.database.query(create[app.database.client]);
    try {
      return await work();
    } finally {
      await app.database.query(drop[app.database.client]);
    }
  };

  it('returns 400 if a session ends during its login, and records the reason', async () => {
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

  it('leaves the login of a recent session to a later pass, because it may be in flight', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await app.database.remove(UIDS.event, { profile: documentId });
    const countAfterPass = async (age: number) => {
      const where = { user_id: String(account.id) };
      await app.database.update(UIDS.session, where, { created_at: new Date(Date.now() - age) });
      await runJob(app, 'user-profile-reconcile');
      return app.database.count(UIDS.event, { profile: documentId, type: 's' });
    };
    expect(await countAfterPass(0)).toBe(0);
    expect(await countAfterPass(60_000)).toBe(1);
  });

  it('recovers the event of a login from its session after the process was killed', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    await withBrokenTable(UIDS.event, async () => {
      const response = await logIn(
        app,
        { identifier: account.email, password: account.password },
        { 'x-forwarded-for': LONDON_IP, 'user-agent': 'curl/8.5.0' }
      );
      expect(response.status).toBe(200);
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

/** A command of the plugin that runs beside the site. */
describeOnSqlite('another process that writes', () => {
  /** Longer than a request takes, shorter than the time after which SQLite gives up. */
  const BATCH_MS = 500;
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    await app.adminToken();
  });

  afterAll(() => app?.stop());

  const whileLocked = async <T>(work: () => Promise<T>): Promise<T> => {
    await app.database.query('begin immediate');
    const working = work();
    await sleep(BATCH_MS);
    await app.database.query('commit');
    return working;
  };

  it('delays an edit', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const { status } = await whileLocked(() =>
      callAdmin(app, 'PUT', userPath(documentId), { data: { nickname: 'Later' } })
    );
    expect(status).toBe(200);
    expect(await getProfileByEmail(app, account.email)).toMatchObject({ nickname: 'Later' });
  });

  it('delays a refresh', async () => {
    const { tokens, userId } = await createAccountWithTokens(app);
    const { refreshToken } = tokens;
    const { status } = await whileLocked(() =>
      app.request('POST', '/api/auth/refresh', { body: { refreshToken } })
    );
    expect(status).toBe(200);
    expect(await getEventTypes(app, userId)).toContain('sertft');
  });

  it('does not disturb a restart, which finds all tables and triggers', async () => {
    const getVersion = () => app.database.query('pragma schema_version');
    const before = await getVersion();
    await app.restart();
    expect(await getVersion()).toEqual(before);
  });
});

describe('an invalid configuration', () => {
  // SQLite stores timestamps as epoch milliseconds.
  onServer('stops the start if the database would store local time', async () => {
    await expect(startStrapi({ env: { TZ: 'America/New_York' } })).rejects.toThrow('TZ=UTC');
  });
});
