import type { Locator } from 'playwright-core';

import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { type Account, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes, setTheme } from '../support/axe';
import { UIDS } from '../support/database';
import { insertLogins } from '../support/log';
import { logIn } from '../support/logins';
import { getLowContrastTexts, getOverflowingElements, getPageSize } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, userIdOf, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONG = 'x'.repeat(180);
const REASON = 'Chargeback, ticket 4711';

describe('the header of a user', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let account: Account;
  let id: string;

  const states = () => user.main.getByRole('list', { name: 'Status', exact: true });
  const state = (label: string) =>
    states()
      .getByRole('listitem')
      .filter({ has: panel.page.getByText(label, { exact: true }) });
  const button = (name: string) => user.main.getByRole('button', { name, exact: true });
  const chart = () => user.main.getByRole('img', { name: /login/ });
  const hasFocus = (name: string) =>
    button(name).evaluate((element) => element === document.activeElement);
  const getClipboard = () => panel.page.evaluate(() => navigator.clipboard.readText());
  const block = (data: object) => mustCall(app, 'POST', userPath(id, '/block'), { data });

  const expectFit = async (width: number) => {
    await panel.page.setViewportSize({ width, height: 1000 });
    await getPageSize(panel.page);
    expect(await getOverflowingElements(user.main)).toEqual([]);
    const overflow = await panel.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBe(0);
  };

  const expectReadable = async (name: string) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await setTheme(panel.page, colorScheme);
      expect(await getLowContrastTexts(user.main)).toEqual([]);
      await panel.screenshot(`${name}-${colorScheme}`);
    }
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
  };

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailures: 3 } }) },
    });
    account = await registerAccount(app);
    id = (await getProfile(app, account)).documentId;
    panel = await openPanel(app, await app.createAdmin());
    await panel.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('shows the user ID and the email address on every tab, with buttons to copy them', async () => {
    await user.open(id);
    for (const tab of ['Details', 'Devices', 'History', 'Locations', 'Raw JSON']) {
      await panel.page.getByRole('link', { name: tab, exact: true }).click();
      await panel.page.waitForURL(new RegExp(`/${tab.toLowerCase().replace(' ', '-')}`));
      await user.main.getByText(userIdOf(account), { exact: true }).first().waitFor();
    }
    await button('Copy user ID').click();
    await user.waitForNotification('Copied to the clipboard');
    expect(await getClipboard()).toBe(userIdOf(account));
    await button('Copy email').click();
    await panel.page.waitForFunction(
      async (email) => (await navigator.clipboard.readText()) === email,
      account.email
    );
  });

  it('has buttons to copy the IP addresses of devices and of the details of an event', async () => {
    const copyOf = (within: Locator) => within.getByRole('button', { name: /^Copy [\d.:a-f]+$/ });
    const expectCopied = async (copy: Locator) => {
      const ip = (await copy.getAttribute('aria-label')) ?? (await copy.innerText());
      await copy.click();
      await user.waitForNotification('Copied to the clipboard');
      expect(`Copy ${await getClipboard()}`).toBe(ip);
    };

    await panel.open(userRoute(id, 'devices'));
    await expectCopied(copyOf(user.main).first());
    await panel.open(userRoute(id, 'history'));
    await user.main
      .getByRole('button', { name: /^Show details/ })
      .first()
      .click();
    await expectCopied(copyOf(user.dialog));
  });

  it('wraps a name, an email address and a user ID of 200 characters', async () => {
    const long = await getProfile(app, await registerAccount(app));
    await app.database.update(
      UIDS.user,
      { document_id: long.documentId },
      {
        name: `${LONG} Sample`,
        email: `${LONG}@example.com`,
        user_id: `local|${LONG}`,
        block_reason: LONG,
        blocked: true,
      }
    );
    await user.open(long.documentId);
    await state('Blocked').waitFor();
    await expectFit(360);
    await expectReadable('user-header-long-360');
    await expectFit(1440);
  });

  it('shows the logins of the past 30 days as a chart with a text', async () => {
    const { documentId } = await getProfile(app, await registerAccount(app));
    await app.database.remove(UIDS.event, { profile: documentId });
    await user.open(documentId);
    await user.main.getByRole('img', { name: 'No logins in the past 30 days' }).waitFor();

    const date = new Date(Date.now() - 9 * DAY_MS);
    await insertLogins(app, { documentId }, 2, { date: new Date(Date.now() - 20 * DAY_MS) });
    await insertLogins(app, { documentId }, 4, { date });
    await user.open(documentId);
    const day = date.toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
    const text = `6 logins in the past 30 days. Most on ${day} (UTC): 4`;
    await user.main.getByRole('img', { name: text }).waitFor();
    expect(await chart().locator('rect').count()).toBe(30);
    await expectReadable('user-header-chart');

    await insertLogins(app, { documentId }, 2000, { date });
    await user.open(documentId);
    await user.main
      .getByRole('img', { name: `More than 2,000 logins since ${day} (UTC)` })
      .waitFor();
  });

  it('unblocks a blocked user, and then moves the focus to the actions', async () => {
    await block({ reason: REASON, until: '2035-01-01T12:00:00.000Z' });
    await panel.open(userRoute(id, 'history'));
    await state('Blocked')
      .getByText(/^Until Jan 1, 2035/)
      .waitFor();
    await panel.page.getByRole('link', { name: 'Details', exact: true }).click();
    await user.main.getByRole('note').getByText(REASON).waitFor();
    expect(await user.main.getByText(/2035/).count()).toBe(1);
    await expectReadable('user-header-blocked');

    await button('Unblock user').click();
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    await waitForEqual(() => hasFocus('Unblock user'), true);
    await button('Unblock user').click();
    await user.press('Unblock user');
    await user.waitForNotification(/was unblocked/);
    await state('Blocked').waitFor({ state: 'detached' });
    await waitForEqual(() => hasFocus('Actions'), true);
  });

  it('changes the reason and the end of a block', async () => {
    const until = '2035-01-01T12:00:00.000Z';
    await block({ reason: REASON, until });
    await user.open(id);
    await button('Change reason and end').click();
    const reason = user.dialog.getByLabel('Reason');
    expect(await reason.inputValue()).toBe(REASON);
    const save = user.dialog.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await reason.fill('Paid');
    await save.click();
    await user.waitForNotification(/The block of .* was changed/);
    await user.main.getByRole('note').getByText('Paid').waitFor();
    const { data } = await mustCall(app, 'GET', userPath(id, '/overview'));
    expect(data.block).toEqual({ reason: 'Paid', until });

    await user.choose('Change reason and end');
    await user.dialog.getByRole('button', { name: 'Clear date' }).click();
    await user.press('Save');
    // Nothing else has a role while the dialog is open.
    await user.dialog.waitFor({ state: 'detached' });
    await state('Blocked').getByText(/2035/).waitFor({ state: 'detached' });
    expect((await mustCall(app, 'GET', userPath(id, '/overview'))).data.block).toEqual({
      reason: 'Paid',
      until: null,
    });
    await mustCall(app, 'POST', userPath(id, '/unblock'));
  });

  it('shows lockouts and an unverified email address with their actions', async () => {
    const other = await registerAccount(app);
    for (let failures = 0; failures < 4; failures += 1) {
      await logIn(
        app,
        { identifier: other.email, password: 'wrong' },
        { 'x-forwarded-for': '81.2.69.160' }
      );
    }
    await user.open((await getProfile(app, other)).documentId);
    await state('Locked out').getByText('Too many failed logins from 1 IP address').waitFor();
    await button('Copy 81.2.69.160').waitFor();
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await state('Email not verified')
      .getByRole('button', { name: 'Send verification email' })
      .click();
    await user.dialog.getByText(other.email).waitFor();
    await user.press('Cancel');
    await state('Locked out').getByRole('button', { name: 'Unblock all IP addresses' }).click();
    await user.press('Unblock all IP addresses');
    await state('Locked out').waitFor({ state: 'detached' });
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });

  it('has no actions and no chart for roles that may not use them', async () => {
    await block({ reason: REASON });
    const admins = [
      { actions: READ_ONLY, buttons: 0, charts: 1 },
      { actions: [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.blockUsers], buttons: 2, charts: 0 },
    ];
    for (const { actions, buttons, charts } of admins) {
      await panel.as(await createAdminUser(app, actions), async (limited) => {
        const page = userPage(limited);
        await limited.open(userRoute(id));
        await page.main.getByRole('note').getByText(REASON).waitFor();
        const list = page.main.getByRole('list', { name: 'Status', exact: true });
        expect(await list.getByRole('button').count()).toBe(buttons);
        expect(await page.main.getByRole('img', { name: /login/ }).count()).toBe(charts);
        expect(limited.complaints()).toEqual([]);
      });
    }
  });
});
