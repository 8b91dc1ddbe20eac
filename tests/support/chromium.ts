import { chromium, type Browser } from 'playwright-core';

/**
 * The browser that the global set-up has found. It looks nothing up on the network by itself: a
 * machine without one would stall it.
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
    ],
  });
