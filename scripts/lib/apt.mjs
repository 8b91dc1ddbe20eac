import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const apt = (...args) =>
  spawnSync('apt-get', args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Installs packages of Debian or Ubuntu. @returns false if that failed, or this process may not do it */
export const installPackages = (...names) =>
  process.getuid?.() === 0 &&
  fs.existsSync('/usr/bin/apt-get') &&
  apt('update') &&
  apt('install', '-y', '--no-install-recommends', ...names);
