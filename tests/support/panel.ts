import fs from 'node:fs';
import path from 'node:path';

import { type Browser, type Locator, type Page, request } from 'playwright-core';

import type { Admin } from './admins';
import { launchBrowser } from './chromium';
import { leavePage, navigate } from './panel-navigation';
import { waitForEqual } from './wait';

const SCREENSHOTS = path.resolve(__dirname, '..', '..', '.tmp', 'screenshots');

interface Server {
  url: string;
}

/** The admin panel of one server in a browser, with an admin logged in. */
export interface Panel {
  page: Page;
  /**
   * Opens a page of the panel, such as `/plugins/user-profile/users`, with new data. What the panel keeps outside its
   * pages stays, such as notifications, the language and the admin's permissions.
   */
  open(route: string): Promise<void>;
  /** Opens a page of the panel and loads its scripts again. */
  load(route: string): Promise<void>;
  /** Loads a page in a language, which the panel keeps. A page of the panel must be open. */
  openIn(locale: string, route: string): Promise<void>;
  /**
   * Shows a page as a link within the panel does, without loading the panel again. What was requested before stays
   * cached, so no data of the page may have changed since, and no dialog or unsaved form may be open.
   */
  go(route: string): Promise<void>;
  /** Saves a screenshot of the whole page as `.tmp/screenshots/<name>.png`, except in a run of all tests. */
  screenshot(name: string): Promise<void>;
  /** Errors in the browser's console, responses with 5xx and requests to other hosts. */
  complaints(): string[];
  /**
   * Opens a second panel in the same browser, as another admin or on another computer, and closes it after the work.
   * @returns what the work returns
   */
  as<Result>(
    admin: Pick<Admin, 'email' | 'password'>,
    work: (panel: Panel) => Promise<Result>,
    options?: PanelOptions
  ): Promise<Result>;
  close(): Promise<void>;
}

export interface PanelOptions {
  timezoneId?: string;
  /** Without animations, clicks do not wait for them. */
  reducedMotion?: 'reduce' | 'no-preference';
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

declare global {
  /** Called by `server-hosts.cjs` after a test has failed. */
  var describeOpenPages: (() => Promise<void>) | undefined;
}

const openPages = new Set<Page>();

globalThis.describeOpenPages = async () => {
  for (const page of openPages) {
    const snapshot = page.locator('body').ariaSnapshot({ timeout: 5000 });
    console.error(`${page.url()}\n${await snapshot.catch(String)}`);
  }
};

/** Strapi announces its new Media Library on every page until the banner is closed. */
const hideAnnouncement = (page: Page) =>
  page.addInitScript(() => {
    // The key ends in the project id, which is false here and undefined at first.
    for (const project of ['false', 'undefined']) {
      localStorage.setItem(`STRAPI_MEDIA_LIBRARY_BANNER_DISMISSED_FOR_false:${project}`, 'true');
    }
  });

type StorageState = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

/**
 * What the browser stores when an admin logs in. The login page itself would load the panel twice more for each
 * file (@strapi/admin 5.54.0, admin/src/reducer.js).
 */
const logIn = async (
  url: string,
  { email, password }: Pick<Admin, 'email' | 'password'>
): Promise<StorageState> => {
  const context = await request.newContext({ baseURL: url });
  try {
    const response = await context.post('/admin/login', { data: { email, password } });
    if (!response.ok()) {
      throw new Error(`login: ${response.status()} ${await response.text()}`);
    }
    const { data } = await response.json();
    const { cookies } = await context.storageState();
    const token = {
      name: 'jwtToken',
      value: encodeURIComponent(data.token),
      domain: new URL(url).hostname,
      path: '/admin',
      expires: -1,
      httpOnly: false,
      secure: false,
      sameSite: 'Lax' as const,
    };
    return {
      cookies: [...cookies, token],
      origins: [{ origin: url, localStorage: [{ name: 'isLoggedIn', value: 'true' }] }],
    };
  } finally {
    await context.dispose();
  }
};

/** Waits until the page has nothing left to do, or five seconds. */
export const waitForIdle = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 5000 }))
  );

/**
 * Presses Escape as soon as the page has nothing left to do. An overlay has the focus before it answers to Escape: it
 * must be rendered once more to know that it is the topmost one (@radix-ui/react-dismissable-layer).
 */
export const pressEscape = async (page: Page): Promise<void> => {
  await waitForIdle(page);
  await page.keyboard.press('Escape');
};

/**
 * Chooses an option of a select, and waits until the select has the focus again. A timer returns the focus after the
 * list has closed (@radix-ui/react-focus-scope), and text that is typed before is lost.
 */
export const chooseOption = async (select: Locator, name: string | RegExp): Promise<void> => {
  await select.click();
  await select.page().getByRole('option', { name, exact: true }).click();
  await waitForEqual(() => select.evaluate((element) => element === document.activeElement), true);
};

/** How long timers are delayed, in milliseconds. */
const TIMER_DELAY = 500;

/**
 * Delays the timers of a page, as a slow machine does.
 * @returns a function that waits for those that were started, and ends the delay
 */
export const delayTimers = async (page: Page): Promise<() => Promise<void>> => {
  const timers = await page.evaluateHandle((delay) => {
    const original = window.setTimeout;
    const delayed = (handler: TimerHandler, timeout = 0, ...args: unknown[]) =>
      original(handler, timeout + delay, ...args);
    window.setTimeout = Object.assign(delayed, original);
    return { restore: () => (window.setTimeout = original) };
  }, TIMER_DELAY);

  return () =>
    timers.evaluate(async ({ restore }) => {
      await new Promise((resolve) => setTimeout(resolve));
      restore();
    });
};

/** Logs an admin in, in a browser that has nothing in common with its other contexts. */
const createPanel = async (
  browser: Browser,
  server: Server,
  admin: Pick<Admin, 'email' | 'password'>,
  { timezoneId = 'UTC', reducedMotion = 'reduce' }: PanelOptions = {}
): Promise<Panel> => {
  const page = await browser.newPage({
    locale: 'en-US',
    timezoneId,
    reducedMotion,
    viewport: { width: 1440, height: 1000 },
    storageState: await logIn(server.url, admin),
  });
  openPages.add(page);
  page.on('close', () => openPages.delete(page));
  await hideAnnouncement(page);
  const complaints = listen(page, server.url);
  const load = async (route: string) => {
    await page.goto(`${server.url}/admin${route}`);
  };

  return {
    page,
    load,
    open: async (route) => {
      await ((await leavePage(page)) ? navigate(page, route) : load(route));
    },
    openIn: async (locale, route) => {
      await page.evaluate((name) => localStorage.setItem('strapi-admin-language', name), locale);
      await load(route);
    },
    go: (route) => navigate(page, route),
    screenshot: async (name) => {
      if (process.env.TEST_SCREENSHOTS !== 'false') {
        fs.mkdirSync(SCREENSHOTS, { recursive: true });
        await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
      }
    },
    complaints: () => [...complaints],
    as: async (other, work, options) => {
      const panel = await createPanel(browser, server, other, options);
      try {
        return await work(panel);
      } finally {
        await panel.close();
      }
    },
    close: () => page.context().close(),
  };
};

/** Starts a browser with an admin logged in. */
export const openPanel = async (
  server: Server,
  admin: Pick<Admin, 'email' | 'password'>,
  options?: PanelOptions
): Promise<Panel> => {
  const browser = await launchBrowser();
  try {
    return {
      ...(await createPanel(browser, server, admin, options)),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
};
