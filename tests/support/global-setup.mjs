import { assertBuilt } from './built.mjs';
import { startMariadb } from './mariadb.mjs';
import { startPostgres } from './postgres.mjs';
import { makeTemplate } from './template.mjs';

/** By client: how a server is started, and the variable that names another one. */
const SERVERS = {
  postgres: { start: startPostgres, given: process.env.TEST_DATABASE_URL },
  mariadb: { start: startMariadb, given: process.env.TEST_MARIADB_URL },
};

/** Starts one database server per run. Each test file creates its own database in it. */
const serverUrl = async ({ start, given }) => {
  if (given) {
    return given;
  }
  globalThis.testDatabaseServer = await start();
  return globalThis.testDatabaseServer.url;
};

export default async function globalSetup() {
  assertBuilt();
  const client = process.env.TEST_DB ?? 'sqlite';
  if (Object.hasOwn(SERVERS, client)) {
    process.env.TEST_SERVER_URL = await serverUrl(SERVERS[client]);
  }
  globalThis.testTemplate = await makeTemplate(client, process.env.TEST_SERVER_URL);
  process.env.TEST_TEMPLATE = globalThis.testTemplate.name;
}
