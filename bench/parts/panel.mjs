import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { chromium } from 'playwright-core';

import { findChromium } from '../../scripts/lib/chromium.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { atEnd } from '../lib/cleanup.mjs';
import { compare } from '../lib/compare.mjs';
import { startServer } from '../lib/server.mjs';

const USERS = '/plugins/user-profile';
const CONTENT_MANAGER =
  '/content-manager/collection-types/plugin::users-permissions.user?page=1&pageSize=25&sort=createdAt:DESC';
const KILOBYTE = 1024;

/** Its own network requests are off, because they stall on a machine without a network. */
const launch = async () => {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error('Chromium is missing: install it or set CHROMIUM_PATH');
  }
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });
  return { browser, close: atEnd(() => browser.close()) };
};

const logIn = async (browser, { url, admin }) => {
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1440, height: 1000 } });
  await page.goto(`${url}/admin/auth/login`);
  await page.fill('input[name=email]', admin.email);
  await page.fill('input[name=password]', admin.password);
  await page.click('button[type=submit]');
  await page.getByRole('navigation').first().waitFor();
  return page;
};

/** Strapi's guided tour covers the first list that an admin opens. */
const skipTour = async (page, url) => {
  await page.goto(url);
  await page.locator('tbody tr').first().waitFor();
  const skip = page.getByRole('button', { name: 'Skip', exact: true });
  await skip.click({ timeout: 10_000 }).catch(() => console.log('  There is no tour to skip'));
};

/** Opens a list by its URL, as a bookmark does, until its first row can be clicked. */
const openList = async (page, url) => {
  const started = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('tbody tr').first().click({ trial: true });
  return performance.now() - started;
};

/** The scripts and styles that a list loads, by URL, with their size in gzip. */
const readAssets = async (page, url) => {
  const sizes = new Map();
  const reading = [];
  const read = (response) => {
    if (['script', 'stylesheet'].includes(response.request().resourceType())) {
      reading.push(
        response
          .body()
          .then((body) => sizes.set(response.url(), gzipSync(body, { level: 9 }).length))
      );
    }
  };
  page.on('response', read);
  await openList(page, url);
  await page.waitForLoadState('networkidle');
  page.off('response', read);
  await Promise.all(reading);
  return sizes;
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const measureWeight = (report, page, base) =>
  report.measure('scripts of the Users page beyond those of the Content Manager', async (name) => {
    // A page from the cache has no response body.
    const session = await page.context().newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const strapi = await readAssets(page, base + CONTENT_MANAGER);
    const users = await readAssets(page, base + USERS);
    await session.send('Network.setCacheDisabled', { cacheDisabled: false });
    const own = [...users].filter(([url]) => !strapi.has(url)).map(([, size]) => size);
    report.ratio({
      name,
      value: sum(own) / KILOBYTE,
      against: 'all scripts of the Content Manager list',
      baseline: sum([...strapi.values()]) / KILOBYTE,
      unit: 'KB gzip',
    });
  });

export default {
  name: 'panel',
  title: 'Panel in a browser',
  async run({ report, sites }) {
    if (!fs.existsSync(path.join(root, 'dist', 'build', 'index.html'))) {
      throw new Error('The panel is not built: run npm run build');
    }
    const { database } = await sites.large();
    const server = await startServer(database, {
      env: { ...sites.configEnv(), BENCH_PANEL: 'true' },
    });
    await server.adminToken();
    const { browser, close } = await launch();
    const page = await logIn(browser, server);
    const base = `${server.url}/admin`;
    await skipTour(page, base + CONTENT_MANAGER);
    await measureWeight(report, page, base);
    await report.measure('time to a usable Users page', (name) =>
      compare(
        report,
        { name, measure: () => openList(page, base + USERS) },
        [
          {
            label: 'Content Manager',
            measure: () => openList(page, base + CONTENT_MANAGER),
            atMost: 1,
          },
        ],
        { rounds: 9, budgetMs: 30_000 }
      )
    );
    await close();
    await server.stop();
  },
};
