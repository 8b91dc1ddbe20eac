/**
 * A MariaDB server for one test run, with the programs that are installed on this machine. No data has to
 * survive the run, so the server trades durability for speed.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { ensureMariadb, findMariadb } from '../../scripts/lib/mariadb.mjs';
import { freePort, giveToServer, serverOptions, startDatabaseServer } from './database-server.mjs';

const USER = 'test';

const SETTINGS = {
  'bind-address': '127.0.0.1',
  'skip-name-resolve': 'on',
  // As in Debian's packages.
  'character-set-server': 'utf8mb4',
  'collation-server': 'utf8mb4_general_ci',
  'max-connections': '150',
  'innodb-buffer-pool-size': '128M',
  'innodb-flush-log-at-trx-commit': '0',
  'innodb-flush-method': 'nosync',
  'innodb-doublewrite': 'off',
  // A file for each table would have to be created for each copy of the template.
  'innodb-file-per-table': 'off',
};

/** @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>} */
export const startMariadb = async () => {
  ensureMariadb();
  const programs = findMariadb();
  const runFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-mariadb-'));
  fs.chmodSync(runFolder, 0o755);
  const removeFolder = () => fs.rmSync(runFolder, { recursive: true, force: true });

  try {
    const data = path.join(runFolder, 'data');
    const initFile = path.join(runFolder, 'init.sql');
    const password = randomBytes(12).toString('hex');
    fs.mkdirSync(data, { mode: 0o700 });
    const account = `'${USER}'@'127.0.0.1'`;
    fs.writeFileSync(
      initFile,
      `create user ${account} identified by '${password}';\ngrant all on *.* to ${account};\n`,
      { mode: 0o600 }
    );
    giveToServer(runFolder, data, initFile);
    await promisify(execFile)(
      programs.install,
      ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--skip-name-resolve'],
      serverOptions(runFolder)
    );

    const port = await freePort();
    const { pid, stop } = await startDatabaseServer(
      programs.server,
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--port=${port}`,
        `--socket=${path.join(runFolder, 'socket')}`,
        `--pid-file=${path.join(runFolder, 'pid')}`,
        `--init-file=${initFile}`,
        ...Object.entries(SETTINGS).map(([name, value]) => `--${name}=${value}`),
      ],
      {
        folder: runFolder,
        readyText: 'ready for connections',
        // An orderly stop would write what nothing reads.
        signals: { stop: 'SIGKILL', kill: 'SIGKILL' },
      }
    );

    return {
      url: `mysql://${USER}:${password}@127.0.0.1:${port}`,
      pid,
      stop: () => stop().then(removeFolder),
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
};
