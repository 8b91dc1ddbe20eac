import { z } from '@strapi/utils';

import { plainText } from './common';

const equals = z.strictObject({ $eq: plainText(128) }).optional();

export const findOverviewQuery = z.strictObject({
  filters: z
    .strictObject({
      connection: equals,
      /** The id of the application, or its name if it has no id. */
      application: equals,
    })
    .prefault({}),
});

/** A day in UTC. All counts are null for a day that was not counted. */
export interface DailyCounts {
  /** `YYYY-MM-DD` */
  date: string;
  sign_ups: number | null;
  logins: number | null;
  failed_logins: number | null;
  /** Users who logged in on that day. */
  active_users: number | null;
  /** Users who logged in on that day or the 6 days before. Null with a filter. */
  weekly_active_users: number | null;
  /** Users who logged in on that day or the 29 days before. Null with a filter. */
  monthly_active_users: number | null;
}

export interface CountsOfPart {
  /** Null for events without one, and for the rest if there are very many. */
  name: string | null;
  label: string | null;
  sign_ups: number;
  logins: number;
  failed_logins: number;
}

/** GET /overview (panel only): the counts of the past 30 days, oldest first. */
export declare namespace FindOverview {
  export interface Request {
    query: z.input<typeof findOverviewQuery>;
  }
  export interface Response {
    data: {
      days: DailyCounts[];
      /** The connections of the events, most logins first. Only the other filter applies. */
      connections: CountsOfPart[];
      applications: CountsOfPart[];
    };
    meta: {
      /** Later events are not counted yet. Null before the first run of the job. */
      counted_until: string | null;
      /** Days that are still to be counted. */
      days_left: number;
    };
  }
}

export interface RecentCount {
  count: number;
  /** `minimum`: there are more. `by_day`: the sum of the daily counts of today and the 6 days before, in UTC. */
  precision: 'exact' | 'minimum' | 'by_day';
}

export interface RecentCounts {
  /** The past 24 hours. */
  day: RecentCount;
  /** The past 7 days. */
  week: RecentCount;
}

/** GET /overview/recent (panel only): what the widget of the home page shows. */
export declare namespace FindRecentCounts {
  export interface Response {
    data: {
      new_users: RecentCounts;
      /** Pending ones. */
      deletion_requests: RecentCount;
      /** Null if the role may not read the log. */
      events: { logins: RecentCounts; failed_logins: RecentCounts; lockouts: RecentCounts } | null;
    };
  }
}
