import type { Core } from '@strapi/types';

const offsetsOf = (year: number): number[] =>
  [0, 6].map((month) => new Date(year, month, 1).getTimezoneOffset());

/**
 * Refuses to start where the driver would write local time into columns without a time zone: the
 * hour that the clock is set back would be ambiguous, and another instance would read other instants.
 * SQLite stores milliseconds and is not concerned.
 *
 * @throws Error that says what to set
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
    `The plugin "user-profile" needs the process to run in UTC with ${strapi.db.dialect.client}, which ` +
      'stores datetimes in local time. Start Strapi with the environment variable TZ=UTC.'
  );
};
