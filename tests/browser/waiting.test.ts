import { logIn } from '../support/logins';
import { chooseOption } from '../support/panel';
import { setUpPanelSite } from '../support/panel-site';
import { createPeople, emailOf } from '../support/people';
import { userRoute } from '../support/user-page';
import { waitForEqual } from '../support/wait';
import { holdResponses, recordAnnouncements, recordRequests } from '../support/waiting';

const LIST = '/plugins/user-profile';
const MINUTE_MS = 60_000;

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
  'Ironwood Sample',
  'Juniper Sample',
];

describe('while data is loading, the panel', () => {
  let user: string;

  const site = setUpPanelSite(async (app) => {
    const idOf = await createPeople(app, NAMES);
    user = idOf('Ironwood Sample');
    for (let i = 0; i < 12; i += 1) {
      await logIn(app, { identifier: emailOf('Ironwood Sample'), deviceId: `device-${i}` });
    }
  });

  const main = () => site.panel.page.getByRole('main');
  const busy = () => main().locator('[aria-busy="true"]');
  const getOpacity = () =>
    busy().evaluate((region) => getComputedStyle(region.lastElementChild as Element).opacity);
  const sortBy = (column: string) =>
    main().getByRole('columnheader', { name: column, exact: true }).first().click();

  const openList = async () => {
    await site.panel.open(`${LIST}?pageSize=10`);
    await main().getByText('11 users').waitFor();
    await main().getByRole('row').nth(1).waitFor();
  };

  const CHANGES: [string, () => Promise<void>, string][] = [
    [
      'search',
      () => main().getByRole('searchbox', { name: 'Search users' }).fill('Ironwood'),
      '1 user',
    ],
    ['sort', () => sortBy('User'), '11 users. Page 1 of 2'],
    [
      'page',
      () => site.panel.page.getByRole('link', { name: 'Go to page 2' }).click(),
      '11 users. Page 2 of 2',
    ],
    [
      'filter',
      async () => {
        await main().getByRole('button', { name: 'Filters', exact: true }).click();
        await chooseOption(site.panel.page.getByRole('combobox', { name: 'Blocked' }), 'Yes');
        await site.panel.page.getByRole('button', { name: 'Apply' }).click();
      },
      'No users',
    ],
  ];

  it.each(CHANGES)(
    'marks the rows of the list as outdated after a %s, and announces the result once',
    async (_change, make, announced) => {
      await openList();
      expect(await busy().count()).toBe(0);
      const announcements = await recordAnnouncements(site.panel.page);
      const held = await holdResponses(site.panel.page, /\/user-profile\/users\?/);

      await make();
      await busy().waitFor();
      expect(await getOpacity()).toBe('0.5');
      expect(await announcements.take()).toEqual([]);

      await held.release();
      await busy().waitFor({ state: 'detached' });
      await waitForEqual(announcements.take, [announced]);
      // A second announcement would follow with the second response, which has arrived.
      await site.panel.page.waitForLoadState('networkidle');
      expect(await announcements.take()).toEqual([]);
    }
  );

  it('marks a page of devices as outdated while the next one loads, and announces it once', async () => {
    await site.panel.open(`${userRoute(user, 'devices')}?pageSize=10`);
    await main().getByRole('row').nth(1).waitFor();
    const announcements = await recordAnnouncements(site.panel.page);
    const held = await holdResponses(site.panel.page, /\/devices\?/);

    await site.panel.page.getByRole('link', { name: 'Go to page 2' }).click();
    await busy().waitFor();
    await held.release();

    await busy().waitFor({ state: 'detached' });
    await waitForEqual(announcements.take, ['12 devices. Page 2 of 2']);
  });

  it('links back to the filtered list from another page of devices', async () => {
    const { page, open } = site.panel;
    await open(`${LIST}?_q=Ironwood`);
    await main().getByRole('link', { name: 'Ironwood Sample' }).click();
    await main().getByRole('link', { name: 'Devices', exact: true }).click();
    const back = main().getByRole('link', { name: 'Users', exact: true });
    const getSearch = async () => (await back.getAttribute('href'))?.split('?')[1];
    await page.getByRole('combobox', { name: 'Entries per page' }).click();
    await page.getByRole('option', { name: '10', exact: true }).click();
    await page.waitForURL(/pageSize=10/);
    await waitForEqual(getSearch, '_q=Ironwood');
    await page.getByRole('link', { name: 'Go to page 2' }).click();
    await page.waitForURL(/page=2/);
    await waitForEqual(getSearch, '_q=Ironwood');
    await page.reload();
    await back.waitFor();
    expect(await getSearch()).toBe('_q=Ironwood');
  });

  it.each([
    ['the log', `${LIST}/log`],
    ['the history of a user', 'history'],
  ])('marks the events of %s as outdated while a filter loads', async (_list, route) => {
    await site.panel.open(route.startsWith('/') ? route : userRoute(user, route));
    await main().getByRole('row').nth(1).waitFor();
    const announcements = await recordAnnouncements(site.panel.page);
    const held = await holdResponses(site.panel.page, /\/events\?/);

    await site.panel.page.getByRole('combobox', { name: 'Time range' }).click();
    await site.panel.page.getByRole('option', { name: 'Past 7 days' }).click();
    await busy().waitFor();
    await held.release();

    await busy().waitFor({ state: 'detached' });
    await waitForEqual(async () => (await announcements.take()).length, 1);
  });

  // A digit is the end of the origin: the panel has pages with the same paths.
  const FIRST_LOADS: [string, () => string, RegExp][] = [
    ['Users', () => LIST, /\d\/user-profile\/users\?/],
    ['Overview', () => `${LIST}/overview`, /\d\/user-profile\/overview/],
    ['User Profiles', () => '/settings/user-profile', /\d\/user-profile\/status/],
  ];

  it.each(FIRST_LOADS)(
    'shows a skeleton before the first response: %s',
    async (heading, route, response) => {
      const held = await holdResponses(site.panel.page, response);
      await site.panel.open(route());
      await main().getByRole('heading', { name: heading, level: 1 }).waitFor();
      await busy().getByText('Loading…').waitFor();
      // The spinner of the design system.
      expect(await busy().locator('img').count()).toBe(0);
      await held.release();
      await waitForEqual(() => busy().count(), 0);
    }
  );

  it('shows a skeleton before a connection and its strategies', async () => {
    const held = await holdResponses(site.panel.page, /\/connection-strategies/);
    await site.panel.open(`${LIST}/connections/local`);
    await main().getByRole('heading', { name: 'Loading…', level: 1 }).waitFor();
    expect(await main().getAttribute('aria-busy')).toBe('true');
    expect(await main().locator('img').count()).toBe(0);
    await held.release();
    await main().getByRole('heading', { name: 'Email and password', level: 1 }).waitFor();
    expect(await main().getAttribute('aria-busy')).not.toBe('true');
  });

  it('shows a skeleton of the first response of the access rights of a user', async () => {
    const held = await holdResponses(site.panel.page, /\/overview$/);
    await site.panel.open(userRoute(user));
    const rights = main().getByRole('region', { name: 'Access rights' });
    await rights.getByText('Loading…').waitFor();
    expect(await rights.locator('[aria-busy="true"] img').count()).toBe(0);
    await held.release();
    await rights.getByText('Loading…').waitFor({ state: 'detached' });
  });

  it('requests the strategies with a connection, not after it', async () => {
    const { page, open } = site.panel;
    const held = await holdResponses(page, /\d\/user-profile\/connections\/local$/);
    const strategies = page.waitForRequest(/\/connection-strategies$/);
    await open(`${LIST}/connections/local`);
    await strategies;
    await held.release();
    await main().getByRole('heading', { name: 'Email and password', level: 1 }).waitFor();
  });

  it('marks the rows as outdated while the search waits for a pause in typing', async () => {
    const { page } = site.panel;
    await openList();
    const requests = recordRequests(page);
    await page.clock.install();
    await page.clock.pauseAt(new Date(Date.now() + MINUTE_MS));
    await main().getByRole('searchbox', { name: 'Search users' }).fill('Ironwood');
    await busy().waitFor();
    expect(requests.take()).toEqual([]);
    requests.stop();
    await page.clock.resume();
    await main().getByText('1 user', { exact: true }).waitFor();
  });

  it('focuses the heading of each page that opens', async () => {
    const waitForFocus = (heading: string) =>
      waitForEqual(
        () =>
          site.panel.page.evaluate(
            () => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`
          ),
        `H1 ${heading}`
      );
    await openList();

    await main().getByRole('link', { name: 'Ironwood Sample' }).press('Enter');
    await waitForFocus('Ironwood Sample');
    await main().getByRole('link', { name: 'Users', exact: true }).press('Enter');
    await waitForFocus('Users');
    await main().getByRole('link', { name: 'Overview', exact: true }).press('Enter');
    await waitForFocus('Overview');
    await main().getByRole('link', { name: 'Log', exact: true }).press('Enter');
    await waitForFocus('Log');
    await main().getByRole('link', { name: 'Connections', exact: true }).press('Enter');
    await waitForFocus('Connections');
    await main().getByRole('row').nth(1).getByRole('link').first().press('Enter');
    await main().getByRole('link', { name: 'Connections', exact: true }).waitFor();
    await waitForEqual(() => site.panel.page.evaluate(() => document.activeElement?.tagName), 'H1');
  });

  it('focuses the first field of the form for a new user', async () => {
    await openList();
    await main().getByRole('button', { name: 'Create User' }).click();
    const email = site.panel.page.getByRole('dialog').getByLabel('Email');
    await email.waitFor();
    await waitForEqual(() => email.evaluate((field) => field === document.activeElement), true);
  });

  const TABS: [string, () => string, RegExp][] = [
    ['History', () => userRoute(user), /\/events\?/],
    ['Locations', () => userRoute(user), /\/locations\?/],
    ['Overview', () => LIST, /\d\/user-profile\/overview/],
    ['Log', () => LIST, /\/user-profile\/events\?/],
  ];

  it.each(TABS)(
    'has requested the data of the %s tab, once, when its link has the focus',
    async (tab, route, path) => {
      const { page, open } = site.panel;
      await open(route());
      const link = main().getByRole('link', { name: tab, exact: true });
      await link.waitFor();
      // Data does not age, however slow the computer is.
      await page.clock.setFixedTime(new Date());
      const response = page.waitForResponse(path);
      await link.focus();
      await response;
      const requests = recordRequests(page);
      await link.press('Enter');
      await page.waitForURL(new RegExp(`/${tab.toLowerCase()}`));
      await page.waitForLoadState('networkidle');
      requests.stop();
      expect(requests.take().filter((url) => path.test(`0/user-profile${url}`))).toEqual([]);
    }
  );

  it('requests nothing when a tab is opened again within five seconds, and its data afterwards', async () => {
    const { page, open } = site.panel;
    const clickTab = (tab: string) => main().getByRole('link', { name: tab, exact: true }).click();
    const openDetails = async () => {
      await clickTab('Details');
      await main().getByText('User identity').waitFor();
      await page.waitForLoadState('networkidle');
    };
    const openDevices = async () => {
      await clickTab('Devices');
      await main().getByRole('row').nth(1).waitFor();
      await page.waitForLoadState('networkidle');
    };
    const now = Date.now();
    await page.clock.setFixedTime(now);
    await open(userRoute(user));
    await openDevices();
    await openDetails();
    const requests = recordRequests(page);

    await openDevices();
    await openDetails();
    expect(requests.take()).toEqual([]);

    await page.clock.setFixedTime(now + 6000);
    await openDevices();
    expect(requests.take()).toContainEqual(expect.stringContaining('/devices?'));
    requests.stop();
  });
});
