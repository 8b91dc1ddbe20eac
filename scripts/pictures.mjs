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

/** The banner of Strapi's own news covers a part of each page. It stays closed for the session. */
const closeBanner = async (page) => {
  const close = page.getByRole('button', { name: 'Close' }).first();
  await close.click({ timeout: 5000 }).catch(() => console.log('There is no banner to close'));
};

const take = async (page, name) => {
  await page.waitForLoadState('networkidle');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(root, 'docs', 'images', `${name}.png`) });
  console.log(`docs/images/${name}.png`);
};

const browser = await chromium.launch({ executablePath: findChromium() ?? undefined });
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await logIn(page);
  await page.goto(plugin);
  await closeBanner(page);
  await take(page, 'users');
  await page.goto(`${plugin}/connections`);
  await take(page, 'connections');
  await page.goto(`${plugin}?_q=${SAMPLE_USER}`);
  await page.getByText(SAMPLE_USER).first().click();
  await page.getByRole('link', { name: 'Devices' }).waitFor();
  await take(page, 'details');
  for (const tab of ['Devices', 'History', 'Locations']) {
    await page.getByRole('link', { name: tab }).click();
    if (tab === 'Locations') {
      // The outline of the countries is a large file that is drawn after it was loaded.
      await page.getByRole('application').getByRole('button').first().waitFor();
    }
    await take(page, tab.toLowerCase());
  }
} finally {
  await browser.close();
}
