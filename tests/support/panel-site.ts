import type { Admin } from './admins';
import { openPanel, type Panel, type PanelOptions } from './panel';
import { startStrapi, type StartOptions, type TestStrapi } from './strapi';

export interface PanelSite {
  app: TestStrapi;
  admin: Admin;
  panel: Panel;
}

/**
 * Starts a site before the tests of the file and opens its panel as a super admin. Stops both afterwards.
 *
 * @param prepare creates data before the panel is opened
 * @returns the site, which is empty until the first test begins
 */
export const setUpPanelSite = (
  prepare: (app: TestStrapi) => Promise<void> = () => Promise.resolve(),
  options: Omit<StartOptions, 'panel'> = {},
  panelOptions: PanelOptions = {}
): PanelSite => {
  const site = {} as PanelSite;

  beforeAll(async () => {
    site.app = await startStrapi({ ...options, panel: true });
    site.admin = await site.app.createAdmin();
    await prepare(site.app);
    site.panel = await openPanel(site.app, site.admin, panelOptions);
  });

  afterAll(async () => {
    await site.panel?.close();
    await site.app?.stop();
  });

  return site;
};
