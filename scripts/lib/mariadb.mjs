import fs from 'node:fs';
import path from 'node:path';

import { installPackages } from './apt.mjs';

/** Debian's folder for servers is not in the PATH of every user. */
const folders = () => [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin'];

const find = (name) =>
  folders()
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));

/** The programs of a MariaDB server on this machine, or null. */
export const findMariadb = () => {
  const server = find('mariadbd');
  const install = find('mariadb-install-db');
  // mariadb-install-db runs it.
  const defaults = find('my_print_defaults');
  return server && install && defaults ? { server, install } : null;
};

/** The server without the package that starts it with the system, and what its set-up needs of the client. */
const PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];

/** Installs MariaDB with apt-get if it is missing and this process runs as root. */
export const ensureMariadb = () => {
  if (process.env.TEST_MARIADB_URL || findMariadb()) {
    return;
  }
  if (installPackages(...PACKAGES) && findMariadb()) {
    return;
  }
  throw new Error(
    `The tests on MariaDB require its server. Install it with "apt-get install ${PACKAGES.join(' ')}", or set TEST_MARIADB_URL to the URL of a MariaDB or MySQL server: mysql://user:password@host:port.`
  );
};
