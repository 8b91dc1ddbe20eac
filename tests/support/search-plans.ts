import { setImmediate } from 'node:timers/promises';

import { tableOf, type TestDatabase, UIDS } from './database';
import type { Query } from './query-log';

const BATCH = 10_000;

/** Inserts users without Strapi. Every user is a Person; every 33rd has the family name Keller. */
export const fillUsers = async (database: TestDatabase, count: number): Promise<void> => {
  const isSqlite = database.client === 'sqlite';
  const numbers = isSqlite
    ? 'with recursive numbers (n) as (select ? union all select n + 1 from numbers where n < ?)'
    : 'with numbers (n) as (select generate_series(?::integer, ?::integer))';
  const date = isSqlite ? '1750000000000 + n' : `timestamp '2025-01-01' + n * interval '1 second'`;
  const users = tableOf(UIDS.user);
  for (let first = 1; first < count; first += BATCH) {
    await database.query(
      `insert into ${users} (document_id, user_id, folded_user_id, name, folded_name, folded_family_name, created_at)
       ${numbers} select 'document' || n, 'sample|nr' || n, 'sample|nr' || n, 'Person ' || n, 'person ' || n,
       case when n % 33 = 0 then 'keller' else 'n' || n end, ${date} from numbers`,
      [first, first + BATCH - 1]
    );
    // SQLite runs synchronously: connections that the server closes must be noticed.
    await setImmediate();
  }
  await database.query(isSqlite ? 'analyze' : 'vacuum analyze');
};

interface PlanNode {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

const rowsRead = (node: PlanNode): number => {
  const own = /Scan/.test(node['Node Type'])
    ? node['Actual Rows'] +
      (node['Rows Removed by Filter'] ?? 0) +
      (node['Rows Removed by Index Recheck'] ?? 0)
    : 0;
  const inner = (node.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0);
  return own * node['Actual Loops'] + inner;
};

/**
 * How a query is run.
 *
 * @returns the rows that PostgreSQL reads, and the tables that SQLite scans without an index or sorts
 */
export const readPlan = async (
  database: TestDatabase,
  { sql, bindings }: Query
): Promise<{ rows: number; scans: string[] }> => {
  if (database.client === 'sqlite') {
    const steps = await database.query<{ detail: string }>(`explain query plan ${sql}`, bindings);
    const details = steps.map(({ detail }) => detail);
    return {
      rows: 0,
      scans: details.filter((detail) =>
        /^SCAN (?!counted|.* USING |.*VIRTUAL)|TEMP B-TREE/.test(detail)
      ),
    };
  }
  const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, format json) ${sql.replace(/\$\d+/g, '?')}`,
    bindings
  );
  return { rows: rowsRead(row['QUERY PLAN'][0].Plan), scans: [] };
};
