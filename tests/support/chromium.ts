import { chromium, type Browser } from 'playwright-core';

/**
 * Starts the browser that the global setup found. Its own network requests are off, because they
 * stall on a machine without a network.
 */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    headless: true,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // No page lives long enough to repay what it costs to optimize its code.
      '--js-flags=--no-opt --no-maglev',
    ],
  });
