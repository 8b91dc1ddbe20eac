import { assertBuilt } from './built.mjs';
import { startPostgres } from './postgres.mjs';

/** One PostgreSQL cluster for the run; each test file makes a database of its own in it. */
export default async function globalSetup() {
  assertBuilt();

  if ((process.env.TEST_DB ?? 'sqlite') !== 'postgres') return;

  if (process.env.TEST_DATABASE_URL) {
    process.env.TEST_POSTGRES_URL = process.env.TEST_DATABASE_URL;
    return;
  }

  const cluster = await startPostgres();
  process.env.TEST_POSTGRES_URL = cluster.url;
  globalThis.testPostgres = cluster;
}
