import { type FindUsers, findUsersQuery } from '../../plugins/user-profile/shared/contracts/users';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

/** A step of a plan. PostgreSQL: with the rows that it really returned, in all its loops. */
export interface Step {
  /** Such as `Sort` or `Index Only Scan`; on SQLite the whole text, such as `SCAN page`. */
  what: string;
  relation?: string;
  rows?: number;
  steps: Step[];
}

export interface Plan {
  sql: string;
  root: Step;
}

/** Reads the list inside the server and explains each statement that the list runs. */
export const explainList = async (
  app: TestStrapi,
  queries: FindUsers.Request['query'][]
): Promise<Plan[][]> => {
  const { result, error } = await runInServer(
    app,
    async (strapi, requests) => {
      interface Node {
        'Node Type': string;
        'Relation Name'?: string;
        'Actual Rows': number;
        'Actual Loops': number;
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
        steps: Explained[];
      }
      interface Driver {
        query(statement: { text: string; values: unknown[] }): Promise<{
          rows: { 'QUERY PLAN': [{ Plan: Node }] }[];
        }>;
        prepare(sql: string): { all(...values: unknown[]): Line[] };
      }
      const { connection: database } = strapi.db;
      const isPostgres = strapi.db.dialect.client === 'postgres';
      const ofNode = (node: Node): Explained => ({
        what: node['Node Type'],
        relation: node['Relation Name'],
        rows: node['Actual Rows'] * node['Actual Loops'],
        steps: (node.Plans ?? []).map(ofNode),
      });
      const ofLines = (lines: Line[], parent = 0): Explained[] =>
        lines
          .filter((line) => line.parent === parent)
          .map(({ id, detail }) => ({ what: detail, steps: ofLines(lines, id) }));
      // Without Knex, which would look for its own placeholders in the text.
      const explain = async (driver: Driver, { sql, bindings }: Statement): Promise<Explained> => {
        if (isPostgres) {
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
        await strapi.plugin('user-profile').service('user-reader').find(request);
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
    queries.map((query) => findUsersQuery.parse(query))
  );
  if (error) {
    throw new Error(`${error.name}: ${error.message}`);
  }
  return result ?? [];
};
