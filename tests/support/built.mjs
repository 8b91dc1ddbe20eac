import fs from 'node:fs';
import path from 'node:path';

import { pluginDir, root } from '../../scripts/lib/paths.mjs';

const pluginServer = path.join(pluginDir, 'dist', 'server', 'index.js');
const appEntry = path.join(root, 'dist', 'src', 'index.js');

const newest = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
    .reduce((latest, time) => Math.max(latest, time), 0);

const assertExists = (file) => {
  if (!fs.existsSync(file)) {
    throw new Error(`${path.relative(root, file)} is missing: run npm run build`);
  }
};

/** The tests run against the build. Throws if it is missing and warns if it is out of date. */
export const assertPluginBuilt = () => {
  assertExists(pluginServer);

  const built = fs.statSync(pluginServer).mtimeMs;
  const stale = ['server/src', 'shared'].filter(
    (name) => newest(path.join(pluginDir, name)) > built
  );
  if (stale.length > 0) {
    console.warn(
      `The plugin's build is older than its ${stale.join(' and ')}: npm run build:plugin`
    );
  }
};

export const assertBuilt = () => {
  assertExists(appEntry);
  assertPluginBuilt();
};
