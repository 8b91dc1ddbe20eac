import { findChromium } from '../../scripts/lib/chromium.mjs';

/** Passes the path of the browser to the tests in CHROMIUM_PATH. */
export const requireChromium = () => {
  const chromium = findChromium();
  if (!chromium) {
    throw new Error('No Chromium was found: install one, or set CHROMIUM_PATH to its executable');
  }
  process.env.CHROMIUM_PATH = chromium;
};
