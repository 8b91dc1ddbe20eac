import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { installPackages } from './apt.mjs';

/** Debian's build without a user interface starts fewer processes, so the browser tests take less time. */
const HEADLESS = 'chromium-headless-shell';

const NAMES = [HEADLESS, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const onPath = (names) => {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
};

/** Where `npx playwright install chromium` puts its browsers, newest first. */
const inPlaywrightCache = () => {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    path.join(os.homedir(), '.cache', 'ms-playwright'),
    path.join(os.homedir(), 'Library', 'Caches', 'ms-playwright'),
  ];

  return caches
    .filter((cache) => cache && fs.existsSync(cache))
    .flatMap((cache) =>
      fs
        .readdirSync(cache)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
        .flatMap((name) => [
          path.join(cache, name, 'chrome-linux', 'chrome'),
          path.join(cache, name, 'chrome-linux64', 'chrome'),
          path.join(cache, name, 'chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'),
        ])
    );
};

/** The executable of a Chromium on this machine, or null. */
export const findChromium = () => {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!fs.existsSync(named)) {
      throw new Error(`CHROMIUM_PATH is set to ${named}, which does not exist`);
    }
    return named;
  }

  const candidates = [...onPath(NAMES), ...MAC_APPLICATIONS, ...inPlaywrightCache()];
  return candidates.find((file) => fs.existsSync(file)) ?? null;
};

const isHeadlessPresent = () =>
  process.env.CHROMIUM_PATH || onPath([HEADLESS]).some((file) => fs.existsSync(file));

/**
 * Installs Chromium with apt-get if this process runs as root: the headless build, or the whole one
 * if that fails and this machine has no browser.
 */
export const ensureChromium = () => {
  if (isHeadlessPresent() || installPackages(HEADLESS) || findChromium()) {
    return;
  }

  if (installPackages('chromium') && findChromium()) {
    return;
  }

  throw new Error(
    'The browser tests require Chromium. Install it with "apt-get install chromium" or "npx playwright install chromium", or set CHROMIUM_PATH to its executable.'
  );
};
