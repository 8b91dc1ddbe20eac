import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';
import { run } from './run.mjs';

const lockFile = path.join(root, 'package-lock.json');
/** npm's own record of what it put into node_modules. */
const installedFile = path.join(root, 'node_modules', '.package-lock.json');
const stampFile = path.join(root, 'node_modules', '.package-lock.sha256');

const lockHash = () => createHash('sha256').update(fs.readFileSync(lockFile)).digest('hex');

const isInstalled = () => {
  if (!fs.existsSync(installedFile)) return false;
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === lockHash()) return true;

  // Installed by hand: npm writes its record after, or together with, the lock file.
  const slackMs = 5_000;
  return fs.statSync(installedFile).mtimeMs + slackMs >= fs.statSync(lockFile).mtimeMs;
};

/** Installs the packages where that was not done, or where the lock file has changed since. */
export const ensureInstalled = async () => {
  if (isInstalled()) {
    console.log('The packages are installed.');
  } else {
    await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund']);
  }
  fs.writeFileSync(stampFile, lockHash());
};
