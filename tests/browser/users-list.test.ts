import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { logIn } from '../support/logins';
import { chooseOption, openPanel, type Panel, pressEscape } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPath } from '../support/users';
import { waitForEqual } from '../support/wait';
import { recordRequests } from '../support/waiting';

const LIST = '/plugins/user-profile';

const NAMES = [
  'Acacia Sample',
  'Alder Sample',
  'Birch Sample',
  'Cedar Sample',
  'Dogwood Sample',
  'Elm Sample',
  'Fir Sample',
  'Ginkgo Sample',
  'Hazel Sample',
  'Ivy Sample',
  'Juniper Sample',
  'Kapok Sample',
  'Larch Sample',
];

describe('the user list', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    const idOf = await createPeople(app, NAMES);
    await logIn(app, { identifier: emailOf('Acacia Sample') });
    await logIn(app, { identifier: emailOf('Ginkgo Sample') });
    await logIn(app, { identifier: emailOf('Ginkgo Sample') });
    for (let i = 0; i < 10; i += 1) {
      await logIn(app, { identifier: emailOf('Ivy Sample'), password: 'wrong' });
    }
    await mustCall(app, 'POST', userPath(idOf('Hazel Sample'), '/block'));
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const row = (name: string) => panel.page.getByRole('row').filter({ hasText: name });
  const search = () => main().getByRole('searchbox', { name: 'Search users' });
  const parameters = () => new URL(panel.page.url()).searchParams;

  /** The names in the table, top to bottom. */
  const getNames = () => main().locator('tbody tr a').allInnerTexts();

  const openList = async (query = '') => {
    await panel.open(`${LIST}${query}`);
    await main().getByRole('row').nth(1).waitFor();
  };

  const sortBy = (column: string) =>
    main().getByRole('columnheader', { name: column, exact: true }).first().click();

  const choose = (label: string, option: string) =>
    chooseOption(panel.page.getByRole('combobox', { name: label }), option);

  it('keeps filter, sort order and page in the URL', async () => {
    await openList('?pageSize=10');
    await main().getByText('13 users').waitFor();

    await button('Filters').click();
    await choose('Blocked', 'No');
    await panel.page.getByRole('button', { name: 'Apply' }).click();
    await main().getByText('12 users').waitFor();

    await sortBy('User');
    await waitForEqual(async () => (await getNames())[0], 'Acacia Sample');
    await panel.page.getByRole('link', { name: 'Go to page 2' }).click();
    await waitForEqual(getNames, ['Kapok Sample', 'Larch Sample']);

    await panel.page.reload();
    await waitForEqual(getNames, ['Kapok Sample', 'Larch Sample']);
    expect(parameters().get('filters[blocked][$eq]')).toBe('false');
    await panel.screenshot('users-filtered');

    await main().getByRole('button', { name: 'Remove filter “Blocked: No”' }).click();
    await main().getByText('13 users').waitFor();
  });

  it('filters by latest login, number of logins and sign-up date', async () => {
    await openList();
    await button('Filters').click();
    await panel.page.getByRole('checkbox', { name: 'Never logged in' }).click();
    await panel.page.getByRole('button', { name: 'Apply' }).click();
    await main().getByText('11 users').waitFor();

    await button('Clear filters').click();
    await main().getByText('13 users').waitFor();
    await button('Filters').click();
    const atLeast = panel.page.getByLabel('Number of logins: at least');
    await atLeast.fill('2');
    await atLeast.press('Enter');
    await waitForEqual(getNames, ['Ginkgo Sample']);
    expect(parameters().get('filters[logins_count][$gte]')).toBe('2');

    await button('Clear filters').click();
    await main().getByText('13 users').waitFor();
    await button('Filters').click();
    await panel.page.getByRole('combobox', { name: 'Signed up: until' }).click();
    const calendar = panel.page.getByRole('dialog', { name: 'Choose date' });
    await calendar.getByText('15', { exact: true }).click();
    await panel.page.getByRole('button', { name: 'Apply' }).click();
    await waitForEqual(
      async () => parameters().get('filters[created_at][$lte]'),
      `${new Date().toISOString().slice(0, 7)}-15`
    );

    const today = new Date().toISOString().slice(0, 10);
    await openList(`?filters[created_at][$gte]=${today}&filters[last_login][$gte]=${today}`);
    await main().getByText('2 users').waitFor();
    await panel.open(`${LIST}?filters[created_at][$lte]=2020-01-01`);
    await main().getByText('No user matches these filters.').waitFor();
  });

  /** Types without a pause between two letters, however slow the machine is. */
  const typeAtOnce = async (text: string) => {
    await search().focus();
    await search().evaluate((input, letters) => {
      for (const letter of letters) {
        input.ownerDocument.execCommand('insertText', false, letter);
      }
    }, text);
  };

  it('searches while typing, for words in any order, with one request per pause', async () => {
    await openList();
    await panel.page.waitForLoadState('networkidle');
    const requests = recordRequests(panel.page);
    await typeAtOnce('sample arch');
    await waitForEqual(getNames, ['Larch Sample']);
    requests.stop();
    // The rows, and perhaps their number already.
    const searched = requests.take().filter((url) => url.includes('_q='));
    expect(new Set(searched.map((url) => url.split('_q=')[1]))).toEqual(new Set(['sample arch']));
    expect(searched.filter((url) => url.includes('[page]='))).toHaveLength(1);
    expect(parameters().get('_q')).toBe('sample arch');
    await search().fill('sample archer');
    await main().getByText('No user matches “sample archer”.').waitFor();
    await panel.screenshot('users-no-match');

    // Characters with a meaning in query strings.
    await search().fill('a&b+c@d');
    await main().getByText('No user matches “a&b+c@d”.').waitFor();
    await panel.page.reload();
    await main().getByText('No user matches “a&b+c@d”.').waitFor();
    await button('Show all users').click();
    await waitForEqual(() => search().inputValue(), '');
    await waitForEqual(async () => (await getNames()).length, NAMES.length);
  });

  it('shows the chosen columns and remembers them', async () => {
    await openList();
    await button('Choose columns').click();
    await panel.page.getByRole('checkbox', { name: 'Username' }).click();
    await panel.page.getByRole('checkbox', { name: 'Signed up' }).click();
    await pressEscape(panel.page);
    const getHeaderTexts = () => main().locator('thead th').allInnerTexts();
    const wanted = [
      '',
      'USER',
      'USERNAME',
      'CONNECTION',
      'ROLE',
      'LOGINS',
      'LATEST LOGIN',
      'STATUS',
    ];
    const getHeaders = async () =>
      (await getHeaderTexts()).slice(0, wanted.length).map((text) => text.toUpperCase());
    await waitForEqual(getHeaders, wanted);
    await panel.page.reload();
    await waitForEqual(getHeaders, wanted);
    await sortBy('Username');
    await waitForEqual(async () => (await getNames())[0], 'Acacia Sample');
  });

  it('shows exact login times in tooltips and marks users with blocked logins', async () => {
    await openList();
    await row('Acacia Sample').locator('time').first().hover();
    await panel.page
      .getByRole('tooltip')
      .filter({ hasText: /\d{4}, \d/ })
      .waitFor({ state: 'attached' });
    expect(await row('Ivy Sample').getByText('Locked out').count()).toBe(1);
    expect(await row('Acacia Sample').getByText('Locked out').count()).toBe(0);
  });

  it('has a menu per user that shows all its actions on a small screen', async () => {
    await panel.page.setViewportSize({ width: 390, height: 844 });
    try {
      await openList('?sort=name:ASC');
      await row('Acacia Sample').getByRole('button').last().click();
      const menu = panel.page.getByRole('menu');
      await menu.getByRole('menuitem', { name: 'Delete' }).waitFor();
      const { content, height } = await menu.evaluate(({ scrollHeight, clientHeight }) => ({
        content: scrollHeight,
        height: clientHeight,
      }));
      expect(content).toBe(height);
      await panel.screenshot('users-menu-390');
      await pressEscape(panel.page);
    } finally {
      await panel.page.setViewportSize({ width: 1440, height: 1000 });
    }
  });

  it('is operable by keyboard', async () => {
    await openList('?sort=name:ASC');
    await row('Acacia Sample').getByRole('link').focus();
    await panel.page.keyboard.press('ArrowDown');
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.textContent),
      'Alder Sample'
    );
    await panel.page.keyboard.press('Enter');
    await panel.page.waitForURL(/\/users\/[^/]+\/details/);
    await panel.page.getByRole('link', { name: 'Users', exact: true }).first().click();
    await waitForEqual(async () => parameters().get('sort'), 'name:ASC');
  });

  it('causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });

  it('marks an estimated total and offers a retry after a failed request', async () => {
    const requests = /\/user-profile\/users\?/;
    await panel.page.route(requests, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      Object.assign(body.meta.pagination, { total: 10_001, pageCount: 501, estimated: true });
      await route.fulfill({ response, json: body });
    });
    await openList();
    await main().getByText('10,000+ users').waitFor();
    for (const name of ['First', 'Previous', 'Next', 'Last']) {
      await button(name).waitFor();
    }
    await panel.page.unrouteAll({ behavior: 'wait' });

    await panel.page.route(requests, (route) => route.abort());
    await panel.open(LIST);
    await button('Try again').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await button('Try again').click();
    await row('Acacia Sample').waitFor();
  });

  it('offers no action that the role does not allow', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    await panel.as(reader, async (other) => {
      await other.open(LIST);
      await other.page.getByRole('row').filter({ hasText: 'Acacia Sample' }).waitFor();
      expect(await other.page.getByRole('main').getByRole('checkbox').count()).toBe(0);
      for (const name of ['Create User', 'Export', 'Actions for Acacia Sample']) {
        expect(await other.page.getByRole('button', { name }).count()).toBe(0);
      }
      expect(await other.page.getByRole('link', { name: 'Connections' }).count()).toBe(0);
      expect(other.complaints()).toEqual([]);
      await other.screenshot('users-read-only');
    });
  });

  it('shows a notice to a role without access', async () => {
    const restrictedAdmin = await createAdminUser(app, []);
    await panel.as(restrictedAdmin, async (other) => {
      await other.open('/');
      await other.page.getByRole('link', { name: 'Home', exact: true }).waitFor();
      expect(await other.page.getByRole('link', { name: 'User Profiles' }).count()).toBe(0);
      for (const page of ['', '/connections']) {
        await other.open(`${LIST}${page}`);
        await other.page.getByText('You don’t have permission to view this.').waitFor();
      }
      expect(other.complaints()).toEqual([]);
      await other.screenshot('users-not-allowed');
    });
  });
});
