import type { Core } from '@strapi/types';

const offsetsOf = (year: number): number[] =>
  [0, 6].map((month) => new Date(year, month, 1).getTimezoneOffset());

/**
 * Requires UTC, because database drivers write local time into columns without a time zone: times in the hour
 * that a clock is set back would be ambiguous, and instances in other time zones would read other times.
 * SQLite stores milliseconds and needs no check.
 *
 * @throws Error if the process runs in another time zone
 */
export const requireUtc = (strapi: Core.Strapi): void => {
  if (strapi.db.dialect.client === 'sqlite') {
    return;
  }
  const local = offsetsOf(new Date().getFullYear()).some((offset) => offset !== 0);
  if (!local) {
    return;
  }
  throw new Error(
    `The plugin "user-profile" requires the process to run in UTC, because ${strapi.db.dialect.client} ` +
      'stores datetimes in local time. Start Strapi with the environment variable TZ=UTC.'
  );
};
