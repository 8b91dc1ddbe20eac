import { assertPluginBuilt } from './built.mjs';
import { requireChromium } from './require-chromium.mjs';

/** The package is tested in a new application, so the build of this application is not required. */
export default function globalSetupPackage() {
  requireChromium();
  assertPluginBuilt();
}
