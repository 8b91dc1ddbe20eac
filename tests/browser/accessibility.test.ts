import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { collectViolations, getViolationsInThemes } from '../support/axe';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, userPath } from '../support/users';

const LIST = '/plugins/user-profile';

/**
 * The other pages are in `accessibility-pages.test.ts`. States that take many steps are checked in the tests that
 * reach them: those of blocked users in `user-actions.test.ts` and `user-header.test.ts`, the log and its filters in
 * `log.test.ts`.
 */
describe('the pages of users and of the log have no accessibility violations', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let id: string;
  let blocked: string;
  let violations: ReturnType<typeof collectViolations>;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    const idOf = await createPeople(app, ['Acacia Sample', 'Alder Sample', 'Birch Sample']);
    for (let i = 0; i < 10; i += 1) {
      await logIn(app, { identifier: emailOf('Alder Sample'), password: 'wrong' });
    }
    blocked = idOf('Birch Sample');
    await mustCall(app, 'POST', userPath(blocked, '/block'), { data: { reason: 'Chargeback' } });

    const account = await registerAccount(app);
    const headers = { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP };
    await logIn(app, { identifier: account.email, password: account.password }, headers);
    ({ documentId: id } = await getProfile(app, account));
    await mustCall(app, 'PUT', userPath(id), {
      data: { user_metadata: { theme: 'dark', size: 12, beta: true, address: { zip: null } } },
    });
    panel = await openPanel(app, admin);
    user = userPage(panel);
    violations = collectViolations(panel.page);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const press = (name: string | RegExp) =>
    main().getByRole('button', { name, exact: true }).first().click();
  const waitFor = (text: string | RegExp) => panel.page.getByText(text).first().waitFor();
  const escape = () => pressEscape(panel.page);
  const openList = async (query = '') => {
    await panel.open(`${LIST}${query}`);
    await main().getByRole('row').nth(1).waitFor();
  };
  /** @param text is not on the page before */
  const goToTab = async (tab: string, text: string | RegExp, documentId = id) => {
    await panel.go(userRoute(documentId, tab));
    await main().getByText(text).first().waitFor();
  };
  const openDetails = async () => {
    await panel.open(userRoute(id));
    await user.waitForText('User identity');
  };
  const closeDialog = async () => {
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
  };

  const check = (state: string) => violations.check(state);
  const expectNone = () => expect(violations.take()).toEqual({});

  it('in the list, its search, filters, columns and menus', async () => {
    await openList();
    await check('list');
    await press('Filters');
    await check('filters');
    for (const box of ['Connection', 'Blocked']) {
      await panel.page.getByRole('combobox', { name: box, exact: true }).click();
      await panel.page.getByRole('listbox').waitFor();
      await check(`filters: options of ${box}`);
      await escape();
    }
    await panel.page.getByRole('combobox', { name: 'Signed up: until' }).click();
    await panel.page.getByRole('dialog', { name: 'Choose date' }).waitFor();
    await check('filters: calendar');
    await openList('?_q=sample&filters[blocked][$eq]=false');
    await check('list with a search and a filter');
    await press('Choose columns');
    await check('columns');
    await escape();
    await press('Views');
    await check('views');
    await escape();
    await press('Keyboard shortcuts');
    await user.dialog.waitFor();
    await check('shortcuts');
    await escape();
    await user.dialog.waitFor({ state: 'detached' });
    await press('Actions for Acacia Sample');
    await panel.page.getByRole('menu').waitFor();
    await check('menu of a user');
    await escape();
    await panel.page.getByRole('menu').waitFor({ state: 'detached' });
    await press('Export');
    await user.dialog.waitFor();
    await check('export');
    await closeDialog();
    await panel.go(`${LIST}?_q=unknown`);
    await waitFor('No user matches');
    await check('no user found');
    expectNone();
  });

  it('while the list is loading, and after an error', async () => {
    const responses = /\/user-profile\/users\?/;
    await panel.page.route(responses, () => undefined);
    await panel.open(LIST);
    await main().getByRole('heading', { level: 1 }).waitFor();
    await check('list: loading');
    await panel.page.unroute(responses);
    await panel.page.route(responses, (route) => route.fulfill({ status: 500, json: {} }));
    await panel.open(LIST);
    await main().getByRole('alert').waitFor();
    await main().getByRole('heading', { level: 1 }).waitFor();
    await check('list: error');
    await panel.page.unroute(responses);
    expectNone();
  });

  it('in bulk work', async () => {
    await openList();
    await main().getByRole('checkbox', { name: 'Select Acacia Sample' }).click();
    await check('selection');
    for (const action of ['Block', 'Change role', 'Delete']) {
      await press(action);
      await user.dialog.waitFor();
      await check(`bulk: ${action}`);
      await closeDialog();
    }
    await press('Block');
    await user.press('Block');
    const undo = panel.page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await check('bulk: undo');
    await undo.click();
    await panel.page.getByText('Undone for 1 user').waitFor();
    expectNone();
  });

  it('in the Create User dialog and its errors', async () => {
    await openList();
    await press('Create User');
    await user.dialog.locator('input[name="password"]').waitFor();
    await check('create');
    await user.dialog.locator('input[name="password"]').fill('abc');
    await user.press('Create');
    await user.dialog.getByText('The password doesn’t meet the rules.').waitFor();
    await check('create: errors');
    expectNone();
  });

  it('in Details, its editor and its dialogs', async () => {
    await openDetails();
    await check('details');
    await main()
      .getByRole('button', { name: /permissions/ })
      .first()
      .click();
    await check('details: role');
    await press('Edit user_metadata');
    const editor = panel.page.getByRole('textbox', { name: 'user_metadata as JSON' });
    await editor.waitFor();
    await check('metadata editor');
    await editor.focus();
    await panel.page.keyboard.insertText('{');
    await check('metadata editor: invalid');
    await openDetails();
    await press('Link another user');
    await user.dialog.waitFor();
    await check('link');
    await closeDialog();
    await panel.go(userRoute('unknown'));
    await waitFor('This user doesn’t exist');
    await check('unknown user');
    expectNone();
  });

  it('in the Actions menu and its dialogs', async () => {
    await openDetails();
    await user.actionsButton.click();
    await panel.page.getByRole('menu').waitFor();
    await check('actions');
    const actions = await panel.page.getByRole('menuitem').allTextContents();
    await escape();
    await panel.page.getByRole('menu').waitFor({ state: 'detached' });
    expect(actions.length).toBeGreaterThan(5);
    // user-actions.test.ts checks the dialog to block a user.
    for (const action of actions.filter((name) => name !== 'Block user')) {
      await user.choose(action);
      await check(action);
      await closeDialog();
    }
    expectNone();
  });

  it('in Devices, History, Locations and Raw JSON', async () => {
    await panel.open(userRoute(id, 'devices'));
    await user.waitForText('Chrome on macOS');
    await check('devices');
    await press(/^Unlink device: Chrome/);
    await user.dialog.waitFor();
    await check('unlink');
    await closeDialog();
    await panel.go(userRoute(id, 'history'));
    await main()
      .getByRole('button', { name: /^Show details/ })
      .first()
      .waitFor();
    await check('history');
    await main()
      .getByRole('button', { name: /^Show details/ })
      .first()
      .click();
    await user.dialog.waitFor();
    await check('event');
    await escape();
    await press('Export');
    await panel.page.getByRole('menu').waitFor();
    await check('history: export');
    await escape();
    await panel.page.getByRole('menu').waitFor({ state: 'detached' });
    await main().getByRole('combobox', { name: 'Time range' }).click();
    await panel.page.getByRole('option', { name: 'Custom range' }).click();
    await main().getByLabel('Start date').first().waitFor();
    await check('history: custom range');
    await goToTab(
      'history?range=custom&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z',
      'No activity'
    );
    await check('history: empty');
    await goToTab('locations', 'London');
    const pin = panel.page.getByRole('application').getByRole('button', { name: /^London/ });
    await pin.waitFor();
    await check('locations');
    await pin.click();
    await waitFor('Show all places');
    await check('locations: one place');
    await goToTab('raw-json', '"user_metadata"');
    await check('raw JSON');
    await goToTab('devices', 'No devices', blocked);
    await check('devices: none');
    await goToTab('locations', /No logins/, blocked);
    await check('locations: none');
    expectNone();
  });

  it('in the Log', async () => {
    await panel.open(`${LIST}/log`);
    await main().getByRole('row').nth(1).waitFor();
    await press('Export');
    await panel.page.getByRole('menu').waitFor();
    await check('log: export');
    await escape();
    await panel.page.getByRole('menu').waitFor({ state: 'detached' });
    await main().getByRole('searchbox').fill('unknown');
    await panel.page.keyboard.press('Enter');
    await waitFor(/No events? match/);
    await check('log: none');
    expectNone();
  });

  it('on a page that the role does not allow', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    await panel.as(reader, async (other) => {
      await other.open(`${LIST}/connections`);
      await other.page.getByText('You don’t have permission').waitFor();
      expect(await getViolationsInThemes(other.page)).toEqual([]);
      expect(other.complaints()).toEqual([]);
    });
  });
});
