import { MAX_CHART_LOGINS } from '../../../plugins/user-profile/shared/constants';
import type { UserOverview } from '../../../plugins/user-profile/shared/contracts/user-overview';
import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createConnection, updateConnection } from '../../support/connections';
import { tableOf, UIDS } from '../../support/database';
import { insertLogins } from '../../support/log';
import { recordQueries } from '../../support/query-log';
import { SERVER_CODE } from '../../support/run-in-server';
import { readPlan } from '../../support/search-plans';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getProfile, newEmail, userPath } from '../../support/users';

const DAY_MS = 24 * 60 * 60 * 1000;
const today = () => Math.floor(Date.now() / DAY_MS);

/** A moment of a day in UTC. */
const momentOf = (daysAgo: number, hour = 0) =>
  new Date((today() - daysAgo) * DAY_MS + hour * (DAY_MS / 24));
const dayOf = (daysAgo: number) => momentOf(daysAgo).toISOString().slice(0, 10);

describe('the overview of a user', () => {
  let app: TestStrapi;
  let profile: { documentId: string };

  const createUser = async () => {
    profile = await getProfile(app, await registerAccount(app));
    await app.database.remove(UIDS.event, { profile: profile.documentId });
  };

  const getLogins = async () => {
    const path = userPath(profile.documentId, '/overview');
    return (await mustCall<{ data: UserOverview }>(app, 'GET', path)).data.logins_per_day;
  };

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  beforeEach(createUser);

  it('says whether the connection of an identity is enabled, after its deletion too', async () => {
    const name = 'partners';
    const isEnabled = async (id: string) =>
      (await mustCall<{ data: UserOverview }>(app, 'GET', userPath(id, '/overview'))).data
        .connection_enabled;
    await createConnection(app, { name, strategy: 'database' });
    const body = { data: { connection: name, email: newEmail(), password: 'A long passw0rd' } };
    const { documentId } = (await mustCall(app, 'POST', '/users', body)).data;
    expect([await isEnabled(profile.documentId), await isEnabled(documentId)]).toEqual([
      true,
      true,
    ]);
    await updateConnection(app, name, { enabled: false });
    await updateConnection(app, 'local', { enabled: false });
    expect([await isEnabled(profile.documentId), await isEnabled(documentId)]).toEqual([
      false,
      false,
    ]);
    await updateConnection(app, 'local', { enabled: true });
    await mustCall(app, 'DELETE', `/connections/${name}?users=detach`);
    expect([await isEnabled(profile.documentId), await isEnabled(documentId)]).toEqual([
      true,
      false,
    ]);
  });

  it('has the logins of 30 days of UTC, with the days without logins', async () => {
    expect(await getLogins()).toEqual({
      days: Array.from({ length: 30 }, (_, index) => ({ date: dayOf(29 - index), logins: 0 })),
      truncated: false,
    });
  });

  it('counts successful logins from the first to the last moment of a day', async () => {
    await insertLogins(app, profile, 1, { date: momentOf(0) });
    await insertLogins(app, profile, 2, { date: new Date(momentOf(0).getTime() - 1) });
    await insertLogins(app, profile, 3, { date: momentOf(1) });
    await insertLogins(app, profile, 4, { date: momentOf(29) });
    await insertLogins(app, profile, 5, { date: new Date(momentOf(29).getTime() - 1) });
    await insertLogins(app, profile, 6, { date: momentOf(3, 12), type: 'fp' });
    await insertLogins(app, { documentId: 'other' }, 7, { date: momentOf(2) });

    const { days } = (await getLogins()) ?? { days: [] };
    expect(days.filter(({ logins }) => logins > 0)).toEqual([
      { date: dayOf(29), logins: 4 },
      { date: dayOf(1), logins: 5 },
      { date: dayOf(0), logins: 1 },
    ]);
  });

  it('counts a login dated ahead on the current day', async () => {
    await insertLogins(app, profile, 1, { date: momentOf(-1, 1) });
    expect((await getLogins())?.days.at(-1)?.logins).toBe(1);
  });

  it('says that the logins are incomplete beyond 2,000 logins, of which an index is read alone', async () => {
    await insertLogins(app, profile, 500, { date: momentOf(1) });
    await insertLogins(app, profile, MAX_CHART_LOGINS - 600, { date: momentOf(2) });
    await insertLogins(app, profile, 5000, { date: momentOf(4) });
    await insertLogins(app, { documentId: 'other' }, 30_000, { date: momentOf(3) });

    let logins: UserOverview['logins_per_day'] = null;
    const queries = await recordQueries(app, async () => {
      logins = await getLogins();
    });
    expect(logins).toEqual({
      days: [
        { date: dayOf(4), logins: 100 },
        { date: dayOf(3), logins: 0 },
        { date: dayOf(2), logins: MAX_CHART_LOGINS - 600 },
        { date: dayOf(1), logins: 500 },
        { date: dayOf(0), logins: 0 },
      ],
      truncated: true,
    });

    const ofEvents = queries.filter(
      ({ sql, bindings }) =>
        sql.includes(tableOf(UIDS.event)) && bindings.includes(MAX_CHART_LOGINS + 1)
    );
    expect(ofEvents).toHaveLength(1);
    await app.database.analyze();
    const { rows, scans } = await readPlan(app.database, ofEvents[0]);
    expect(scans).toEqual([]);
    expect(rows).toBeLessThanOrEqual(MAX_CHART_LOGINS + 1);
  });

  it('has fewer days if events are kept for a shorter time', async () => {
    await app.restart({ USER_PROFILE_CONFIG: JSON.stringify({ retention: { days: 7 } }) });
    expect((await getLogins())?.days.map(({ date }) => date)).toEqual(
      [6, 5, 4, 3, 2, 1, 0].map(dayOf)
    );
  });
});
