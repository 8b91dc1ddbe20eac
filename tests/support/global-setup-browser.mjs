import globalSetup from './global-setup.mjs';
import { requireChromium } from './require-chromium.mjs';

/** As for the integration tests, and a browser besides. */
export default async function globalSetupBrowser() {
  requireChromium();
  await globalSetup();
}
