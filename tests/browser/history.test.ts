import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import type { Admin } from '../support/admins';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { chooseOption, openPanel, type Panel, pressEscape } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userRoute } from '../support/user-page';
import { getUser, userIdOf, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

/** Vancouver in the place database. */
const VANCOUVER_IP = '142.103.1.1';

const FIREFOX_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** More than one page. They start ten days ago and go back by one hour each. */
const OLD_EVENTS = 30;

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const logIdAt = (iso: string, n: number) =>
  `${iso.replace(/\D/g, '')}${String(n).padStart(10, '0')}`;

describe('the History tab', () => {
  let app: TestStrapi;
  let admin: Admin;
  let panel: Panel;
  let account: Account;
  let documentId: string;

  const logInFrom = (password: string, userAgent: string, ip: string) =>
    logIn(
      app,
      { identifier: account.email, password },
      { 'user-agent': userAgent, 'x-forwarded-for': ip }
    );

  const insertOldEvents = async () => {
    for (let n = 0; n < OLD_EVENTS; n += 1) {
      const date = ago(10 * DAY_MS + n * HOUR_MS);
      await app.database.insert(UIDS.event, {
        document_id: `old${n}`,
        log_id: logIdAt(date, n),
        date: new Date(date),
        type: 'sertft',
        success: true,
        profile: documentId,
        user_id: userIdOf(account),
        connection: 'local',
        client_name: `Old app ${n}`,
        signals: [],
        details: {},
      });
    }
  };

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    admin = await app.createAdmin();
    account = await registerAccount(app);
    const headers = [CHROME_ON_MACOS, LONDON_IP] as const;
    expect((await logInFrom(account.password, ...headers)).status).toBe(200);
    expect((await logInFrom('not the password', ...headers)).status).toBe(400);
    expect((await logInFrom(account.password, FIREFOX_ON_WINDOWS, VANCOUVER_IP)).status).toBe(200);
    await mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { nickname: 'Nick' } });
    ({ documentId } = (await getUser(app, userIdOf(account))).data);
    await insertOldEvents();
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const openHistory = (query = '') =>
    panel.open(`/plugins/user-profile/users/${documentId}/history${query}`);

  const row = (...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), panel.page.getByRole('row'));

  const bodyRows = () =>
    panel.page.getByRole('row').filter({ has: panel.page.getByRole('button') });

  const waitForRows = (count: number) => waitForEqual(() => bodyRows().count(), count);

  const param = (name: string) => new URL(panel.page.url()).searchParams.get(name);

  const chooseRange = (name: string | RegExp) =>
    chooseOption(panel.page.getByRole('combobox', { name: 'Time range' }), name);

  it('shows the past two days by default, with the signals of each login', async () => {
    await openHistory();
    await row('Logged in', 'Vancouver', 'New device', 'New country').first().waitFor();
    await row('Failure:', 'Login failed: wrong password', LONDON_IP).waitFor();
    expect(await row('Old app').count()).toBe(0);
    await panel.screenshot('user-history-signals');
  });

  it('shows what an admin changed and which admin it was', async () => {
    await openHistory();
    await row('Profile changed', 'nickname', `by ${admin.email}`).waitFor();
  });

  it('filters by event type and keeps the filter after a reload', async () => {
    await openHistory();
    await panel.page.getByRole('combobox', { name: 'Event types' }).click();
    await panel.page.getByRole('option', { name: 'Login failed: wrong password' }).click();
    await pressEscape(panel.page);

    for (const look of ['at once', 'after a reload']) {
      await waitForRows(1);
      await row('Login failed: wrong password').waitFor();
      expect([look, param('type')]).toEqual([look, 'fp']);
      await panel.page.reload();
    }

    await panel.page.getByRole('button', { name: 'Clear filters' }).click();
    await row('Profile changed').waitFor();
    expect(param('type')).toBeNull();
  });

  it('pages through all stored events in both directions', async () => {
    await openHistory('?type=sertft');
    await panel.page.getByText('No events of the selected types').waitFor();
    await chooseRange(/All available/);
    await waitForRows(25);
    expect(param('range')).toBe('all');

    await panel.page.getByRole('button', { name: 'Older' }).click();
    await waitForRows(OLD_EVENTS - 25);
    await row(`Old app ${OLD_EVENTS - 1}`).waitFor();
    expect(await panel.page.getByRole('button', { name: 'Older' }).count()).toBe(0);

    await panel.page.reload();
    await waitForRows(OLD_EVENTS - 25);
    await panel.page.getByRole('button', { name: 'Newer' }).click();
    await waitForRows(25);
    expect(param('cursor')).toBeNull();
  });

  it('shows the events of a custom range and reports an end before its start', async () => {
    const from = ago(10 * DAY_MS + 2.5 * HOUR_MS);
    const to = ago(10 * DAY_MS + 0.5 * HOUR_MS);
    await openHistory(`?range=custom&from=${from}&to=${to}`);
    await waitForRows(2);
    await row('Old app 1').waitFor();
    await row('Old app 2').waitFor();
    for (const name of ['Start date', 'Start time', 'End date', 'End time']) {
      await panel.page.getByRole('combobox', { name }).focus();
      await panel.page.keyboard.press('Tab');
    }
    expect([param('from'), param('to')]).toEqual([from, to]);

    // The events of the range before, their count and the links to other pages disappear.
    const date = panel.page.getByRole('combobox', { name: 'End date' });
    await date.fill(new Date(ago(20 * DAY_MS)).toLocaleDateString('en-US', { timeZone: 'UTC' }));
    await date.press('Tab');
    await panel.page.getByRole('alert').getByText('The end must be after').waitFor();
    await row('Old app 1').waitFor({ state: 'detached' });
    expect(await panel.page.getByText('2 events').count()).toBe(0);
    expect(await panel.page.getByRole('button', { name: 'Older' }).count()).toBe(0);
    await panel.screenshot('user-history-backwards');
  });

  it('offers today as the end of a custom range where it is tomorrow in UTC', async () => {
    await panel.as(
      admin,
      async (sydney) => {
        const now = `${new Date().toISOString().slice(0, 10)}T22:30:00.000Z`;
        await sydney.page.clock.setFixedTime(now);
        await sydney.open(userRoute(documentId, `history?range=custom&from=${now}&to=${now}`));
        await sydney.page.getByRole('combobox', { name: 'End date' }).click();
        const today = sydney.page.getByRole('gridcell', { selected: true });
        await today.waitFor();
        expect(await today.getAttribute('aria-disabled')).toBe('false');
      },
      { timezoneId: 'Australia/Sydney' }
    );
  });

  it('sets the start of a custom range with its date field', async () => {
    await openHistory();
    await row('Profile changed').waitFor();
    await chooseRange('Custom range');
    const date = panel.page.getByRole('combobox', { name: 'Start date' });
    await date.fill(
      new Date(Date.now() - 11 * DAY_MS).toLocaleDateString('en-US', {
        timeZone: 'UTC',
        dateStyle: 'short',
      })
    );
    await date.press('Tab');
    await row('Old app 3').waitFor();
    expect(param('from')).toMatch(/^\d{4}-/);
  });

  it('opens the details of an event, also by URL, and returns the focus', async () => {
    await openHistory();
    await row('Login failed: wrong password', LONDON_IP).getByText('Login failed').first().click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByText('"wrong_password"').waitFor();
    const record = param('record');
    expect(record).toMatch(/^\d+$/);
    await panel.screenshot('user-history-record');

    await panel.page.reload();
    await dialog.getByText(`"${record}"`).waitFor();
    await pressEscape(panel.page);
    await dialog.waitFor({ state: 'hidden' });
    expect(param('record')).toBeNull();
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.id),
      `history-record-${record}`
    );
  });

  it('opens an event outside the current filter and reports an unknown id', async () => {
    await openHistory('?type=fp');
    await row('Login failed: wrong password').getByRole('button', { name: 'Show details' }).click();
    const record = param('record');

    await openHistory(`?type=sapi&record=${record}`);
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByText('"wrong_password"').waitFor();

    const isLookUp = ({ searchParams }: URL) => searchParams.get('pagination[pageSize]') === '100';
    await panel.page.route(isLookUp, (route) => route.abort());
    await openHistory('?record=202001010000000000123456789');
    await dialog.getByRole('alert').getByText('Can’t reach the server').waitFor();
    await panel.screenshot('user-history-record-error');
    await panel.page.unrouteAll({ behavior: 'wait' });
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('This event doesn’t exist').waitFor();
  });

  it('causes no browser errors', () => {
    // The request that fails on purpose.
    expect(panel.complaints().filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
  });
});
