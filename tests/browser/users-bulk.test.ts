import fs from 'node:fs';

import type { Download } from 'playwright-core';

import { callAdmin, mustCall } from '../support/admin-api';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getUser, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile?sort=name:ASC';

const NAMES = ['Acacia Sample', 'Alder Sample', 'Birch Sample', 'Cedar Sample', 'Dogwood Sample'];

describe('the actions of the user list', () => {
  let app: TestStrapi;
  let panel: Panel;
  let idOf: (name: string) => string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    idOf = await createPeople(app, NAMES);
    await logIn(app, { identifier: emailOf('Alder Sample') });
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    await panel.open(LIST);
    await panel.page.getByRole('row').nth(1).waitFor();
  });

  const main = () => panel.page.getByRole('main');
  const dialog = () => panel.page.getByRole('dialog');
  const row = (name: string) => panel.page.getByRole('row').filter({ hasText: name });
  const press = (name: string) => main().getByRole('button', { name, exact: true }).click();
  const confirm = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const isBlocked = async (name: string) => (await getUser(app, idOf(name))).data.blocked;

  const select = async (...names: string[]) => {
    for (const name of names) {
      await main()
        .getByRole('checkbox', { name: `Select ${name}` })
        .click();
    }
  };

  const chooseFromMenu = async (opener: string, item: string) => {
    await press(opener);
    await panel.page.getByRole('menuitem', { name: item }).click();
  };

  const textOf = async (download: Download) => fs.readFileSync(await download.path(), 'utf8');

  /** The accessible name of the focused element. */
  const getFocusedText = () =>
    panel.page.evaluate(() => {
      const { activeElement } = document;
      return (
        activeElement?.getAttribute('aria-label') ??
        activeElement?.querySelector('[id]')?.textContent ??
        activeElement?.textContent
      );
    });

  it('export the filtered list', async () => {
    // A shorter text could match the random part of a user ID.
    await panel.open(`${LIST}&_q=alder`);
    await row('Alder Sample').waitFor();
    await press('Export');
    await dialog().getByText('All users that match the search and the filters').waitFor();
    const downloading = panel.page.waitForEvent('download');
    await confirm('Export');
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^users-\d{4}-\d{2}-\d{2}\.csv$/);
    const lines = (await textOf(download)).trim().split('\n');
    expect(lines[0]).toContain('user_id,email');
    expect(lines).toHaveLength(2);
    await dialog().waitFor({ state: 'detached' });
    await waitForEqual(getFocusedText, 'Export');
  });

  it('export chosen attributes', async () => {
    await press('Export');
    await dialog().getByText('All users are exported.').waitFor();
    await confirm('None');
    expect(await dialog().getByRole('button', { name: 'Export' }).isDisabled()).toBe(true);
    for (const name of ['name', 'email', 'connection']) {
      await dialog().getByRole('checkbox', { name, exact: true }).click();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await panel.page.emulateMedia({ colorScheme });
      for (const width of [1440, 360]) {
        await panel.page.setViewportSize({ width, height: 1000 });
        await panel.screenshot(`users-export-${colorScheme}-${width}`);
      }
    }
    await panel.page.emulateMedia({ colorScheme: 'light' });
    await panel.page.setViewportSize({ width: 1440, height: 1000 });
    const downloading = panel.page.waitForEvent('download');
    await confirm('Export');
    const lines = (await textOf(await downloading)).trim().split('\n');
    expect(lines[0]).toContain('email,name,connection');
    expect(lines).toHaveLength(NAMES.length + 1);
  });

  it('keep the dialog of a failed export open', async () => {
    await panel.page.route(/\/users\/export$/, (route) => route.abort());
    await press('Export');
    await dialog().getByRole('radio', { name: 'JSON lines for Auth0' }).click();
    expect(await dialog().getByRole('checkbox').count()).toBe(0);
    await confirm('Export');
    await dialog().getByRole('alert').getByText('Can’t reach the server').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await confirm('Cancel');
  });

  it('export the selected users', async () => {
    await select('Birch Sample', 'Dogwood Sample');
    await main().getByText('2 users selected').waitFor();
    await press('Export selected');
    await dialog().getByText('The 2 selected users are exported.').waitFor();
    await dialog().getByRole('radio', { name: 'JSON lines', exact: true }).click();
    const downloading = panel.page.waitForEvent('download');
    await confirm('Export');
    const lines = (await textOf(await downloading)).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).name).sort()).toEqual([
      'Birch Sample',
      'Dogwood Sample',
    ]);
  });

  it('block one user from the row menu and return the focus to the row', async () => {
    await chooseFromMenu('Actions for Cedar Sample', 'Block');
    await dialog().getByText('Block Cedar Sample').waitFor();
    await pressEscape(panel.page);
    await dialog().waitFor({ state: 'detached' });
    await waitForEqual(
      () =>
        panel.page.evaluate(() => document.activeElement?.closest('tr')?.textContent?.slice(0, 16)),
      await row('Cedar Sample').evaluate((element) => element.textContent?.slice(0, 16))
    );
    expect(await isBlocked('Cedar Sample')).toBe(false);

    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('menuitem', { name: 'Block' }).press('Enter');
    await dialog().waitFor();
    await dialog().getByLabel('Reason').fill('Spam');
    await dialog().getByLabel('End date').fill('01/01/2035');
    await dialog().getByLabel('End date').press('Tab');
    await panel.screenshot('users-block-dialog');
    await confirm('Block');
    await row('Cedar Sample').getByText('Blocked', { exact: true }).waitFor();
    expect(await isBlocked('Cedar Sample')).toBe(true);
    const [{ block_reason: reason, blocked_until: until }] = await app.database.rows(UIDS.user, {
      name: 'Cedar Sample',
    });
    expect(reason).toBe('Spam');
    expect(until).not.toBeNull();

    await chooseFromMenu('Actions for Cedar Sample', 'Unblock');
    await confirm('Unblock');
    await row('Cedar Sample').getByText('Active', { exact: true }).waitFor();
  });

  it('keep the input and the selection after an error, and say whether users may have changed', async () => {
    const start = /\/user-profile\/users\/bulk$/;
    const alert = dialog().getByRole('alert');
    const failWith = async (response: { status: number; json: object } | undefined) => {
      await panel.page.unrouteAll({ behavior: 'wait' });
      await panel.page.route(start, (route) => {
        if (route.request().method() === 'GET') {
          return route.fallback();
        }
        return response ? route.fulfill(response) : route.abort();
      });
    };
    const error = { status: 429, name: 'RateLimitError', message: 'Too many requests' };

    await select('Acacia Sample', 'Birch Sample');
    await press('Block');
    await dialog().getByLabel('Reason').fill('Spam');
    await failWith({ status: 429, json: { data: null, error } });
    await confirm('Block');
    await alert.getByText('Too many requests').waitFor();
    expect(await alert.getByText('may already have changed').count()).toBe(0);
    await failWith(undefined);
    await confirm('Block');
    await alert.getByText(/Can’t reach the server.* may already have changed/).waitFor();
    expect(await dialog().getByLabel('Reason').inputValue()).toBe('Spam');
    await panel.screenshot('users-bulk-error');
    await confirm('Cancel');
    await main().getByText('2 users selected').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });

    await chooseFromMenu('Actions for Cedar Sample', 'Block');
    await confirm('Block');
    await row('Cedar Sample').getByText('Blocked', { exact: true }).waitFor();
    await dialog().waitFor({ state: 'detached' });
    await main().getByText('2 users selected').waitFor();

    const undo = panel.page.getByRole('button', { name: 'Undo' });
    await panel.page.route(/\/undo$/, (route) => route.abort());
    await undo.click();
    await panel.page.getByText('Can’t reach the server').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await undo.click();
    await panel.page.getByText('Undone for 1 user').waitFor();
    await undo.waitFor({ state: 'detached' });
    await row('Cedar Sample').getByText('Active', { exact: true }).waitFor();
  });

  it('keep the reason and the end of users who are blocked already, unless others are given', async () => {
    const terms = { reason: 'Chargeback', until: '2035-01-01T12:00:00.000Z' };
    const blockOf = async (name: string) =>
      (await mustCall(app, 'GET', userPath(idOf(name), '/overview'))).data.block;
    const blockBoth = async (reason?: string) => {
      await panel.open(LIST);
      await select('Birch Sample', 'Dogwood Sample');
      await press('Block');
      if (reason) {
        await dialog().getByLabel('Reason').fill(reason);
      }
      await confirm('Block');
      await panel.page.getByText('2 users blocked').waitFor();
    };
    await mustCall(app, 'POST', userPath(idOf('Birch Sample'), '/block'), { data: terms });
    await blockBoth();
    expect(await blockOf('Birch Sample')).toEqual(terms);
    expect(await blockOf('Dogwood Sample')).toEqual({ reason: null, until: null });
    await mustCall(app, 'POST', userPath(idOf('Dogwood Sample'), '/unblock'));
    await blockBoth('Spam');
    expect(await blockOf('Birch Sample')).toEqual({ reason: 'Spam', until: null });
    for (const name of ['Birch Sample', 'Dogwood Sample']) {
      await mustCall(app, 'POST', userPath(idOf(name), '/unblock'));
    }
  });

  it('are limited for users whose account is missing', async () => {
    const setMissingSince = (since: Date | null) =>
      app.database.update(UIDS.user, { name: 'Dogwood Sample' }, { account_missing_since: since });
    await setMissingSince(new Date());
    await panel.open(LIST);
    await row('Dogwood Sample').getByText('Account missing').waitFor();
    await press('Actions for Dogwood Sample');
    const items = panel.page.getByRole('menuitem');
    expect(await items.allInnerTexts()).toEqual(['Show details', 'Delete']);
    await pressEscape(panel.page);
    await select('Dogwood Sample');
    const bar = main().getByRole('region', { name: 'Actions for the selected users' });
    await bar.getByRole('button', { name: 'Delete' }).waitFor();
    expect(await bar.getByRole('button', { name: /^(Block|Change role)$/ }).count()).toBe(0);
    await select('Cedar Sample');
    await bar.getByRole('button', { name: 'Block' }).waitFor();
    await setMissingSince(null);
  });

  it('mark email addresses as verified, and are offered as long as a selected user needs it', async () => {
    const isVerified = async (name: string) => (await getUser(app, idOf(name))).data.email_verified;
    for (const name of ['Acacia Sample', 'Birch Sample']) {
      await mustCall(app, 'PUT', userPath(idOf(name)), { data: { email_verified: false } });
    }
    await panel.open(LIST);
    await row('Birch Sample').getByText('Email not verified').waitFor();
    await select('Acacia Sample', 'Birch Sample', 'Cedar Sample');
    await press('Mark email as verified');
    await dialog().getByText('Mark the emails of 3 users as verified').waitFor();
    await dialog().getByText('A verified email address allows a user to link accounts.').waitFor();
    await panel.screenshot('users-bulk-verify');
    await confirm('Mark email as verified');
    await panel.page.getByText('3 emails marked as verified').waitFor();
    await row('Birch Sample').getByText('Email not verified').waitFor({ state: 'detached' });
    for (const name of ['Acacia Sample', 'Birch Sample', 'Cedar Sample']) {
      expect(await isVerified(name)).toBe(true);
    }
    await select('Acacia Sample');
    const bar = main().getByRole('region', { name: 'Actions for the selected users' });
    await bar.getByRole('button', { name: 'Block' }).waitFor();
    expect(await bar.getByRole('button', { name: 'Mark email as verified' }).count()).toBe(0);
  });

  it('show the progress of a long operation', async () => {
    const requests = /\/user-profile\/users\/bulk(\/[^/]+)?$/;
    await panel.page.route(requests, async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      const running = { status: 'running', done: 1, can_undo: false };
      const data = Array.isArray(body.data) ? [] : { ...body.data, ...running };
      await route.fulfill({ response, json: { ...body, data } });
    });
    await select('Cedar Sample', 'Dogwood Sample');
    await press('Block');
    await confirm('Block');
    await dialog().getByRole('progressbar').waitFor();
    await dialog().getByText('1 of 2').waitFor();
    await panel.screenshot('users-bulk-progress');
    await dialog().getByRole('button', { name: 'Stop' }).waitFor();
    const alert = dialog().getByRole('alert').getByText('Can’t reach the server');
    await panel.page.route(/\/cancel$/, (route) => route.abort());
    await dialog().getByRole('button', { name: 'Stop' }).click();
    await alert.waitFor();
    await panel.screenshot('users-bulk-progress-error');
    // The dialog closes by its buttons only while the operation runs.
    await pressEscape(panel.page);
    expect(await dialog().count()).toBe(1);
    await panel.page.unrouteAll({ behavior: 'wait' });
    await panel.page.getByText('2 users blocked').waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect(await isBlocked('Dogwood Sample')).toBe(true);
    await waitForEqual(() => main().getByText('selected').count(), 0);
    await panel.screenshot('users-bulk-undo');
    await panel.page.getByRole('button', { name: 'Undo' }).click();
    await panel.page.getByText('Undone for 2 users').waitFor();
    await row('Dogwood Sample').getByText('Active', { exact: true }).waitFor();
    expect(await isBlocked('Dogwood Sample')).toBe(false);
  });

  it('list the result of an operation that was left to the server', async () => {
    let running = {};
    await panel.page.route(/\/user-profile\/users\/bulk$/, async (route) => {
      if (route.request().method() === 'GET') {
        return route.fallback();
      }
      const response = await route.fetch();
      const { data, meta } = await response.json();
      running = { data: { ...data, status: 'running' }, meta };
      return route.fulfill({ response, json: running });
    });
    await panel.page.route(/\/user-profile\/users\/bulk\/[^/]+$/, (route) =>
      route.fulfill({ json: running })
    );
    await select('Cedar Sample', 'Dogwood Sample');
    await press('Block');
    await confirm('Block');
    await confirm('Continue in the background');
    await dialog().waitFor({ state: 'detached' });
    await main().getByText('2 users were blocked.').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await panel.open(LIST);
    await main().getByText('2 users were blocked.').waitFor();
    await press('Undo');
    await panel.page.getByText('Undone for 2 users').waitFor();
    await waitForEqual(() => main().getByText('2 users were').count(), 0);
  });

  it('delete several users only after their number is typed', async () => {
    await select('Cedar Sample', 'Dogwood Sample');
    await press('Delete');
    const submit = dialog().getByRole('button', { name: 'Delete 2 users', exact: true });
    expect(await submit.isDisabled()).toBe(true);
    await dialog()
      .getByRole('radio', { name: /^Erase history/ })
      .click();
    const number = dialog().getByRole('textbox', { name: 'To confirm' });
    await number.fill('3');
    expect(await submit.isDisabled()).toBe(true);
    await number.fill('2');
    await panel.screenshot('users-bulk-delete');
    await number.press('Enter');
    await panel.page.getByText('2 users deleted').waitFor();
    await waitForEqual(() => row('Dogwood Sample').count(), 0);
    expect((await callAdmin(app, 'GET', userPath(idOf('Dogwood Sample')))).status).toBe(404);
  });

  it('cause no browser errors', () => {
    // The requests that fail on purpose.
    const expected = /Failed to load resource: .*(net::ERR_FAILED|status of 429)/;
    expect(panel.complaints().filter((complaint) => !expected.test(complaint))).toEqual([]);
  });

  it('list the users that could not be blocked and block the others', async () => {
    await select('Acacia Sample', 'Alder Sample', 'Birch Sample');
    await mustCall(app, 'DELETE', userPath(idOf('Alder Sample')));
    await press('Block');
    await confirm('Block');
    await dialog().getByText('2 users were blocked. 1 user couldn’t be blocked.').waitFor();
    const failures = dialog().getByRole('list', { name: 'Failed users' });
    expect(await failures.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Alder Sample\s+This user doesn’t exist or was deleted\.$/),
    ]);
    await panel.screenshot('users-bulk-failure');
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await row('Acacia Sample').getByText('Blocked', { exact: true }).waitFor();
    await waitForEqual(() => row('Alder Sample').count(), 0);
    expect(await isBlocked('Birch Sample')).toBe(true);
    await waitForEqual(async () => Boolean(await getFocusedText()), true);
  });
});
