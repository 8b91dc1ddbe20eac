import fs from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';
import { run } from './run.mjs';

const readPackages = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** Whether npm's record of node_modules matches the lock file. */
const isInstalled = () => {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) {
    return false;
  }

  const locked = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(record);

  return Object.entries(locked)
    .filter(([folder]) => folder.includes('node_modules/'))
    .every(([folder, { version, optional, devOptional }]) => {
      const found = installed[folder];
      // Optional packages may be for another platform.
      if (!found) {
        return Boolean(optional || devOptional);
      }
      return found.version === version;
    });
};

/** Installs the packages if they are missing or the lock file has changed. */
export const ensureInstalled = async () => {
  if (isInstalled()) {
    console.log('Packages are up to date.');
    return;
  }
  await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
};
