import fs from 'node:fs';

import type { BulkOperation } from '../../plugins/user-profile/shared/contracts/bulk';
import { getViolationsInThemes } from '../support/axe';
import { runBulk } from '../support/bulk';
import { UIDS } from '../support/database';
import { insertAccounts } from '../support/existing-accounts';
import { openPanel, type Panel } from '../support/panel';
import { reconcile } from '../support/profiles';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile?sort=email:ASC&pageSize=10';
const COUNT = 25;

describe('the selection of all users that match', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await insertAccounts(app, COUNT, (n) => ({ email: `user-${10 + n}@sample.example.com` }));
    await reconcile(app);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    await panel.open(LIST);
    await row(10).waitFor();
  });

  const main = () => panel.page.getByRole('main');
  const dialog = () => panel.page.getByRole('dialog');
  const row = (n: number) => panel.page.getByRole('row').filter({ hasText: `user-${n}@` });
  const press = (name: string) => main().getByRole('button', { name, exact: true }).click();
  const checkbox = (n: number) => row(n).getByRole('checkbox');
  const turnTo = (name: string) => panel.page.getByRole('link', { name }).first().click();
  const expectNoViolations = async () =>
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
  const isCount = ({ pathname, searchParams }: URL) =>
    pathname === '/user-profile/users' && searchParams.get('pagination[pageSize]') === '1';
  const countBlocked = () => app.database.count(UIDS.user, { blocked: true });

  it('keeps the users of each page while paging, and ends with another search', async () => {
    await checkbox(10).click();
    await turnTo('Go to page 2');
    await row(20).waitFor();
    await main().getByText('1 user selected').waitFor();
    await checkbox(20).click();
    await main().getByText('2 users selected').waitFor();
    await turnTo('Go to page 1');
    await row(10).waitFor();
    await main().getByText('2 users selected').waitFor();
    expect(await checkbox(10).isChecked()).toBe(true);
    expect(await checkbox(11).isChecked()).toBe(false);
    await main().getByRole('searchbox').or(main().getByRole('textbox')).first().fill('user-11');
    await waitForEqual(() => main().getByText('selected').count(), 0);
  });

  it('covers neither texts nor what the keyboard reaches', async () => {
    await checkbox(10).click();
    const bar = main().getByRole('region', { name: 'Actions for the selected users' });
    await bar.waitFor();
    const background = await bar.evaluate(
      (region) => getComputedStyle(region.parentElement ?? region).backgroundColor
    );
    expect(background).toMatch(/^rgb\(/);
    for (let n = 10; n < 20; n += 1) {
      await checkbox(n).focus();
      const [box, area] = await Promise.all([checkbox(n).boundingBox(), bar.boundingBox()]);
      expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThan(area?.y ?? NaN);
    }
  });

  it('blocks the users of all pages, with a report, and undoes it after a reload', async () => {
    await checkbox(10).click();
    await press(`Select all ${COUNT} that match`);
    await main().getByText(`All ${COUNT} users that match are selected`).waitFor();
    expect(await checkbox(12).isChecked()).toBe(true);
    await panel.screenshot('users-select-all');
    await expectNoViolations();
    await press('Block');
    await dialog().getByText(`Block ${COUNT} users`).waitFor();
    await dialog().getByRole('button', { name: 'Block', exact: true }).click();
    await main().getByText(`${COUNT} users were blocked.`).waitFor();
    expect(await countBlocked()).toBe(COUNT);

    await panel.load(LIST);
    await main().getByText(`${COUNT} users were blocked.`).waitFor();
    await panel.screenshot('users-bulk-result');
    await expectNoViolations();
    const downloading = panel.page.waitForEvent('download');
    await press('Download report');
    await panel.page.getByRole('menuitem', { name: 'As CSV' }).click();
    const download = await downloading;
    const lines = fs
      .readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(COUNT + 1);

    await press('Undo');
    await panel.page.getByText(`Undone for ${COUNT} users`).waitFor();
    await waitForEqual(() => main().getByText('users were blocked').count(), 0);
    expect(await countBlocked()).toBe(0);
  });

  it('shows how an undo ended that took longer than its request', async () => {
    const { operation } = await runBulk(app, { action: 'block', selection: {} });
    let undo = '';
    let isStopped = true;
    await panel.page.route(/\/undo$/, async (route) => {
      const response = await route.fetch();
      const { data, meta } = await response.json();
      undo = data.id;
      await route.fulfill({ response, json: { data: { ...data, status: 'running' }, meta } });
    });
    await panel.page.route(/\/user-profile\/users\/bulk$/, async (route) => {
      const response = await route.fetch();
      const { data } = (await response.json()) as { data: BulkOperation[] };
      const changes = new Map([
        [undo, { status: 'cancelled', done: 10 }],
        [operation.id, { can_undo: true }],
      ]);
      const stopped = data.map((listed) => ({ ...listed, ...changes.get(listed.id) }));
      await route.fulfill({ response, json: { data: isStopped ? stopped : data } });
    });
    await panel.open(LIST);
    await main().getByText(`${COUNT} users were blocked.`).waitFor();
    await press('Undo');
    await main().getByText('Stopped. 10 users were unblocked.').waitFor();
    await main().getByText(`${COUNT} users were blocked.`).waitFor();
    await main().getByRole('button', { name: 'Undo' }).waitFor();
    await panel.screenshot('users-undo-stopped');

    isStopped = false;
    await panel.open(LIST);
    await main().getByText(`${COUNT} users were unblocked.`).waitFor();
    expect(await main().getByText('users were blocked').count()).toBe(0);
    await press('Dismiss');
    await waitForEqual(() => main().getByText('users were unblocked').count(), 0);
    await panel.page.unrouteAll({ behavior: 'wait' });
    expect(await countBlocked()).toBe(0);
  });

  it('is offered only with the count of the current search', async () => {
    const selectAll = main().getByRole('button', { name: /^Select all/ });
    let respond = () => {};
    const isReleased = new Promise<void>((resolve) => {
      respond = resolve;
    });
    await panel.page.route(isCount, async (route) => {
      await isReleased;
      await route.fallback();
    });
    await main().getByRole('searchbox').or(main().getByRole('textbox')).first().fill('user-1');
    await row(20).waitFor({ state: 'detached' });
    await row(19).waitFor();
    await main().getByText('Counting users…').waitFor();
    await checkbox(10).click();
    await main().getByText('1 user selected').waitFor();
    expect(await selectAll.count()).toBe(0);
    await panel.screenshot('users-counting');
    respond();
    await main().getByRole('button', { name: 'Select all 10 that match' }).waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
  });

  it('shows the progress of a running operation after a reload', async () => {
    const operations = /\/user-profile\/users\/bulk$/;
    const running = {
      ...{ id: 'a', action: 'delete', status: 'running', by_selection: true, is_own: false },
      ...{ total: 23_000, estimated: true, done: 4000, unchanged: 0, failed: 0, error: null },
      ...{ actor: 'ada@example.com', undo_of: null, can_undo: false, ended_at: null },
    };
    await panel.page.route(operations, (route) => route.fulfill({ json: { data: [running] } }));
    await panel.load(LIST);
    await main().getByText('Deleting users').waitFor();
    await main().getByText('4,000 of about 23,000').waitFor();
    await main().getByText('Started by ada@example.com').waitFor();
    await panel.screenshot('users-bulk-running');
    await expectNoViolations();
    await panel.page.route(/\/cancel$/, (route) => route.abort());
    await press('Stop');
    await main().getByRole('alert').getByText('Can’t reach the server').waitFor();
    await panel.screenshot('users-bulk-running-error');
    await expectNoViolations();
    await panel.page.unrouteAll({ behavior: 'wait' });
  });

  it('says in the language of the admin why an operation ended early', async () => {
    const ended = {
      ...{ id: 'a', action: 'delete', status: 'failed', by_selection: true, is_own: true },
      ...{ total: 20, estimated: false, done: 4, unchanged: 0, failed: 0, undo_of: null },
      ...{ actor: 'ada@example.com', can_undo: false, ended_at: '2026-01-02T10:00:00.000Z' },
      error: { message: 'A text', code: 'bulk_results_deleted' },
    };
    await panel.page.route(/\/user-profile\/users\/bulk$/, (route) =>
      route.fulfill({ json: { data: [ended] } })
    );
    await panel.openIn('de', LIST);
    await main().getByText('Die Ergebnisse der Aktion wurden gelöscht').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await panel.openIn('en', LIST);
  });

  it('deletes all of them after their number is typed', async () => {
    await checkbox(10).click();
    await press(`Select all ${COUNT} that match`);
    await press('Delete');
    const submit = dialog().getByRole('button', { name: `Delete ${COUNT} users`, exact: true });
    expect(await submit.isDisabled()).toBe(true);
    await dialog().getByRole('textbox', { name: 'To confirm' }).fill(String(COUNT));
    await panel.screenshot('users-select-all-delete');
    await submit.click();
    await main().getByText(`${COUNT} users were deleted.`).waitFor();
    expect(await app.database.count(UIDS.user)).toBe(0);
    // The request that fails on purpose.
    expect(panel.complaints().filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
  });
});
