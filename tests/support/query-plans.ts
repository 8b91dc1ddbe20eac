import { type FindUsers, findUsersQuery } from '../../plugins/user-profile/shared/contracts/users';
import { tableOf, UIDS } from './database';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

/** Users up to this number are sorted, because reading the order's index would cost more. */
const FEW = 5000;
/** The counted users, and one. */
const COUNTED = 10_001;
/** If more users than that are expected, they are not counted. So a count reads no more rows. */
const MAX_COUNTED = 100_000;

/** How many rows a list may sort, and how many a scan may return. */
interface Bound {
  sorted: number;
  read: number;
}

const BOUND: Bound = { sorted: FEW, read: COUNTED };

/** A step of a plan. PostgreSQL and MariaDB: with the rows that it really returned, in all its loops. */
export interface Step {
  /** Such as `Sort` or `Index Only Scan`; on MariaDB `Sort` or the type of access; on SQLite the whole text. */
  what: string;
  relation?: string;
  rows?: number;
  /** The rows that it read and did not return. */
  removed?: number;
  steps: Step[];
}

export interface Plan {
  sql: string;
  root: Step;
}

/** Calls `find` of a service inside the server and explains each statement that it runs. */
export const explainFind = async (
  app: TestStrapi,
  serviceName: string,
  queries: object[]
): Promise<Plan[][]> => {
  return runInServer(
    app,
    async (strapi, requests, name) => {
      interface Node {
        'Node Type': string;
        'Relation Name'?: string;
        'Actual Rows': number;
        'Actual Loops': number;
        'Rows Removed by Filter'?: number;
        Plans?: Node[];
      }
      interface Line {
        id: number;
        parent: number;
        detail: string;
      }
      interface Statement {
        sql: string;
        bindings: unknown[];
      }
      interface Explained {
        what: string;
        relation?: string;
        rows?: number;
        removed?: number;
        steps: Explained[];
      }
      interface Driver {
        query(statement: { text: string; values: unknown[] }): Promise<{
          rows: { 'QUERY PLAN': [{ Plan: Node }] }[];
        }>;
        prepare(sql: string): { all(...values: unknown[]): Line[] };
        promise(): { query(sql: string, values: unknown[]): Promise<[[{ ANALYZE: string }]]> };
      }
      interface Part {
        table_name?: string;
        access_type?: string;
        r_rows?: number;
        r_loops?: number;
      }
      const { connection: database } = strapi.db;
      const { client } = strapi.db.dialect;
      const ofNode = (node: Node): Explained => ({
        what: node['Node Type'],
        relation: node['Relation Name'],
        rows: node['Actual Rows'] * node['Actual Loops'],
        removed: node['Rows Removed by Filter'],
        steps: (node.Plans ?? []).map(ofNode),
      });
      const ofLines = (lines: Line[], parent = 0): Explained[] =>
        lines
          .filter((line) => line.parent === parent)
          .map(({ id, detail }) => ({ what: detail, steps: ofLines(lines, id) }));
      /** MariaDB: tables and sorts, which are nested in other parts. */
      const ofParts = (parts: object): Explained[] =>
        Object.entries(parts).flatMap(([name, part]): Explained[] => {
          if (typeof part !== 'object' || part === null) {
            return [];
          }
          const {
            table_name: relation,
            access_type: access,
            r_rows: rows,
            r_loops: loops,
          }: Part = part;
          if (relation !== undefined) {
            const read = (rows ?? 0) * (loops ?? 0);
            return [{ what: access ?? '', relation, rows: read, steps: ofParts(part) }];
          }
          return name === 'filesort' ? [{ what: 'Sort', steps: ofParts(part) }] : ofParts(part);
        });
      // Without Knex, which would look for its own placeholders in the text.
      const explain = async (driver: Driver, { sql, bindings }: Statement): Promise<Explained> => {
        if (client === 'mysql') {
          const [[row]] = await driver.promise().query(`analyze format=json ${sql}`, bindings);
          return { what: 'statement', steps: ofParts(JSON.parse(row.ANALYZE)) };
        }
        if (client === 'postgres') {
          const text = `explain (analyze, timing off, format json) ${sql}`;
          const { rows } = await driver.query({ text, values: bindings });
          return ofNode(rows[0]['QUERY PLAN'][0].Plan);
        }
        const values = bindings.map((value) =>
          value instanceof Date || typeof value === 'boolean' ? Number(value) : value
        );
        const lines = driver.prepare(`explain query plan ${sql}`).all(...values);
        return { what: 'statement', steps: ofLines(lines) };
      };
      const plans = [];
      for (const request of requests) {
        const statements: Statement[] = [];
        const record = ({ sql, bindings }: Statement) => statements.push({ sql, bindings });
        database.on('query', record);
        await strapi.plugin('user-profile').service(name).find(request);
        database.removeListener('query', record);
        const driver = await database.client.acquireConnection();
        const explained = [];
        try {
          for (const statement of statements) {
            // Background work of the server may run other statements at the same time.
            if (/^(select|with)\b/i.test(statement.sql)) {
              explained.push({ sql: statement.sql, root: await explain(driver, statement) });
            }
          }
        } finally {
          database.client.releaseConnection(driver);
        }
        plans.push(explained);
      }
      return plans;
    },
    queries,
    serviceName
  );
};

/** The statements of the list of users. */
const explainList = (app: TestStrapi, queries: FindUsers.Request['query'][]): Promise<Plan[][]> =>
  explainFind(
    app,
    'user-reader',
    queries.map((query) => findUsersQuery.parse(query))
  );

export const stepsOf = (step: Step): Step[] => [step, ...step.steps.flatMap(stepsOf)];

/** PostgreSQL: the rows that a scan or sort really handled. */
const expectPostgres = ({ sql, root }: Plan, users: string, bound = BOUND): void => {
  for (const { what, relation, rows = 0, removed = 0, steps } of stepsOf(root)) {
    const context = { sql, what };
    // Counting what nearly all users have may read them in the order of the table: the limit ends it, soon after those
    // counted. PostgreSQL prefers that to an index if it could not vacuum the table completely.
    const isLimited = rows + removed <= 2 * COUNTED && sql.startsWith('select count');
    if (what === 'Seq Scan' && relation === users && !isLimited) {
      throw new Error(`A sequential scan of the users: ${sql}`);
    }
    if (what.includes('Sort')) {
      const sorted = steps.reduce((sum, step) => sum + (step.rows ?? 0), 0);
      expect({ ...context, isBounded: sorted <= bound.sorted }).toEqual({
        ...context,
        isBounded: true,
      });
    }
    // Counting two filters at once may read a whole index. If more than 100,000 are expected, they are not counted.
    // Together with account fields, it may read all accounts.
    const mayScan = what !== 'Seq Scan' || sql.includes(tableOf(UIDS.account));
    const isCount = isLimited || (sql.startsWith('select count') && mayScan);
    if (what.includes('Scan')) {
      const isBounded = isCount ? rows + removed <= MAX_COUNTED : rows <= bound.read;
      expect({ ...context, isBounded }).toEqual({ ...context, isBounded: true });
    }
  }
};

/** The rows that a part of a plan of MariaDB reads. */
const rowsIn = (step: Step): number => Math.max(0, ...stepsOf(step).map(({ rows = 0 }) => rows));

/** Up to this number of users, MariaDB expects sorting their ids to be faster than reading an index in order. */
const SORTED_ON_MARIADB = 15_000;

/** MariaDB: the rows that were really read. */
const expectMariadb = ({ sql, root }: Plan, _users: string, bound = BOUND): void => {
  const rows = rowsIn(root);
  const isBounded =
    sql.startsWith('select count') || rows <= Math.max(SORTED_ON_MARIADB, bound.read);
  expect({ sql, rows, isBounded }).toEqual({ sql, rows, isBounded: true });
};

/** SQLite: scans use an index, and only a page or few users are sorted. */
const expectSqlite = ({ sql, root }: Plan, users: string): void => {
  for (const { steps } of stepsOf(root)) {
    const texts = steps.map(({ what }) => what);
    const isSmall = texts.some((text) => text === 'SCAN page' || text === 'SCAN matching');
    const slow = texts.filter(
      (text) => text === `SCAN ${users}` || (text.startsWith('USE TEMP B-TREE') && !isSmall)
    );
    expect({ sql, slow }).toEqual({ sql, slow: [] });
  }
  // What runs for each user must find the one account of the user, not all that match.
  const account = `SEARCH ${tableOf(UIDS.account)} `;
  const slow = stepsOf(root)
    .filter(({ what }) => what.startsWith('CORRELATED'))
    .flatMap(stepsOf)
    .map(({ what }) => what)
    .filter((what) => what.startsWith(account) && !what.includes('document_id=?'));
  expect({ sql, slow }).toEqual({ sql, slow: [] });
};

const EXPECT = { sqlite: expectSqlite, postgres: expectPostgres, mariadb: expectMariadb };

/**
 * Fails if reading the list scans the users, or sorts or reads more of them than a page may cost.
 *
 * @param matches how many users the filters select, if the order depends on them: these may be sorted, and the
 *   index entry of each user may be read once to find them
 */
export const expectFastList = async (
  app: TestStrapi,
  queries: FindUsers.Request['query'][],
  matches?: number
): Promise<void> => {
  const bound =
    matches === undefined ? BOUND : { sorted: matches, read: await app.database.count(UIDS.user) };
  const users = tableOf(UIDS.user);
  const expectPlan = EXPECT[app.database.client];
  for (const plans of await explainList(app, queries)) {
    const ofUsers = plans.filter(({ sql }) => sql.includes(users));
    expect(ofUsers.length).toBeGreaterThan(0);
    ofUsers.forEach((plan) => expectPlan(plan, users, bound));
  }
};
