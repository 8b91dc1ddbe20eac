import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

export interface Query {
  sql: string;
  bindings: (string | number | boolean | null)[];
}

/**
 * Runs `work` and returns the queries that the server ran for it, work after the response included.
 *
 * @param app must have been started with `SERVER_CODE`, and must have nothing else to do
 */
export const recordQueries = async (
  app: TestStrapi,
  work: () => Promise<unknown>
): Promise<Query[]> => {
  await runInServer(app, async (strapi) => {
    // Waits for other work, such as the pass that follows the start.
    await strapi.plugin('user-profile').service('background-tasks').settle();
    const statements: Query[] = [];
    const record = ({ sql, bindings }: Query) => statements.push({ sql, bindings });
    strapi.db.connection.on('query', record);
    strapi.config.set('test.recording', { statements, record });
  });
  let result: Query[] | undefined;
  try {
    await work();
  } finally {
    result = await runInServer(app, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
      const { statements, record } = strapi.config.get<{
        statements: Query[];
        record: () => void;
      }>('test.recording');
      strapi.db.connection.removeListener('query', record);
      return statements;
    });
  }
  return result ?? [];
};

/** Like `recordQueries`, without the bindings. */
export const recordSql = async (app: TestStrapi, work: () => Promise<unknown>): Promise<string[]> =>
  (await recordQueries(app, work)).map(({ sql }) => sql);
