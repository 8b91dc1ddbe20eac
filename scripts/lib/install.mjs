import fs from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';
import { run } from './run.mjs';

const readPackages = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** Whether npm's own record of node_modules holds what the lock file asks for. */
const isInstalled = () => {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) {
    return false;
  }

  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(record);

  return Object.entries(wanted)
    .filter(([folder]) => folder.includes('node_modules/'))
    .every(([folder, { version, optional, devOptional }]) => {
      const found = installed[folder];
      // What is optional may be for another system.
      if (!found) {
        return Boolean(optional || devOptional);
      }
      return found.version === version;
    });
};

/** Installs the packages where that was not done, or where the lock file has changed since. */
export const ensureInstalled = async () => {
  if (isInstalled()) {
    console.log('The packages are installed.');
    return;
  }
  await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
};
