import { findChromium } from '../../scripts/lib/chromium.mjs';

/** Tells the tests by CHROMIUM_PATH which browser there is. */
export const requireChromium = () => {
  const chromium = findChromium();
  if (!chromium) {
    throw new Error('No Chromium was found: install one, or set CHROMIUM_PATH to its executable');
  }
  process.env.CHROMIUM_PATH = chromium;
};
