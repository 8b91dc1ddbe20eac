import globalSetup from './global-setup.mjs';
import { requireChromium } from './require-chromium.mjs';

/** The setup of the integration tests and a browser. */
export default async function globalSetupBrowser() {
  requireChromium();
  await globalSetup();
}
