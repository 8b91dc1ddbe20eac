import { setTimeout as sleep } from 'node:timers/promises';

import { UIDS } from './database';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

/** Kills the server at the nth statement that matches. Needs `SERVER_CODE` and a separate process. */
export const killAt = (app: TestStrapi, pattern: string, n: number) =>
  runInServer(
    app,
    async (strapi, source, count) => {
      let seen = 0;
      strapi.db.connection.on('query', ({ sql }: { sql: string }) => {
        seen += new RegExp(source, 'i').test(sql) ? 1 : 0;
        if (seen === count) {
          process.kill(process.pid, 'SIGKILL');
        }
      });
    },
    pattern,
    n
  );

export const waitForDeath = async (app: TestStrapi): Promise<void> => {
  const isAlive = () =>
    app.request('GET', '/_health').then(
      () => true,
      () => false
    );
  while (await isAlive()) {
    await sleep(50);
  }
};

/** Restarts a killed server, after its lease of the job has ended. */
export const restartKilled = async (app: TestStrapi, job: string): Promise<void> => {
  await app.database.update(UIDS.job, { name: job }, { lease_until: new Date(0) });
  await app.restart();
};
