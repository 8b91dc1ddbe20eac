import { assertBuilt } from './built.mjs';
import { startPostgres } from './postgres.mjs';
import { makeTemplate } from './template.mjs';

/** Starts one PostgreSQL cluster per run. Each test file creates its own database in it. */
const postgresUrl = async () => {
  if (process.env.TEST_DATABASE_URL) {
    return process.env.TEST_DATABASE_URL;
  }
  globalThis.testPostgres = await startPostgres();
  return globalThis.testPostgres.url;
};

export default async function globalSetup() {
  assertBuilt();
  const client = process.env.TEST_DB ?? 'sqlite';
  if (client === 'postgres') {
    process.env.TEST_POSTGRES_URL = await postgresUrl();
  }
  globalThis.testTemplate = await makeTemplate(client, process.env.TEST_POSTGRES_URL);
  process.env.TEST_TEMPLATE = globalThis.testTemplate.name;
}
