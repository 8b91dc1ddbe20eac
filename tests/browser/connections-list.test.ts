import { setTheme } from '../support/axe';
import { connectionPages, CONNECTIONS_PAGE } from '../support/connection-pages';
import { createConnection } from '../support/connections';
import { getLowContrastTexts, getOverflowingElements, getPageSize } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { createPeople } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { waitForEqual } from '../support/wait';

describe('the list of connections', () => {
  let app: TestStrapi;
  let panel: Panel;

  const main = () => panel.page.getByRole('main');
  const search = () => main().getByRole('searchbox', { name: 'Search connections' });
  const header = (name: string) =>
    main()
      .locator('th')
      .filter({ hasText: new RegExp(`^${name}$`) });
  const getNames = () => main().locator('tbody tr td:first-child a').allInnerTexts();
  const expectNames = (...names: string[]) => waitForEqual(getNames, names);

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await createPeople(app, ['Acacia Sample', 'Alder Sample']);
    await createConnection(app, { name: 'partners', strategy: 'database', display_name: 'Über' });
    await createConnection(app, {
      name: 'members',
      strategy: 'database',
      display_name: 'Members 10',
      enabled: false,
    });
    await createConnection(app, { name: 'staff', strategy: 'database', display_name: 'Members 9' });
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('is searched by name and connection type, without letter case and accents', async () => {
    await connectionPages(panel).open();
    await search().fill('UBER');
    await expectNames('Über');
    await main().getByRole('status').getByText('1 of 4 connections').waitFor();
    await search().fill('members 9');
    await expectNames('Members 9');
    await search().fill('staff');
    await expectNames('Members 9');
    await search().fill('custom & users');
    await main().getByText('No connection matches “custom & users”.').waitFor();
    await panel.page.reload();
    expect(await search().inputValue()).toBe('custom & users');
    await main().getByRole('button', { name: 'Clear search' }).last().click();
    await waitForEqual(async () => (await getNames()).length, 4);
    expect(await search().inputValue()).toBe('');
  });

  it('is sorted by each column, and the URL has search and order', async () => {
    await panel.open(`${CONNECTIONS_PAGE}?_q=members`);
    await header('Connection').click();
    await expectNames('Members 9', 'Members 10');
    expect(await header('Connection').getAttribute('aria-sort')).toBe('ascending');
    await header('Connection').focus();
    await panel.page.keyboard.press('Enter');
    await expectNames('Members 10', 'Members 9');
    expect(await header('Connection').getAttribute('aria-sort')).toBe('descending');

    await panel.page.reload();
    await expectNames('Members 10', 'Members 9');
    await search().fill('');
    await expectNames('Über', 'Members 10', 'Members 9', 'Email and password');
    await header('Users').click();
    await header('Users').click();
    await waitForEqual(async () => (await getNames())[0], 'Email and password');
    await header('Status').click();
    await waitForEqual(async () => (await getNames())[0], 'Members 10');
    for (const name of ['Connection type', 'Latest login', 'Managed by']) {
      await header(name).click();
      await waitForEqual(() => header(name).getAttribute('aria-sort'), 'ascending');
    }
  });

  it('shows each status once', async () => {
    await connectionPages(panel).open();
    const row = connectionPages(panel).row('Members 10');
    await row.getByRole('switch').waitFor();
    expect(await row.getByText('Disabled', { exact: true }).count()).toBe(1);
    expect(await row.getByRole('switch').isChecked()).toBe(false);
  });

  it('has links whose accessible names contain their visible texts', async () => {
    const names = await main()
      .locator('tbody a')
      .evaluateAll((links) =>
        links.map((link) => [link.textContent ?? '', link.getAttribute('aria-label')])
      );
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter(([text, name]) => name !== null && !name.includes(text ?? ''))).toEqual([]);
  });

  it('fits a phone and is readable in both themes', async () => {
    for (const width of [360, 1440]) {
      await panel.page.setViewportSize({ width, height: 1000 });
      await getPageSize(panel.page);
      for (const colorScheme of ['dark', 'light'] as const) {
        await setTheme(panel.page, colorScheme);
        expect(await getLowContrastTexts(main())).toEqual([]);
        expect(await getOverflowingElements(main())).toEqual([]);
        await panel.screenshot(`connections-list-${width}-${colorScheme}`);
      }
    }
    expect(panel.complaints()).toEqual([]);
  });
});
