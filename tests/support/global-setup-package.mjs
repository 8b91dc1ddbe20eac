import { assertPluginBuilt } from './built.mjs';
import { requireChromium } from './require-chromium.mjs';

/** The package is tried in an application of its own: this repository's need not be built. */
export default function globalSetupPackage() {
  requireChromium();
  assertPluginBuilt();
}
