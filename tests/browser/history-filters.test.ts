import fs from 'node:fs';

import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { createAdminUser } from '../support/admins';
import { logIn } from '../support/logins';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getUser, userIdOf } from '../support/users';

/** Vancouver in the place database. */
const VANCOUVER_IP = '142.103.1.1';

const SHOP = 'https://shop.example.com';

describe('the filters of the History tab', () => {
  let app: TestStrapi;
  let panel: Panel;
  let account: Account;
  let documentId: string;

  const logInFrom = (ip: string, password = account.password, origin?: string) =>
    logIn(
      app,
      { identifier: account.email, password },
      { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': ip, ...(origin && { origin }) }
    );

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: {
        USER_PROFILE_CONFIG: JSON.stringify({
          applications: [{ client_id: 'shop', name: 'Shop', origins: [SHOP] }],
        }),
      },
    });
    account = await registerAccount(app, undefined, { 'user-agent': 'curl/8.5.0' });
    expect((await logInFrom(LONDON_IP)).status).toBe(200);
    expect((await logInFrom(VANCOUVER_IP, account.password, SHOP)).status).toBe(200);
    expect((await logInFrom(LONDON_IP, 'wrong')).status).toBe(400);
    ({ documentId } = (await getUser(app, userIdOf(account))).data);
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    await panel.open(`/plugins/user-profile/users/${documentId}/history`);
    await row('Logged in', VANCOUVER_IP).waitFor();
  });

  const row = (...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), panel.page.getByRole('row'));

  const only = (value: string) =>
    panel.page.getByRole('button', { name: `Only events with ${value}`, exact: true }).first();

  const removeFilter = (filter: string) =>
    panel.page.getByRole('button', { name: `Remove filter “${filter}”` }).click();

  const param = (name: string) => new URL(panel.page.url()).searchParams.get(name);

  it.each([
    ['an IP address', VANCOUVER_IP, `IP address: ${VANCOUVER_IP}`, LONDON_IP],
    ['an application', 'Shop', 'Application: Shop', LONDON_IP],
    ['a device', 'Chrome on macOS', 'Device: Chrome on macOS', 'curl'],
  ])('show the events of %s after a click', async (_what, value, tag, hidden) => {
    await row(hidden).first().waitFor();
    await only(value).click();
    await row(hidden).first().waitFor({ state: 'hidden' });
    await row('Logged in', VANCOUVER_IP).waitFor();
    await panel.page.reload();
    await row('Logged in', VANCOUVER_IP).waitFor();
    await removeFilter(tag);
    await row(hidden).first().waitFor();
  });

  it('find text on Enter', async () => {
    const search = panel.page.getByRole('searchbox', { name: 'Search the history' });
    await search.fill('vancouver');
    await search.press('Enter');
    await row(LONDON_IP).first().waitFor({ state: 'hidden' });
    await row('Logged in', VANCOUVER_IP).waitFor();
    expect(param('q')).toBe('vancouver');
    await search.fill('xyzzy');
    await search.press('Enter');
    await panel.page.getByText('No events match in this time range.').waitFor();
    await panel.screenshot('user-history-search');
  });

  it('offer new events while the page is open, and do not ask in a hidden tab', async () => {
    let asked = 0;
    panel.page.on('request', (request) => {
      asked += /\/events\/count\?.*after=/.test(request.url()) ? 1 : 0;
    });
    const setVisibility = (state: string) =>
      panel.page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);

    await setVisibility('hidden');
    await logInFrom('192.0.2.99', 'wrong');
    await logInFrom('192.0.2.99', 'wrong');
    const before = asked;
    await setVisibility('visible');
    const button = panel.page.getByRole('button', { name: '2 new events' });
    await button.waitFor();
    expect([before, asked]).toEqual([0, 1]);
    await panel.screenshot('user-history-new');
    await button.click();
    await row('192.0.2.99').nth(1).waitFor();
    await button.waitFor({ state: 'hidden' });
  });

  it('limit what is exported', async () => {
    await only(VANCOUVER_IP).click();
    await row(LONDON_IP).first().waitFor({ state: 'hidden' });
    await panel.page.getByRole('button', { name: 'Export' }).click();
    const download = panel.page.waitForEvent('download');
    await panel.page.getByRole('menuitem', { name: 'As JSON lines' }).click();
    const lines = fs
      .readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).ip))).toEqual(new Set([VANCOUVER_IP]));
  });

  it('stand below a tab with the number of failed logins', async () => {
    await panel.page
      .getByRole('link', { name: /^History .*failed logins? in the past 2 days$/ })
      .waitFor();
  });

  it('have no export for a role that may not export', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.readEvents]);
    await panel.as(reader, async (other) => {
      await other.open(`/plugins/user-profile/users/${documentId}/history`);
      await other.page.getByRole('row').filter({ hasText: VANCOUVER_IP }).first().waitFor();
      expect(await other.page.getByRole('button', { name: 'Export' }).count()).toBe(0);
      expect(other.complaints()).toEqual([]);
    });
  });

  it('cause no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });
});
