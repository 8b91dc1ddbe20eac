import { ADMIN_ACTIONS, OVERVIEW_DAYS } from '../../plugins/user-profile/shared/constants';
import type { FindOverview } from '../../plugins/user-profile/shared/contracts/overview';
import { registerAccount } from '../support/accounts';
import { type Admin, createAdminUser } from '../support/admins';
import { getViolations, setTheme } from '../support/axe';
import {
  countDays,
  COUNTING,
  forgetCounts,
  insertEvents,
  startOfDay,
} from '../support/daily-counts';
import { getOverflowingElements } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { holdResponses } from '../support/waiting';

const OVERVIEW = '/plugins/user-profile/overview';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Weekends are quieter. Each day has logins through two connections and from two applications. */
const createEvents = () =>
  Array.from({ length: OVERVIEW_DAYS }, (_, days) => {
    const date = new Date(startOfDay(days).getTime() + MINUTE_MS);
    const logins = [0, 6].includes(date.getUTCDay()) ? 4 : 10 + (days % 5);
    return [
      ...Array.from({ length: logins }, (_login, n) => ({
        date,
        profile: `user${(n * 3 + days) % 17}`,
        connection: n % 4 === 0 ? 'google' : 'local',
        client_name: n % 3 === 0 ? 'shop.example.com' : 'app.example.com',
      })),
      ...Array.from({ length: days % 4 }, () => ({ date, type: 'fp' })),
      ...Array.from({ length: days % 3 }, () => ({ date, type: 'ss' })),
    ];
  }).flat();

describe('the Overview page', () => {
  let app: TestStrapi;
  let admin: Admin;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true, env: COUNTING });
    admin = await app.createAdmin();
    await registerAccount(app);
    await insertEvents(app, createEvents());
    await forgetCounts(app);
    await countDays(app);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const chart = (name: string) => main().getByRole('group', { name, exact: true });
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const params = () => new URL(panel.page.url()).searchParams;

  const longDay = (days: number) =>
    startOfDay(days).toLocaleDateString('en-US', {
      timeZone: 'UTC',
      month: 'long',
      day: 'numeric',
      year: 'numeric',
    });

  const point = (name: string, days: number) =>
    chart(name).getByRole('link', { name: new RegExp(`^${longDay(days)}\\.`) });

  it('is a tab beside Users and shows a chart of each count', async () => {
    await panel.open('/plugins/user-profile');
    await panel.page.getByRole('link', { name: 'Overview', exact: true }).click();
    for (const name of ['Logins', 'Failed logins', 'Active users', 'Sign-ups']) {
      await chart(name).waitFor();
      expect(await chart(name).getByRole('link').count()).toBe(OVERVIEW_DAYS);
    }
    expect(panel.complaints()).toEqual([]);
  });

  it('leads from a point to the events of that day', async () => {
    await panel.open(OVERVIEW);
    await point('Failed logins', 3).click();
    await panel.page.getByRole('heading', { name: 'Log' }).waitFor();
    expect(params().getAll('type')).toEqual(['f', 'fp', 'fu']);
    expect([params().get('from'), params().get('to')]).toEqual([
      startOfDay(3).toISOString(),
      new Date(startOfDay(3).getTime() + DAY_MS).toISOString(),
    ]);
    const rows = panel.page.getByRole('row').filter({ hasText: 'Login failed' });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(3);
  });

  it('moves between days with the arrow keys', async () => {
    await panel.open(OVERVIEW);
    await point('Logins', 0).focus();
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.keyboard.press('ArrowLeft');
    await main().getByText(longDay(2)).first().waitFor();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('heading', { name: 'Log' }).waitFor();
    expect(params().get('from')).toBe(startOfDay(2).toISOString());
  });

  it('shows each chart as a table', async () => {
    await panel.open(OVERVIEW);
    await button('Table: Active users').click();
    const table = main()
      .getByRole('grid', { name: 'Active users' })
      .or(main().getByRole('table', { name: 'Active users' }));
    await table.getByRole('link', { name: longDay(0) }).waitFor();
    expect(await table.getByRole('row').count()).toBe(OVERVIEW_DAYS + 1);
    await panel.screenshot('overview-table');
  });

  it('filters by connection and application, by URL too', async () => {
    await panel.open(`${OVERVIEW}?connection=google`);
    await point('Logins', 0).waitFor();
    const logins = createEvents().filter(
      ({ date, connection }: { date: Date; connection?: string }) =>
        date >= startOfDay(0) && connection === 'google'
    ).length;
    expect(await point('Logins', 0).getAttribute('aria-label')).toContain(`Logins: ${logins}`);
    const counts = /\/user-profile\/overview\?/;
    const pending = main().locator('[aria-busy="true"]');
    const pendingCharts = pending.filter({
      has: panel.page.getByRole('group', { name: 'Logins', exact: true }),
    });
    let fail = () => {};
    const isFailing = new Promise<void>((resolve) => {
      fail = resolve;
    });
    await panel.page.route(counts, (route) => isFailing.then(() => route.abort()));
    await main().getByRole('combobox', { name: 'Application' }).click();
    await panel.page.getByRole('option', { name: 'shop.example.com' }).click();
    await panel.page.waitForURL((url) => url.searchParams.get('application') !== null);
    await pendingCharts.waitFor();
    fail();
    await main().getByRole('alert').getByText('Can’t reach the server').waitFor();
    expect(await point('Logins', 0).count()).toBe(0);
    await panel.page.unrouteAll({ behavior: 'wait' });
    const held = await holdResponses(panel.page, counts);
    await button('Try again').click();
    await pending.getByText('Can’t reach the server').waitFor();
    await held.release();
    await point('Logins', 0).waitFor();
    expect(params().get('connection')).toBe('google');
    await point('Logins', 0).click();
    await panel.page.getByRole('heading', { name: 'Log' }).waitFor();
    expect([params().get('connection'), params().get('application')]).toEqual([
      'google',
      'shop.example.com',
    ]);
  });

  it('searches the options of a filter that has many', async () => {
    await panel.page.route(/\d\/user-profile\/overview(\?|$)/, async (route) => {
      const response = await route.fetch();
      const body: FindOverview.Response = await response.json();
      const [first] = body.data.connections;
      const connections = Array.from({ length: 38 }, (_, n) => ({ ...first, name: `source-${n}` }));
      await route.fulfill({ response, json: { ...body, data: { ...body.data, connections } } });
    });
    await panel.open(OVERVIEW);
    const box = main().getByRole('combobox', { name: 'Connection' });
    // The options come with the numbers.
    await point('Logins', 0).waitFor();
    await box.click();
    await box.pressSequentially('ce-37');
    await panel.page.getByRole('option', { name: 'Source-37', exact: true }).click();
    await panel.page.waitForURL((url) => url.searchParams.get('connection') === 'source-37');
    await main().getByRole('button', { name: 'Clear' }).click();
    await panel.page.waitForURL((url) => url.searchParams.get('connection') === null);
    expect(await box.inputValue()).toBe('');
    await panel.screenshot('overview-many-connections');
    expect(await getViolations(panel.page)).toEqual([]);
    await panel.page.unrouteAll({ behavior: 'wait' });
  });

  it.each([1440, 360])('is readable in both themes at %d px', async (width) => {
    await panel.page.setViewportSize({ width, height: 1000 });
    try {
      await panel.open(OVERVIEW);
      await point('Sign-ups', 0).waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await setTheme(panel.page, colorScheme);
        await panel.screenshot(`overview-${colorScheme}-${width}`);
        const page = await panel.page.evaluate(() => document.documentElement.scrollWidth);
        expect({
          colorScheme,
          violations: await getViolations(panel.page),
          overflowing: await getOverflowingElements(main()),
          isWide: page > width,
        }).toEqual({ colorScheme, violations: [], overflowing: [], isWide: false });
      }
    } finally {
      await setTheme(panel.page, 'light');
      await panel.page.setViewportSize({ width: 1440, height: 1000 });
    }
  });

  describe('and the widget of the home page', () => {
    const widget = (page = panel.page) => page.getByLabel('Users and logins').getByRole('table');

    it('show what happened, and lead to the list behind a number', async () => {
      await panel.open('/');
      const failed = panel.page.getByRole('link', { name: /^Failed logins, past 7 days: \d+$/ });
      await failed.waitFor();
      await failed.scrollIntoViewIfNeeded();
      for (const colorScheme of ['dark', 'light'] as const) {
        await setTheme(panel.page, colorScheme);
        await panel.screenshot(`home-${colorScheme}`);
      }
      await panel.page.getByRole('link', { name: /^New users, past 7 days: 1$/ }).click();
      await panel.page.getByRole('heading', { name: 'Users' }).waitFor();
      await panel.page
        .getByText(/^Created: from /)
        .or(panel.page.getByRole('group', { name: 'Active filters' }))
        .first()
        .waitFor();
      await panel.open('/');
      await panel.page.getByRole('link', { name: /^Lockouts, past 24 hours: 0$/ }).click();
      await panel.page.getByRole('heading', { name: 'Log', exact: true }).waitFor();
      expect(params().getAll('type')).toEqual(['limit_wc']);
    });

    const openAs = async (
      actions: string[],
      work: (restricted: Panel, requests: string[]) => Promise<void>
    ) =>
      panel.as(await createAdminUser(app, actions), (restricted) => {
        const requests: string[] = [];
        restricted.page.on('request', (request) => {
          if (request.url().includes('/user-profile/overview')) {
            requests.push(request.url());
          }
        });
        return work(restricted, requests);
      });

    it('say that nothing happened on a new site, and what to do after an error', async () => {
      const recent = /\/user-profile\/overview\/recent/;
      const none = { count: 0, precision: 'exact' };
      const counts = { new_users: { day: none, week: none }, deletion_requests: none };
      await panel.page.route(recent, (route) => route.fulfill({ json: { data: counts } }));
      await panel.open('/');
      await panel.page.getByText('No users or logins in the past 7 days.').waitFor();
      await panel.page.unrouteAll({ behavior: 'wait' });
      await panel.page.route(recent, (route) => route.fulfill({ status: 500, json: {} }));
      await panel.open('/');
      await panel.page.getByText('The numbers couldn’t be loaded.').waitFor();
      await panel.page.unrouteAll({ behavior: 'wait' });
    });

    it('hide the log from a role that may read users only', async () => {
      await openAs([ADMIN_ACTIONS.readUsers], async (restricted) => {
        await restricted.open('/');
        await restricted.page.getByRole('link', { name: /^New users, past 24 hours/ }).waitFor();
        expect(await restricted.page.getByRole('link', { name: /^Logins, past/ }).count()).toBe(0);
        await restricted.open(OVERVIEW);
        await restricted.page.getByText(/You don’t have permission/).waitFor();
        expect(await restricted.page.getByRole('link', { name: 'Overview' }).count()).toBe(0);
      });
    });

    it('show and request nothing for a role that may not read users', async () => {
      await openAs([ADMIN_ACTIONS.readConnections], async (restricted, requests) => {
        await restricted.open('/');
        await restricted.page.getByRole('heading', { name: /^Hello/ }).waitFor();
        await restricted.page.waitForLoadState('networkidle');
        expect(await widget(restricted.page).count()).toBe(0);
        expect(requests).toEqual([]);
      });
    });
  });
});
