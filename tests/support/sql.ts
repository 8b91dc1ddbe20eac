import type { DatabaseClient } from './database';

const UNITS = { second: 1000, hour: 3_600_000 };

/** The CTE `n(i)` of the numbers from the first to the last one. */
export const numbersSql = (first: number, last: number): string =>
  `with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${last})`;

/**
 * A datetime before another one. SQLite stores milliseconds.
 *
 * @param amount SQL
 */
export const beforeSql = (
  client: DatabaseClient,
  moment: number,
  amount: string,
  unit: keyof typeof UNITS
): string => {
  const text = new Date(moment).toISOString().replace('T', ' ').replace('Z', '');
  switch (client) {
    case 'sqlite':
      return `${moment} - (${amount}) * ${UNITS[unit]}`;
    case 'postgres':
      return `timestamp '${text}' - (${amount}) * interval '1 ${unit}'`;
    case 'mariadb':
      return `timestamp '${text}' - interval (${amount}) ${unit}`;
  }
};
