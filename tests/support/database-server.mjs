/** What the servers of PostgreSQL and MariaDB for one test run have in common. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

/** The unprivileged system user that the servers run as, since they do not run as root. */
const UNPRIVILEGED_ID = 65534;

const START_TIMEOUT_MS = 60_000;

export const asUnprivileged = process.getuid?.() === 0;

/** The options of `spawn` for a database server. Its environment has no settings of this user. */
export const serverOptions = (folder) => ({
  ...(asUnprivileged ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}),
  cwd: folder,
  env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' },
});

/** Gives files to the user that the server runs as. */
export const giveToServer = (...files) => {
  if (asUnprivileged) {
    files.forEach((file) => fs.chownSync(file, UNPRIVILEGED_ID, UNPRIVILEGED_ID));
  }
};

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const untilReady = (server, readyText) =>
  new Promise((resolve, reject) => {
    let log = '';
    const timer = setTimeout(
      () => reject(new Error(`The database server is not ready: ${log}`)),
      START_TIMEOUT_MS
    );
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The database server ended with ${code}: ${log}`));
    });
    server.stderr.on('data', (chunk) => {
      // Keeps reading after the start: a full pipe would block the server.
      if (log.length < 20_000) {
        log += chunk;
      }
      if (log.includes(readyText)) {
        clearTimeout(timer);
        resolve();
      }
    });
  });

/**
 * Starts a database server and waits until its log contains `readyText`.
 *
 * @param signals how the server is stopped, and how it is ended without stop()
 * @returns {Promise<{ pid: number, stop: () => Promise<void> }>}
 */
export const startDatabaseServer = async (program, args, { folder, readyText, signals }) => {
  const server = spawn(program, args, {
    ...serverOptions(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });

  // In case this process exits without calling stop().
  const killOnExit = () => server.kill(signals.kill);
  process.once('exit', killOnExit);

  try {
    await untilReady(server, readyText);
  } catch (error) {
    server.kill(signals.kill);
    throw error;
  }

  return {
    pid: server.pid,
    async stop() {
      process.removeListener('exit', killOnExit);
      server.removeAllListeners('exit');
      if (server.exitCode === null) {
        const ended = new Promise((resolve) => server.once('exit', resolve));
        server.kill(signals.stop);
        await ended;
      }
    },
  };
};
