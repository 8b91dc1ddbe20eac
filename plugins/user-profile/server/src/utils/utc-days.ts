import { DAY_MS } from '../../../shared/durations';

/** A day in UTC as `YYYY-MM-DD`. Text order is time order. */
export type UtcDay = string;

export const utcDayOf = (date: Date): UtcDay => date.toISOString().slice(0, 10);

export const startOfUtcDay = (day: UtcDay): Date => new Date(`${day}T00:00:00.000Z`);

/** In UTC, each day has 24 hours. */
export const addDays = (day: UtcDay, days: number): UtcDay =>
  utcDayOf(new Date(startOfUtcDay(day).getTime() + days * DAY_MS));

/** All days from the first to the last one; none if the last one is earlier. */
export const daysBetween = (first: UtcDay, last: UtcDay): UtcDay[] => {
  const length =
    Math.round((startOfUtcDay(last).getTime() - startOfUtcDay(first).getTime()) / DAY_MS) + 1;
  return Array.from({ length: Math.max(length, 0) }, (_day, index) => addDays(first, index));
};
