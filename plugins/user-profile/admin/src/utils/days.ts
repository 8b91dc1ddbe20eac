/** A calendar day as `YYYY-MM-DD`, in the administrator's time zone. */
export type Day = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const midnightOf = (day: Day, offset = 0): Date => {
  const [year, month, date] = day.split('-').map(Number);
  const midnight = new Date(2000, 0, 1);

  // `new Date(99, …)` would be the year 1999.
  midnight.setFullYear(year, month - 1, date + offset);

  return midnight;
};

export const dayOf = (date: Date): Day =>
  [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join('-');

/** @returns undefined for a date that does not exist, e.g. `2026-02-30` */
export const parseDay = (value: unknown): Day | undefined =>
  typeof value === 'string' && DAY.test(value) && dayOf(midnightOf(value)) === value
    ? value
    : undefined;

export const startOfDay = (day: Day): string => midnightOf(day).toISOString();

/** The start of the next day: a day may have 23 or 25 hours. */
export const endOfDay = (day: Day): string => midnightOf(day, 1).toISOString();

/**
 * The day of a date, as `minDate` and `maxDate` of the design system take it: they are read in UTC, and compared
 * with days in the local time zone (@strapi/design-system 2.2.4, DatePicker).
 */
export const pickerDay = (date: Date): Date =>
  new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));

const minuteOf = (date: Date): string =>
  [dayOf(date), date.getHours(), date.getMinutes()].join(' ');

/** Whether a clock shows the same minute: at the end of summer time, two instants have the same time. */
export const isSameMinute = (one: Date, other: Date): boolean => minuteOf(one) === minuteOf(other);
