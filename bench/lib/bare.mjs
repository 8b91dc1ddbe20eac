import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { root } from '../../scripts/lib/paths.mjs';
import { atEnd } from './cleanup.mjs';
import { createClient } from './http.mjs';

/** Starts the server of `bench/server/bare.mjs`. */
export const startBareServer = async (databaseUrl) => {
  const child = fork(path.join(root, 'bench', 'server', 'bare.mjs'), [], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', BARE_DATABASE_URL: databaseUrl },
  });
  const stop = atEnd(async () => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  });
  const [port] = await once(child, 'message');
  return { ...createClient(`http://127.0.0.1:${port}`), stop };
};
