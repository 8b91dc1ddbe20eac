import { setImmediate } from 'node:timers/promises';

import { tableOf, type TestDatabase, UIDS } from './database';
import type { Query } from './query-log';
import { beforeSql, numbersSql } from './sql';

const BATCH = 10_000;

/** Inserts users without Strapi. Every user is a Person; every 33rd has the family name Keller. */
export const fillUsers = async (database: TestDatabase, count: number): Promise<void> => {
  const created = beforeSql(database.client, Date.UTC(2026, 0, 1), `${count} - i`, 'second');
  for (let first = 1; first < count; first += BATCH) {
    await database.query(
      `insert into ${tableOf(UIDS.user)} (document_id, user_id, folded_user_id, name, folded_name, folded_family_name, created_at)
       ${numbersSql(first, first + BATCH - 1)} select 'document' || i, 'sample|nr' || i, 'sample|nr' || i, 'Person ' || i,
       'person ' || i, case when i % 33 = 0 then 'keller' else 'n' || i end, ${created} from n`
    );
    // SQLite runs synchronously. Between batches, the event loop notices connections that the server has closed.
    await setImmediate();
  }
  await database.analyze();
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

/** A part of a plan of MariaDB. Tables are nested in blocks, sorts and other operations. */
interface PlanPart {
  table_name?: string;
  /** The rows that were read in each loop. */
  r_rows?: number;
  r_loops?: number;
  [inner: string]: unknown;
}

const rowsReadOnMariadb = (part: PlanPart): number => {
  // The rows of a derived table are in memory, and those that it was made from are counted.
  const isStored = part.table_name !== undefined && !part.table_name.startsWith('<');
  const own = isStored ? (part.r_rows ?? 0) * (part.r_loops ?? 0) : 0;
  return Object.values(part).reduce(
    (sum: number, inner) =>
      typeof inner === 'object' && inner !== null
        ? sum + rowsReadOnMariadb(inner as PlanPart)
        : sum,
    own
  );
};

/** Recorded queries contain dates as JSON has them. MariaDB finds no range of an index with the `Z` at their end. */
const toDate = (binding: Query['bindings'][number]) =>
  typeof binding === 'string' && /^\d{4}-.*Z$/.test(binding) ? new Date(binding) : binding;

/**
 * How a query is run.
 *
 * @returns the rows that PostgreSQL and MariaDB read, and the tables that SQLite scans without an index or sorts
 */
export const readPlan = async (
  database: TestDatabase,
  { sql, bindings }: Query
): Promise<{ rows: number; scans: string[] }> => {
  switch (database.client) {
    case 'sqlite': {
      const steps = await database.query<{ detail: string }>(`explain query plan ${sql}`, bindings);
      const details = steps.map(({ detail }) => detail);
      return {
        rows: 0,
        scans: details.filter((detail) =>
          /^SCAN (?!counted|.* USING |.*VIRTUAL)|TEMP B-TREE/.test(detail)
        ),
      };
    }
    case 'postgres': {
      const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain (analyze, format json) ${sql.replace(/\$\d+/g, '?')}`,
        bindings
      );
      return { rows: rowsRead(row['QUERY PLAN'][0].Plan), scans: [] };
    }
    case 'mariadb': {
      const [row] = await database.query<{ ANALYZE: string }>(
        `analyze format=json ${sql}`,
        bindings.map(toDate)
      );
      return { rows: rowsReadOnMariadb(JSON.parse(row.ANALYZE)), scans: [] };
    }
  }
};
