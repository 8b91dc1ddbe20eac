import type { DailyCounts } from '../../../../shared/contracts/overview';
import {
  type EventType,
  FAILED_LOGIN_EVENTS,
  LOGIN_EVENT,
  SIGN_UP_EVENT,
} from '../../../../shared/event-types';
import type { TranslationKey } from '../../utils/translations';

export type CountName = Exclude<keyof DailyCounts, 'date'>;

export interface Series {
  name: CountName;
  color: 'primary600' | 'danger600' | 'success600' | 'alternative600' | 'warning600';
  /** A pattern of a line, so colour is not the only difference. */
  dash?: string;
}

export interface Chart {
  name: 'logins' | 'failed_logins' | 'sign_ups' | 'active_users';
  kind: 'bars' | 'lines';
  title: TranslationKey;
  /** The events behind a point. */
  types: readonly EventType[];
  series: readonly Series[];
}

export const CHARTS: readonly Chart[] = [
  {
    name: 'logins',
    kind: 'bars',
    title: 'overview.logins',
    types: [LOGIN_EVENT],
    series: [{ name: 'logins', color: 'primary600' }],
  },
  {
    name: 'failed_logins',
    kind: 'bars',
    title: 'overview.failed_logins',
    types: FAILED_LOGIN_EVENTS,
    series: [{ name: 'failed_logins', color: 'danger600' }],
  },
  {
    name: 'active_users',
    kind: 'lines',
    title: 'overview.active_users',
    types: [LOGIN_EVENT],
    series: [
      { name: 'monthly_active_users', color: 'warning600', dash: '2 4' },
      { name: 'weekly_active_users', color: 'alternative600', dash: '7 4' },
      { name: 'active_users', color: 'primary600' },
    ],
  },
  {
    name: 'sign_ups',
    kind: 'bars',
    title: 'overview.sign_ups',
    types: [SIGN_UP_EVENT],
    series: [{ name: 'sign_ups', color: 'success600' }],
  },
];

/** The label of a series in the legend and in the header of a table. */
export const seriesLabel = ({ name }: Series): TranslationKey => `overview.series.${name}`;

/** The series that have a count on any of the days. */
export const seriesIn = (
  { series }: Pick<Chart, 'series'>,
  days: readonly DailyCounts[]
): Series[] => series.filter(({ name }) => days.some((day) => day[name] !== null));
