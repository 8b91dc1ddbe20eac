import { DAY_MS } from '../../../../shared/durations';
import {
  type EventType,
  FAILED_LOGIN_EVENTS,
  LOCKOUT_EVENT,
  LOGIN_EVENT,
} from '../../../../shared/event-types';
import { dayOf } from '../../utils/days';
import { logPath } from '../../utils/logPath';
import { USERS_PATH } from '../../utils/paths';
import { toQueryString } from '../../utils/queryString';
import { NO_FILTERS, toUrlFilters, type UserFilters } from '../../utils/userFilters';

export const PERIODS = ['day', 'week'] as const;

export type Period = (typeof PERIODS)[number];

const LENGTHS: Record<Period, number> = { day: 1, week: 7 };

const beginOf = (period: Period, now: Date): Date =>
  new Date(now.getTime() - LENGTHS[period] * DAY_MS);

const TYPES = {
  logins: [LOGIN_EVENT],
  failed_logins: FAILED_LOGIN_EVENTS,
  lockouts: [LOCKOUT_EVENT],
} as const satisfies Record<string, readonly EventType[]>;

export type EventCount = keyof typeof TYPES;

export const EVENT_COUNTS = Object.keys(TYPES) as EventCount[];

const usersPath = (filters: Partial<UserFilters>): string =>
  USERS_PATH + toQueryString({ filters: toUrlFilters({ ...NO_FILTERS, ...filters }) });

/** The log behind a number. */
export const eventsLink = (name: EventCount, period: Period, now: Date): string =>
  logPath({
    types: TYPES[name],
    range: { preset: 'custom', from: beginOf(period, now).toISOString(), to: undefined },
  });

/** The list filters by calendar days, so it begins with the day on which the period began. */
export const newUsersLink = (period: Period, now: Date): string =>
  usersPath({ created_at: { from: dayOf(beginOf(period, now)) } });

export const deletionRequestsLink = (): string => usersPath({ erasure_requested: true });
