import { collectViolations, getViolationsInThemes } from '../support/axe';
import { countDays, COUNTING, forgetCounts, insertEvents } from '../support/daily-counts';
import { pressEscape } from '../support/panel';
import { setUpPanelSite } from '../support/panel-site';
import { createPeople } from '../support/people';
import { userPage, type UserPage } from '../support/user-page';

const PLUGIN = '/plugins/user-profile';
const SETTINGS = '/settings/user-profile';

/**
 * `overview.test.ts` checks the charts, `settings.test.ts` the page, and `connections-looks.test.ts` the list, the
 * types and the forms of connections.
 */
describe('the pages of the site have no accessibility violations', () => {
  let user: UserPage;
  let id: string;
  let violations: ReturnType<typeof collectViolations>;

  const site = setUpPanelSite(
    async (app) => {
      id = (await createPeople(app, ['Acacia Sample', 'Alder Sample']))('Acacia Sample');
    },
    { env: COUNTING }
  );

  beforeAll(() => {
    user = userPage(site.panel);
    violations = collectViolations(site.panel.page);
  });

  const main = () => site.panel.page.getByRole('main').last();
  const check = (state: string) => violations.check(state);
  const expectNone = () => expect(violations.take()).toEqual({});
  const press = (name: string | RegExp) =>
    main().getByRole('button', { name, exact: true }).first().click();

  const closeDialog = async () => {
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
  };

  it('on the Overview page, before and after the first count', async () => {
    await forgetCounts(site.app);
    await site.panel.open(`${PLUGIN}/overview`);
    await main()
      .getByText(/^Nothing has been counted yet/)
      .waitFor();
    await check('overview: not counted');

    await insertEvents(site.app, [{ client_name: 'shop.example.com' }, { type: 'fp' }]);
    await countDays(site.app);
    await site.panel.open(`${PLUGIN}/overview`);
    await main().getByRole('group', { name: 'Logins', exact: true }).waitFor();
    await press('Table: Logins');
    await main().getByRole('grid', { name: 'Logins' }).waitFor();
    await check('overview: table');
    await main().getByRole('combobox', { name: 'Application' }).click();
    await site.panel.page.getByRole('listbox').waitFor();
    await check('overview: applications');
    expectNone();
  });

  it('in the widget of the home page', async () => {
    await site.panel.open('/');
    await main()
      .getByRole('link', { name: /^New users, past 7 days/ })
      .waitFor();
    // Strapi puts each widget in a main landmark inside that of the page.
    const widget = 'main main:has(table[aria-label="Users and logins"]) > *';
    expect(await getViolationsInThemes(site.panel.page, widget)).toEqual([]);
  });

  it('in the dialog of the Settings page', async () => {
    await site.panel.open(SETTINGS);
    await main().getByRole('region', { name: 'Configuration' }).waitFor();
    await press('Add webhook');
    await user.dialog.waitFor();
    await user.dialog.getByLabel('Name').fill('Security');
    await user.dialog.getByLabel('URL').fill('https://hooks.example.com/in');
    await user.press('Save');
    await user.dialog.getByText('Choose at least one event.').waitFor();
    await check('settings: webhook with errors');
    await closeDialog();
    expectNone();
  });

  it('on the Connections page if no connection is found', async () => {
    await site.panel.open(`${PLUGIN}/connections`);
    await main().getByRole('row').nth(1).waitFor();
    await main().getByRole('searchbox').fill('unknown');
    await main().getByText('No connection matches “unknown”.').waitFor();
    await check('connections: none found');
    expectNone();
  });

  it('in the dialogs of roles and the options of the role filter', async () => {
    await user.open(id);
    await press('Change role');
    await user.dialog.getByRole('combobox', { name: 'Role' }).click();
    await site.panel.page.getByRole('option').first().waitFor();
    await check('role: options');
    await pressEscape(site.panel.page);
    await check('role');
    await closeDialog();

    await site.panel.go(PLUGIN);
    await main().getByRole('checkbox', { name: 'Select Acacia Sample' }).click();
    await press('Change role');
    await user.dialog.waitFor();
    await check('roles of several users');
    await closeDialog();
    await press('Filters');
    await site.panel.page.getByRole('combobox', { name: 'Role', exact: true }).click();
    await site.panel.page.getByRole('listbox').waitFor();
    await check('filter by role');
    expectNone();
  });
});
