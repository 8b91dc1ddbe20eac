import type { z } from '@strapi/utils';

import { OVERVIEW_DAYS } from '../../../shared/constants';
import type {
  CountsOfPart,
  DailyCounts,
  FindOverview,
  findOverviewQuery,
} from '../../../shared/contracts/overview';
import { getConfig } from '../config/get';
import { DAILY_COUNT_UID } from '../runtime/database/plain-models';
import { query } from '../runtime/database/rows';
import { groupBy } from '../utils/group-by';
import { getService, type Context } from '../utils/service';
import { addDays, daysBetween, utcDayOf } from '../utils/utc-days';
import { EVENT_KINDS, type ActiveKind, type DailyCount, type EventKind } from './count-day';

declare module '../utils/service' {
  interface Services {
    'overview-reader': ReturnType<typeof createOverviewReader>;
  }
}

type Filters = z.output<typeof findOverviewQuery>['filters'];
type CountRow = DailyCount & { day: string };
type Part = 'connection' | 'application';

const isEventKind = (kind: string): kind is EventKind => Object.hasOwn(EVENT_KINDS, kind);

const sum = (rows: readonly CountRow[], kind: EventKind): number =>
  rows.reduce((total, row) => (row.kind === kind ? total + row.count : total), 0);

const totals = (rows: readonly CountRow[]) => ({
  sign_ups: sum(rows, 'sign_ups'),
  logins: sum(rows, 'logins'),
  failed_logins: sum(rows, 'failed_logins'),
});

/** The kind of the active users that the filters select, and where its count is. */
const activeKind = ({ connection, application }: Filters): ActiveKind => {
  if (connection && application) {
    return 'active_by_both';
  }
  if (connection) {
    return 'active_by_connection';
  }
  return application ? 'active_by_application' : 'active';
};

const NOT_COUNTED = {
  sign_ups: null,
  logins: null,
  failed_logins: null,
  active_users: null,
  weekly_active_users: null,
  monthly_active_users: null,
};

/** Reads the daily counts. The events themselves are not read. */
export const createOverviewReader = ({ strapi }: Context) => {
  const nameOf = (application: string): string =>
    getConfig(strapi).applications.find(({ client_id: id }) => id === application)?.name ??
    application;

  const matcher =
    ({ connection, application }: Filters) =>
    (row: CountRow): boolean =>
      (!connection || row.connection === connection.$eq) &&
      (!application || row.application === application.$eq);

  const dayOf = (date: string, rows: readonly CountRow[], filters: Filters): DailyCounts => {
    const count = (kind: DailyCount['kind']) =>
      rows.find((row) => row.kind === kind)?.count ?? null;
    if (count('active') === null) {
      return { date, ...NOT_COUNTED };
    }
    const matches = matcher(filters);
    const kind = activeKind(filters);
    const isFiltered = kind !== 'active';
    const connection = filters.connection?.$eq ?? '';
    const application = filters.application?.$eq ?? '';
    const active = rows.find(
      (row) => row.kind === kind && row.connection === connection && row.application === application
    );
    return {
      date,
      ...totals(rows.filter((row) => isEventKind(row.kind) && matches(row))),
      active_users: active?.count ?? 0,
      weekly_active_users: isFiltered ? null : count('active_7_days'),
      monthly_active_users: isFiltered ? null : count('active_30_days'),
    };
  };

  const partsBy = (
    part: Part,
    rows: readonly CountRow[],
    labelOf: (name: string) => string
  ): CountsOfPart[] =>
    [...groupBy(rows, (row) => row[part])]
      .map(([name, group]) => ({
        name: name === '' ? null : name,
        label: name === '' ? null : labelOf(name),
        ...totals(group),
      }))
      .sort((one, other) => other.logins - one.logins || other.failed_logins - one.failed_logins);

  return {
    async find({ filters }: z.output<typeof findOverviewQuery>): Promise<FindOverview.Response> {
      const today = utcDayOf(new Date());
      const first = addDays(today, 1 - OVERVIEW_DAYS);
      const rows: CountRow[] = await query(strapi, DAILY_COUNT_UID)
        .where('day', '>=', first)
        .where('day', '<=', today)
        .select('day', 'kind', 'connection', 'application', 'count');
      const { counted_until, days_left } = await getService(strapi, 'daily-counts').progress();
      const byDay = groupBy(rows, ({ day }) => day);
      const events = rows.filter(({ kind }) => isEventKind(kind));
      const { connection, application } = filters;
      return {
        data: {
          days: daysBetween(first, today).map((day) => dayOf(day, byDay.get(day) ?? [], filters)),
          connections: partsBy(
            'connection',
            events.filter(matcher({ application })),
            (name) => name
          ),
          applications: partsBy('application', events.filter(matcher({ connection })), nameOf),
        },
        meta: { counted_until, days_left },
      };
    },

    /** The sum of the events of a kind, today and the days before. */
    async sumSince(kind: EventKind, first: string): Promise<number> {
      const row = await query(strapi, DAILY_COUNT_UID)
        .where('day', '>=', first)
        .where({ kind })
        .sum({ total: 'count' })
        .first();
      return Number(row?.total ?? 0);
    },
  };
};
