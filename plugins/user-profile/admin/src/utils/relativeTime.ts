import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/durations';

export type RelativeUnit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

const MONTH = 30 * DAY_MS;
const YEAR = 365 * DAY_MS;

const STEPS: readonly [limit: number, size: number, unit: RelativeUnit][] = [
  [HOUR_MS, MINUTE_MS, 'minute'],
  [DAY_MS, HOUR_MS, 'hour'],
  [MONTH, DAY_MS, 'day'],
  [YEAR, MONTH, 'month'],
  [Infinity, YEAR, 'year'],
];

/** The arguments of `Intl.RelativeTimeFormat`: whole units, rounded towards now; below a minute "now". */
export const relativeTimeParts = (date: Date, now: Date): { value: number; unit: RelativeUnit } => {
  const difference = date.getTime() - now.getTime();
  const distance = Math.abs(difference);

  if (distance < MINUTE_MS) {
    return { value: 0, unit: 'second' };
  }

  const [, size, unit] = STEPS.find(([limit]) => distance < limit) ?? STEPS[STEPS.length - 1];
  const value = Math.max(1, Math.floor(distance / size));

  return { value: difference < 0 ? -value : value, unit };
};

export const parseDate = (value: string | null | undefined): Date | undefined => {
  const date = value ? new Date(value) : undefined;

  return date && !Number.isNaN(date.getTime()) ? date : undefined;
};
