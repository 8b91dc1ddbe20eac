import fs from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

import type { Admin } from './admins';
import { launchBrowser } from './chromium';

const SCREENSHOTS = path.resolve(__dirname, '..', '..', '.tmp', 'screenshots');

interface Server {
  url: string;
}

/** The admin panel of one server in a browser, with an admin logged in. */
export interface Panel {
  page: Page;
  /** Opens a page of the panel, such as `/plugins/user-profile/users`. */
  open(route: string): Promise<void>;
  /** Saves a screenshot of the whole page as `.tmp/screenshots/<name>.png`. */
  screenshot(name: string): Promise<void>;
  /** Errors in the browser's console, responses with 5xx and requests to other hosts. */
  complaints(): string[];
  close(): Promise<void>;
}

const listen = (page: Page, url: string) => {
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    const isRemote = protocol.startsWith('http') && origin !== url;
    if (isRemote) {
      complaints.push(`leaves the site: ${request.url()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  return complaints;
};

/** Strapi announces its new Media Library on every page until the banner is closed. */
const hideAnnouncement = (page: Page) =>
  page.addInitScript(() => {
    // The key ends in the project id, which is false here and undefined at first.
    for (const project of ['false', 'undefined']) {
      localStorage.setItem(`STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:${project}`, 'true');
    }
  });

const logIn = async (page: Page, url: string, admin: Pick<Admin, 'email' | 'password'>) => {
  await page.goto(`${url}/admin/auth/login`);
  await page.getByLabel('Email').fill(admin.email);
  await page.getByLabel('Password', { exact: false }).first().fill(admin.password);
  await page.getByRole('button', { name: 'Login' }).click();
  await page.waitForURL((address) => !address.pathname.includes('/auth/'));
};

/** Starts a browser and logs in through the login page. */
export const openPanel = async (
  server: Server,
  admin: Pick<Admin, 'email' | 'password'>
): Promise<Panel> => {
  const browser = await launchBrowser();

  try {
    const page = await browser.newPage({
      locale: 'en-US',
      timezoneId: 'UTC',
      viewport: { width: 1440, height: 1000 },
    });
    await hideAnnouncement(page);
    await logIn(page, server.url, admin);
    // Listens only now: before the login, Strapi rejects the panel's attempts to refresh a session.
    const complaints = listen(page, server.url);

    return {
      page,
      open: async (route) => {
        await page.goto(`${server.url}/admin${route}`);
      },
      screenshot: async (name) => {
        fs.mkdirSync(SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
      },
      complaints: () => [...complaints],
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
};
