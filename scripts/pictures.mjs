/**
 * `npm run pictures`: takes the pictures of the documentation from a running demo.
 *
 *   npm run demo                      in another terminal, with the sample admin
 *   PORT=1400 npm run pictures        if the demo uses another port than 1337
 */
import path from 'node:path';

import { chromium } from 'playwright-core';

import { readPort } from './demo/port.mjs';
import { sample } from './demo/settings.mjs';
import { findChromium } from './lib/chromium.mjs';
import { root } from './lib/paths.mjs';

const VIEWPORT = { width: 1360, height: 852 };
const SAMPLE_USER = 'acacia.sample@example.com';

const base = `http://127.0.0.1:${readPort(process.env.PORT)}/admin`;
const plugin = `${base}/plugins/user-profile`;

const logIn = async (page) => {
  await page.goto(`${base}/auth/login`);
  await page.fill('input[name=email]', sample.admin.email);
  await page.fill('input[name=password]', sample.admin.password);
  await page.click('button[type=submit]');
  await page.getByRole('navigation').first().waitFor();
};

/** The banner of Strapi's own news covers a part of each page, and may appear late. */
const hideBanner = (page) =>
  page.addInitScript({
    content: ['false', 'undefined']
      .map((project) => `STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:${project}`)
      .map((key) => `localStorage.setItem('${key}', 'true');`)
      .join('\n'),
  });

/** Skeletons and outdated rows are in a region with `aria-busy`. */
const waitUntilLoaded = (page) =>
  page
    .locator('main[aria-busy="true"], main [aria-busy="true"]')
    .first()
    .waitFor({ state: 'detached' });

/** @param shown what the page shows once its data is there */
const take = async (page, name, shown) => {
  await shown.first().waitFor();
  await waitUntilLoaded(page);
  await page.waitForLoadState('networkidle');
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: path.join(root, 'docs', 'images', `${name}.png`),
    // A dialog that fades in would be half transparent.
    animations: 'disabled',
  });
  console.log(`docs/images/${name}.png`);
};

const takePages = async (page, main) => {
  const rows = main.getByRole('row').nth(1);
  await take(page, 'users', rows);
  await page.goto(`${plugin}/connections`);
  await take(page, 'connections', rows);
  await page.goto(`${plugin}/log`);
  await take(page, 'log', rows);
  await page.goto(`${plugin}/overview`);
  // Without counts, e.g. right after the first start, there is no link to a day.
  await take(page, 'overview', main.getByRole('group').getByRole('link'));
  await page.goto(`${base}/settings/user-profile`);
  await take(page, 'settings', main.getByRole('region', { name: 'Configuration' }));
};

const takeGuide = async (page, main) => {
  await page.goto(`${base}/demo`);
  await take(page, 'demo', main.getByRole('listitem'));
};

const takeUser = async (page, main) => {
  await page.goto(`${plugin}?_q=${SAMPLE_USER}`);
  await main.getByText(SAMPLE_USER).first().click();
  await take(page, 'details', main.getByRole('heading', { name: 'User identity' }));
  await main.getByRole('button', { name: 'Change role' }).click();
  const dialog = page.getByRole('dialog');
  await take(page, 'roles', dialog.getByRole('combobox', { name: 'Role' }));
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  for (const tab of ['Devices', 'History', 'Locations']) {
    await page.getByRole('link', { name: tab }).click();
    // The outline of the countries is a large file that is drawn after it was loaded.
    const pin = page.getByRole('application').getByRole('button');
    await take(page, tab.toLowerCase(), tab === 'Locations' ? pin : main.getByRole('row').nth(1));
  }
};

const browser = await chromium.launch({ executablePath: findChromium() ?? undefined });
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  const main = page.getByRole('main').last();
  await hideBanner(page);
  await logIn(page);
  await takeGuide(page, main);
  await page.goto(plugin);
  await takePages(page, main);
  await takeUser(page, main);
} finally {
  await browser.close();
}
