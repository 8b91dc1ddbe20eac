import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { LONDON_IP, registerAccount } from '../../support/accounts';
import { createAdminUser } from '../../support/admins';
import {
  countDays,
  COUNTING,
  forgetCounts,
  getDay,
  getOverview,
  insertEvent,
  insertEvents,
  nameOfDay,
  startOfDay,
} from '../../support/daily-counts';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const MINUTE_MS = 60_000;

const NOTHING = { sign_ups: 0, logins: 0, failed_logins: 0, active_users: 0 };

const NOT_COUNTED = {
  sign_ups: null,
  logins: null,
  failed_logins: null,
  active_users: null,
  weekly_active_users: null,
  monthly_active_users: null,
};

describe('daily counts', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const USER_PROFILE_CONFIG = JSON.stringify({
      applications: [{ client_id: 'web', name: 'Web shop' }],
    });
    app = await startStrapi({ env: { ...COUNTING, USER_PROFILE_CONFIG } });
  });

  beforeEach(async () => {
    await app.database.remove(UIDS.event);
    await app.database.remove(UIDS.user);
    await forgetCounts(app);
  });

  afterAll(() => app?.stop());

  /** A user whose latest login is at a date, with an event at each of the dates. */
  const createUser = async (profile: string, ...logins: Date[]) => {
    await app.database.insert(UIDS.user, {
      document_id: profile,
      user_id: `local|${profile}`,
      connection: 'local',
      last_login: logins.at(-1),
    });
    for (const date of logins) {
      await insertEvent(app, date, { profile });
    }
  };

  const at = (days: number, minutes = 0) =>
    new Date(startOfDay(days).getTime() + minutes * MINUTE_MS);

  it('assign events to days in UTC, whatever the time zone of the user', async () => {
    await insertEvent(app, at(3), { time_zone: 'Asia/Tokyo' });
    await insertEvent(app, new Date(at(2).getTime() - 1), { time_zone: 'America/Los_Angeles' });
    await insertEvent(app, at(2));
    await countDays(app);
    expect([await getDay(app, 3), await getDay(app, 2), await getDay(app, 1)]).toMatchObject([
      { logins: 2 },
      { logins: 1 },
      { logins: 0 },
    ]);
  });

  it('count sign-ups, logins and failed logins, and no other events', async () => {
    for (const type of ['ss', 's', 's', 'f', 'fp', 'fu', 'sertft', 'slo', 'fs', 'limit_wc']) {
      await insertEvent(app, at(1), { type, profile: type === 's' ? 'ann' : null });
    }
    await countDays(app);
    expect(await getDay(app, 1)).toMatchObject({
      sign_ups: 1,
      logins: 2,
      failed_logins: 3,
      active_users: 1,
    });
  });

  it('count real logins once the job has run', async () => {
    const account = await registerAccount(app);
    await logIn(app, { identifier: account.email, password: account.password });
    await logIn(app, { identifier: account.email, password: 'wrong' });
    await countDays(app);
    const { data, meta } = await getOverview(app);
    expect(data.days.at(-1)).toEqual({
      date: nameOfDay(),
      sign_ups: 1,
      logins: 2,
      failed_logins: 1,
      active_users: 1,
      weekly_active_users: 1,
      monthly_active_users: 1,
    });
    expect(meta).toEqual({ counted_until: expect.any(String), days_left: 0 });
  });

  it('leave days before the first event uncounted', async () => {
    await insertEvent(app, at(2));
    await countDays(app);
    const { data } = await getOverview(app);
    expect(data.days).toHaveLength(30);
    expect(await getDay(app, 3)).toEqual(NOT_COUNTED);
    expect(await getDay(app, 1)).toMatchObject(NOTHING);
  });

  it('do not change when the job runs again', async () => {
    await createUser('ann', at(4), at(1));
    await insertEvent(app, at(1), { type: 'fp', client_name: 'shop.example.com' });
    await countDays(app);
    const before = await app.database.rows(UIDS.dailyCount);
    await countDays(app);
    expect(await app.database.rows(UIDS.dailyCount)).toEqual(before);
    await app.database.remove(UIDS.job, { name: 'daily-counts' });
    await countDays(app);
    const counts = (rows: typeof before) =>
      rows.map(({ id: _id, ...row }) => JSON.stringify(row)).sort();
    expect(counts(await app.database.rows(UIDS.dailyCount))).toEqual(counts(before));
  });

  it('include events that are written days later', async () => {
    await insertEvent(app, at(9));
    await countDays(app);
    await insertEvent(app, at(5), { type: 'fu' });
    await countDays(app);
    expect(await getDay(app, 5)).toMatchObject({ logins: 0, failed_logins: 1 });
  });

  it('survive the events and contain no user', async () => {
    await createUser('ann', at(2));
    await countDays(app);
    await app.database.remove(UIDS.event);
    await app.database.remove(UIDS.user);
    await countDays(app);
    expect(await getDay(app, 2)).toMatchObject({ logins: 1, active_users: 1 });
    const rows = JSON.stringify(await app.database.rows(UIDS.dailyCount));
    for (const personal of ['ann', 'local|', LONDON_IP]) {
      expect(rows).not.toContain(personal);
    }
  });

  it('count a day again that was not over in the last run', async () => {
    await insertEvent(app, at(4));
    await countDays(app);
    // As if the server had been down for two days.
    const [{ state }] = await app.database.rows(UIDS.job, { name: 'daily-counts' });
    const stopped = { ...(state as object), day: nameOfDay(2), newest: 0 };
    await app.database.update(UIDS.job, { name: 'daily-counts' }, { state: stopped });
    await app.database.remove(UIDS.dailyCount, { day: [nameOfDay(2), nameOfDay(1), nameOfDay()] });
    await countDays(app);
    for (const days of [2, 1, 0]) {
      expect(await getDay(app, days)).toMatchObject({ logins: 0, weekly_active_users: 0 });
    }
  });

  it('continue with the days that a stopped run left', async () => {
    await insertEvent(app, at(4));
    await countDays(app);
    const [{ state }] = await app.database.rows(UIDS.job, { name: 'daily-counts' });
    const left = { ...(state as object), todo: [nameOfDay(4)] };
    await app.database.update(UIDS.job, { name: 'daily-counts' }, { state: left });
    await app.database.remove(UIDS.dailyCount, { day: nameOfDay(4) });
    expect((await getOverview(app)).meta.days_left).toBe(1);
    await countDays(app);
    expect(await getDay(app, 4)).toMatchObject({ logins: 1 });
  });

  describe('of active users', () => {
    it('count each user once a day, a week and a month', async () => {
      await createUser('ann', at(20), at(3), at(3, 5), at(0));
      await createUser('ben', at(8), at(3));
      await createUser('cat', at(25));
      await createUser('dan');
      await countDays(app);
      expect(await getDay(app, 0)).toMatchObject({
        active_users: 1,
        weekly_active_users: 2,
        monthly_active_users: 3,
      });
      expect(await getDay(app, 3)).toMatchObject({
        logins: 3,
        active_users: 2,
        weekly_active_users: 2,
      });
    });

    it('belong to a past week although they logged in again later', async () => {
      await createUser('ann', at(8), at(0));
      await createUser('ben', at(0));
      await countDays(app);
      expect(await getDay(app, 8)).toMatchObject({ weekly_active_users: 1 });
      expect(await getDay(app, 2)).toMatchObject({ active_users: 0, weekly_active_users: 1 });
      expect(await getDay(app, 1)).toMatchObject({
        weekly_active_users: 0,
        monthly_active_users: 1,
      });
    });

    it('have no month if the log does not reach back so far', async () => {
      await createUser('ann', at(8), at(2));
      await countDays(app);
      expect(await getDay(app, 2)).toMatchObject({
        weekly_active_users: 1,
        monthly_active_users: null,
      });
    });
  });

  describe('by connection and application', () => {
    beforeEach(async () => {
      await insertEvent(app, at(1), { profile: 'ann', connection: 'local', client_id: 'web' });
      await insertEvent(app, at(1), { profile: 'ann', connection: 'google', client_id: 'web' });
      await insertEvent(app, at(1), {
        profile: 'ben',
        connection: 'local',
        client_name: 'app.test',
      });
      await insertEvent(app, at(1), { type: 'fu', connection: null });
      await countDays(app);
    });

    it.each([
      [{}, { logins: 3, failed_logins: 1, active_users: 2 }],
      [{ connection: 'local' }, { logins: 2, failed_logins: 0, active_users: 2 }],
      [{ application: 'web' }, { logins: 2, failed_logins: 0, active_users: 1 }],
      [
        { connection: 'local', application: 'web' },
        { logins: 1, active_users: 1 },
      ],
      [{ connection: 'unknown' }, { logins: 0, active_users: 0 }],
    ])('count %j', async (filters, expected) => {
      expect(await getDay(app, 1, filters)).toMatchObject(expected);
    });

    it('list the parts, most logins first, with names', async () => {
      const { data } = await getOverview(app);
      expect(data.connections.map(({ name, logins }) => [name, logins])).toEqual([
        ['local', 2],
        ['google', 1],
        [null, 0],
      ]);
      expect(data.applications.map(({ name, label, logins }) => [name, label, logins])).toEqual([
        ['web', 'Web shop', 2],
        ['app.test', 'app.test', 1],
        [null, null, 0],
      ]);
    });

    it('have no weekly and monthly users', async () => {
      expect(await getDay(app, 0, { connection: 'local' })).toMatchObject({
        weekly_active_users: null,
        monthly_active_users: null,
      });
    });

    it('keep the total if clients invent many applications', async () => {
      await insertEvents(
        app,
        Array.from({ length: 150 }, (_, n) => ({
          type: 'fu',
          date: at(2),
          client_name: `host${n}.test`,
        }))
      );
      await countDays(app);
      expect(await getDay(app, 2)).toMatchObject({ failed_logins: 150 });
      expect(
        await app.database.count(UIDS.dailyCount, { day: nameOfDay(2), kind: 'failed_logins' })
      ).toBeLessThanOrEqual(101);
    });
  });

  it('can be read with both permissions only', async () => {
    const statuses = [];
    for (const actions of [
      [ADMIN_ACTIONS.readUsers],
      [ADMIN_ACTIONS.readLog],
      [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.readLog],
    ]) {
      const { token } = await createAdminUser(app, actions);
      statuses.push((await app.request('GET', '/user-profile/overview', { token })).status);
    }
    expect(statuses).toEqual([403, 403, 200]);
  });
});
