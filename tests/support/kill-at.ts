import { setTimeout as sleep } from 'node:timers/promises';

import { NOT_NULL, UIDS } from './database';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

/**
 * Kills the server at the nth statement that matches. Needs `SERVER_CODE`.
 *
 * @param pattern of the SQL, in which an INSERT that ignores conflicts begins as any other on every database
 */
export const killAt = (app: TestStrapi, pattern: string, n: number) =>
  runInServer(
    app,
    async (strapi, source, count) => {
      let seen = 0;
      strapi.db.connection.on('query', ({ sql }: { sql: string }) => {
        const statement = sql.replace(/^insert ignore /i, 'insert ');
        seen += new RegExp(source, 'i').test(statement) ? 1 : 0;
        if (seen === count) {
          process.kill(process.pid, 'SIGKILL');
        }
      });
    },
    pattern,
    n
  );

const DEADLINE_MS = 60_000;

/** Waits until `killAt` has killed the server. */
export const waitForDeath = async (app: TestStrapi): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  const isAlive = () =>
    app.request('GET', '/_health').then(
      () => true,
      () => false
    );
  while (await isAlive()) {
    if (Date.now() > deadline) {
      throw new Error('The server was not killed: it ran fewer statements that match');
    }
    await sleep(50);
  }
};

/** Restarts a killed server, after its leases have ended. */
export const restartKilled = async (app: TestStrapi): Promise<void> => {
  await app.database.update(UIDS.job, { lease_until: NOT_NULL }, { lease_until: new Date(0) });
  await app.restart();
};
