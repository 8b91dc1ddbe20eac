import fs from 'node:fs';

import type { Request } from 'playwright-core';

import { ADMIN_ACTIONS, MAX_SEARCHED_EVENTS } from '../../plugins/user-profile/shared/constants';
import { type Account, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { type Admin, createAdminUser } from '../support/admins';
import { getViolations, getViolationsInThemes, setTheme } from '../support/axe';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { getOverflowingElements } from '../support/looks';
import { chooseOption, openPanel, type Panel, pressEscape, waitForIdle } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userIdOf, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';
import { holdResponses } from '../support/waiting';

const DAY_MS = 24 * 3_600_000;
const LOG = '/plugins/user-profile/log';
const OTHER_IP = '192.0.2.7';

/** More than one page. They start ten days ago and go back by one second each. */
const OLD_EVENTS = 30;

describe('the Log page', () => {
  let app: TestStrapi;
  let admin: Admin;
  let panel: Panel;
  let account: Account;
  let oldest: number;

  const insertOldEvents = async (count: number) => {
    const events = Array.from({ length: count }, (_, n) => {
      const date = new Date(oldest - n * 1000);
      return {
        document_id: `old${n}`,
        log_id: `${date.toISOString().replace(/\D/g, '')}${String(n).padStart(10, '0')}`,
        date,
        type: n < OLD_EVENTS ? 'sertft' : 'cls',
        success: true,
        user_id: 'local|old',
        user_name: `Old user ${n}`,
        connection: 'local',
        signals: [],
        details: {},
      };
    });
    await app.database.insert(UIDS.event, events);
  };

  beforeAll(async () => {
    oldest = Date.now() - 10 * DAY_MS;
    app = await startStrapi({ panel: true });
    admin = await app.createAdmin();
    account = await registerAccount(app);
    const { email: identifier } = account;
    await logIn(app, { identifier, password: 'wrong' }, { 'x-forwarded-for': OTHER_IP });
    await logIn(app, { identifier, password: account.password });
    await registerAccount(app);
    await mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { nickname: 'Nick' } });
    await insertOldEvents(MAX_SEARCHED_EVENTS + 2 * OLD_EVENTS);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');

  const row = (...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), panel.page.getByRole('row'));

  const bodyRows = () => row().filter({ has: panel.page.getByRole('button') });

  const waitForRows = async (count: number) => {
    await waitForEqual(() => bodyRows().count(), count);
  };

  const param = (name: string) => new URL(panel.page.url()).searchParams.get(name);

  const button = (name: string | RegExp) => panel.page.getByRole('button', { name });

  it('shows the events of all users with a link to each user', async () => {
    await panel.open('/plugins/user-profile');
    await panel.page.getByRole('link', { name: 'Log', exact: true }).click();
    await row('Login failed: wrong password', account.email, OTHER_IP).waitFor();
    await row('Profile changed', `by ${admin.email}`).waitFor();
    await row('Login failed').getByRole('link', { name: account.email }).click();
    await main().getByText('User identity').first().waitFor();
  });

  it('opens the page of a user, which loads the user once', async () => {
    await panel.open(LOG);
    const requests: string[] = [];
    const listener = (request: Request): void => {
      const { pathname } = new URL(request.url());
      if (/^\/user-profile\/users\/[^/]+$/.test(pathname)) {
        requests.push(pathname);
      }
    };
    panel.page.on('request', listener);
    await row('Login failed').getByRole('link', { name: account.email }).first().click();
    await panel.page.waitForURL(({ pathname }) => /\/users\/[a-z0-9]+\/details$/.test(pathname));
    await panel.page.getByRole('link', { name: 'Raw JSON', exact: true }).click();
    await panel.page.waitForURL(({ pathname }) => pathname.endsWith('/raw-json'));
    await waitForIdle(panel.page);
    expect(requests).toEqual([`/user-profile/users/${encodeURIComponent(userIdOf(account))}`]);
    // The heading does not take the focus from the link.
    expect(await panel.page.evaluate(() => document.activeElement?.textContent)).toBe('Raw JSON');
    panel.page.off('request', listener);
  });

  it('ends a long user name with an ellipsis', async () => {
    await panel.open(LOG);
    const link = row('Login failed').getByRole('link', { name: account.email }).first();
    await link.waitFor();
    const found = await link.evaluate((element) => {
      const text = element.querySelector(':scope > span');
      if (!text) {
        return null;
      }
      text.textContent = 'long.name.'.repeat(20);
      const cell = element.closest('td')?.getBoundingClientRect();
      return {
        overflow: getComputedStyle(text).textOverflow,
        isCut: text.scrollWidth > text.clientWidth,
        isInCell: cell !== undefined && element.getBoundingClientRect().right <= cell.right,
      };
    });
    expect(found).toEqual({ overflow: 'ellipsis', isCut: true, isInCell: true });
  });

  it('filters, shows each filter as a tag, and opens the same view by URL', async () => {
    await panel.open(LOG);
    await row('Profile changed').waitFor();
    await button('Filters').click();
    await chooseOption(panel.page.getByRole('combobox', { name: 'Outcome' }), 'Failure');
    await panel.page.getByLabel('IP address').fill(OTHER_IP);
    await button('Apply').click();
    await waitForRows(1);
    expect([param('outcome'), param('ip')]).toEqual(['failure', OTHER_IP]);

    await panel.open(LOG + new URL(panel.page.url()).search);
    await waitForRows(1);
    await row('Login failed: wrong password').waitFor();
    await button('Remove filter “Outcome: Failure”').click();
    await button(`Remove filter “IP address: ${OTHER_IP}”`).click();
    await row('Profile changed').waitFor();
    expect([param('outcome'), param('ip')]).toEqual([null, null]);
  });

  it('searches names and details on Enter', async () => {
    await panel.open(LOG);
    const search = panel.page.getByRole('searchbox', { name: 'Search the log' });
    await search.fill('NickName');
    await search.press('Enter');
    await waitForRows(1);
    await row('Profile changed').waitFor();
    expect(param('q')).toBe('NickName');

    await search.fill('xyzzy');
    await search.press('Enter');
    await panel.page.getByText('No events match in this time range.').waitFor();
  });

  it('pages through older events and back', async () => {
    await panel.open(`${LOG}?range=all&type=sertft`);
    await waitForRows(25);
    await button('Older').click();
    await waitForRows(OLD_EVENTS - 25);
    await row(`Old user ${OLD_EVENTS - 1}`).waitFor();
    await button('Newer').click();
    await waitForRows(25);
  });

  it('continues a search that reached its limit', async () => {
    const last = `Old user ${MAX_SEARCHED_EVENTS + 2 * OLD_EVENTS - 1}`;
    await panel.open(`${LOG}?range=all&q=${encodeURIComponent(last)}`);
    await panel.page.getByText(/^No matching events. Searched back to/).waitFor();
    await button('Search older events').click();
    await row(last).waitFor();
    expect(await bodyRows().count()).toBe(1);
  });

  it('opens the details of an event, also by URL, and returns the focus', async () => {
    await panel.open(LOG);
    await row('Login failed: wrong password').getByRole('button', { name: 'Show details' }).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByText('"wrong_password"').waitFor();
    const record = param('record');
    await panel.open(`${LOG}?type=sapi&record=${record}`);
    await dialog.getByText(`"${record}"`).waitFor();
    await pressEscape(panel.page);
    await dialog.waitFor({ state: 'hidden' });
    expect(param('record')).toBeNull();
  });

  it('narrows the log to the IP address of an event from its details', async () => {
    await panel.open(`${LOG}?type=fp`);
    await row('Login failed').getByRole('button', { name: 'Show details' }).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Only this IP address' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await button(`Remove filter “IP address: ${OTHER_IP}”`).waitFor();
    expect([param('ip'), param('type'), param('record')]).toEqual([OTHER_IP, 'fp', null]);
  });

  it('exports the events of the search', async () => {
    await panel.open(`${LOG}?ip=${OTHER_IP}`);
    await waitForRows(1);
    await button('Export').click();
    const download = panel.page.waitForEvent('download');
    await panel.page.getByRole('menuitem', { name: 'As JSON lines' }).click();
    const file = await (await download).path();
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['fp']);
  });

  it('goes on with an export while the header leaves the screen and returns', async () => {
    await panel.open(`${LOG}?range=all&type=sertft`);
    await waitForRows(25);
    const held = await holdResponses(panel.page, /\/events\/export/);
    await button('Export').click();
    await panel.page.getByRole('menuitem', { name: 'As JSON lines' }).click();
    await waitForEqual(() => button('Export').isDisabled(), true);
    const title = main().getByRole('heading', { level: 1 });
    const { y = 0 } = (await title.boundingBox()) ?? {};
    await panel.page.mouse.move(700, 500);
    await panel.page.mouse.wheel(0, 10_000);
    await waitForEqual(async () => (await title.boundingBox())?.y === y, false);
    await waitForIdle(panel.page);
    expect(await button('Export').isDisabled()).toBe(true);
    await panel.screenshot('log-exporting');
    await panel.page.mouse.wheel(0, -10_000);
    await waitForEqual(async () => (await title.boundingBox())?.y === y, true);
    expect(await button('Export').isDisabled()).toBe(true);
    const download = panel.page.waitForEvent('download');
    await held.release();
    await download;
    await waitForEqual(() => button('Export').isDisabled(), false);
  });

  // Narrower, Strapi's table scrolls sideways, which the check would report.
  it('is readable in both themes', async () => {
    await panel.open(`${LOG}?outcome=success&connection=local`);
    await row('Profile changed').waitFor();
    for (const colorScheme of ['dark', 'light'] as const) {
      await setTheme(panel.page, colorScheme);
      await panel.screenshot(`log-${colorScheme}`);
      expect({
        colorScheme,
        violations: await getViolations(panel.page),
        overflowing: await getOverflowingElements(main()),
      }).toEqual({ colorScheme, violations: [], overflowing: [] });
    }
    await button(/^Filters/).click();
    await panel.page.getByLabel('Actor').waitFor();
    await panel.screenshot('log-filters');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await pressEscape(panel.page);
  });

  it('hides the tab from a role that may not read the log, and explains why', async () => {
    const reader = await createAdminUser(app, [
      ADMIN_ACTIONS.readUsers,
      ADMIN_ACTIONS.readConnections,
      ADMIN_ACTIONS.readEvents,
    ]);
    await panel.as(reader, async (other) => {
      await other.open('/plugins/user-profile');
      await other.page.getByRole('link', { name: 'Connections', exact: true }).waitFor();
      expect(await other.page.getByRole('link', { name: 'Log', exact: true }).count()).toBe(0);
      await other.open(LOG);
      await other.page.getByText(/^You don’t have permission/).waitFor();
      expect(other.complaints()).toEqual([]);
    });
  });

  it('causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });
});
