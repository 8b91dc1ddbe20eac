import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

const mustRun: typeof runInServer = async (app, code, ...args) => {
  const outcome = await runInServer(app, code, ...args);
  if (outcome.error) {
    throw new Error(`${outcome.error.name}: ${outcome.error.message}`);
  }
  return outcome;
};

/**
 * Runs `work` and returns the SQL that the server ran for it, work after the response included.
 *
 * @param app must have been started with `SERVER_CODE`, and must have nothing else to do
 */
export const recordSql = async (
  app: TestStrapi,
  work: () => Promise<unknown>
): Promise<string[]> => {
  await mustRun(app, async (strapi) => {
    const statements: string[] = [];
    const record = ({ sql }: { sql: string }) => statements.push(sql);
    strapi.db.connection.on('query', record);
    strapi.config.set('test.recording', { statements, record });
  });
  let result: string[] | undefined;
  try {
    await work();
  } finally {
    ({ result } = await mustRun(app, async (strapi) => {
      await strapi.plugin('user-profile').service('background-tasks').settle();
      const { statements, record } = strapi.config.get<{
        statements: string[];
        record: () => void;
      }>('test.recording');
      strapi.db.connection.removeListener('query', record);
      return statements;
    }));
  }
  return result ?? [];
};
