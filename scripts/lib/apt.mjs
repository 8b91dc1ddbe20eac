import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Without a network, it fails soon instead of waiting for each mirror. */
const LIMITS = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

const apt = (...args) =>
  spawnSync('apt-get', [...LIMITS, ...args], {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/**
 * Installs packages of Debian or Ubuntu.
 * @returns false if that failed, or this process may not do it
 */
export const installPackages = (...names) =>
  process.getuid?.() === 0 &&
  fs.existsSync('/usr/bin/apt-get') &&
  apt('update') &&
  apt('install', '-y', '--no-install-recommends', ...names);
