import { createHash } from 'node:crypto';

const sha256 = (connection, id) =>
  createHash('sha256').update(`${connection}\0${id}`).digest('hex');

const postgres = {
  /** A table `s` with the column `i`: 1 to `count`. */
  series: (count) => `(select i from generate_series(1::bigint, ${count}) as g(i)) s`,
  moment: (ms) => `(timestamp '1970-01-01' + (${ms}) * interval '1 millisecond')`,
  pad: (number, width) => `lpad((${number})::text, ${width}, '0')`,
  identityKey: (connection, id) =>
    `encode(sha256(convert_to(${connection}, 'UTF8') || '\\x00'::bytea || convert_to(${id}, 'UTF8')), 'hex')`,
  /** @param pairs key -> SQL expression */
  json: (pairs) =>
    `jsonb_build_object(${Object.entries(pairs)
      .map(([key, sql]) => `'${key}', ${sql}`)
      .join(', ')})`,
  columns: async (db, table) =>
    (
      await db.query(
        'select column_name as name from information_schema.columns where table_name = $1 and table_schema = current_schema()',
        [table]
      )
    ).map(({ name }) => name),
};

const sqlite = {
  series: (count) =>
    `(with recursive g(i) as (select 1 union all select i + 1 from g where i < ${count}) select i from g) s`,
  moment: (ms) => `(${ms})`,
  pad: (number, width) => `printf('%0${width}d', ${number})`,
  identityKey: (connection, id) => `bench_sha256(${connection}, ${id})`,
  json: (pairs) =>
    `json_object(${Object.entries(pairs)
      .map(([key, sql]) => `'${key}', ${sql}`)
      .join(', ')})`,
  columns: async (db, table) => (await db.query(`pragma table_info(${table})`)).map((c) => c.name),
};

/** The SQL that differs between the databases. */
export const dialectOf = (db) => {
  if (db.client === 'postgres') {
    return postgres;
  }
  db.native.function('bench_sha256', { deterministic: true }, sha256);
  return sqlite;
};
