import { randomBytes } from 'node:crypto';

import type {
  FindOverview,
  FindRecentCounts,
} from '../../plugins/user-profile/shared/contracts/overview';
import { mustCall } from './admin-api';
import { type Rows, UIDS } from './database';
import { runInServer, SERVER_CODE } from './run-in-server';
import type { TestStrapi } from './strapi';

type Overview = FindOverview.Response;
type Recent = FindRecentCounts.Response['data'];

const DAY_MS = 86_400_000;

/** The environment of a server whose job tests run with `countDays`. */
export const COUNTING = SERVER_CODE;

/** The start of a day in UTC, `days` before today. */
export const startOfDay = (days = 0): Date =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS);

export const nameOfDay = (days = 0): string => startOfDay(days).toISOString().slice(0, 10);

/**
 * Runs the job.
 * @returns false if another server is running it
 */
export const countDays = (app: TestStrapi): Promise<boolean> =>
  runInServer(app, async (strapi) => {
    const ran: boolean = await strapi.plugin('user-profile').service('daily-counts').run();
    return ran;
  });

/** As on a site that did not have the job until now. */
export const forgetCounts = async (app: TestStrapi, ...others: TestStrapi[]): Promise<void> => {
  for (const server of [app, ...others]) {
    // The run that follows the start may not have ended.
    await runInServer(server, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
    });
  }
  const { database } = app;
  await database.remove(UIDS.dailyCount);
  await database.remove(UIDS.job, { name: 'daily-counts' });
};

type EventColumns = Partial<Rows[typeof UIDS.event]>;

/** Logins through `local` that just happened, except for the given columns. */
export const insertEvents = (
  { database }: TestStrapi,
  events: readonly EventColumns[]
): Promise<void> =>
  database.insert(
    UIDS.event,
    events.map((columns) => {
      const id = randomBytes(12).toString('hex');
      return {
        document_id: id,
        log_id: id,
        type: 's',
        connection: 'local',
        client_name: null,
        client_id: null,
        profile: null,
        date: new Date(),
        ...columns,
      };
    })
  );

export const insertEvent = (
  app: TestStrapi,
  date: Date,
  columns: EventColumns = {}
): Promise<void> => insertEvents(app, [{ date, ...columns }]);

export const getOverview = (
  app: TestStrapi,
  filters: { connection?: string; application?: string } = {}
): Promise<Overview> => {
  const query = new URLSearchParams(
    Object.entries(filters).map(([name, value]) => [`filters[${name}][$eq]`, value])
  );
  return mustCall(app, 'GET', `/overview?${query.toString()}`);
};

/** The counts of one day, without the date. */
export const getDay = async (
  app: TestStrapi,
  days: number,
  filters?: { connection?: string; application?: string }
) => {
  const { data } = await getOverview(app, filters);
  const { date: _date, ...counts } = data.days.find(({ date }) => date === nameOfDay(days)) ?? {};
  return counts;
};

export const getRecentCounts = async (app: TestStrapi): Promise<Recent> =>
  (await mustCall(app, 'GET', '/overview/recent')).data;
