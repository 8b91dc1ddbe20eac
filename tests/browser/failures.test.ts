import type { Page } from 'playwright-core';

import { mustCall } from '../support/admin-api';
import { openPanel, type Panel, pressEscape, waitForIdle } from '../support/panel';
import { createPeople } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userRoute } from '../support/user-page';
import { userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile';

const OFFLINE = 'Can’t reach the server. Check your connection and try again.';
const SERVER = 'The server couldn’t complete the request.';
const FORBIDDEN = 'You don’t have permission';

const RAW = ['Failed to fetch', 'Internal Server Error'];

/** Without 401, for which Strapi shows a dialog. */
const RESPONSES = {
  403: { name: 'ForbiddenError', message: 'Forbidden' },
  500: { name: 'InternalServerError', message: 'Internal Server Error' },
};

describe('a failed request', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    const idOf = await createPeople(app, ['Acacia Sample']);
    user = idOf('Acacia Sample');
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');

  const fail = (
    page: Page,
    url: RegExp,
    status: keyof typeof RESPONSES | 'offline',
    until?: Promise<void>
  ) =>
    page.route(url, async (route) => {
      await until;
      await (status === 'offline'
        ? route.abort('internetdisconnected')
        : route.fulfill({
            status,
            contentType: 'application/json',
            body: JSON.stringify({ data: null, error: { status, ...RESPONSES[status] } }),
          }));
    });

  const expectNoRawPhrase = async () => {
    const text = (await panel.page.locator('body').textContent()) ?? '';
    expect(RAW.filter((phrase) => text.includes(phrase))).toEqual([]);
  };

  afterEach(() => panel.page.unrouteAll({ behavior: 'wait' }));

  it.each([
    ['offline', OFFLINE],
    [500, SERVER],
    [403, FORBIDDEN],
  ] as const)('of the list (%s) says what to do, below a heading', async (status, text) => {
    await fail(panel.page, /\/user-profile\/users\?/, status);
    await panel.open(LIST);
    await main().getByRole('alert').getByText(text).waitFor();
    expect(await main().getByRole('heading', { level: 1 }).count()).toBe(1);
    await main().getByText('The users couldn’t be counted.').waitFor();
    await expectNoRawPhrase();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await main().getByRole('button', { name: 'Try again' }).click();
    await main().getByText('1 user', { exact: true }).waitFor();
    await main().getByRole('row').nth(1).waitFor();
  });

  it('of the count does not leave that of another search, nor offers its users', async () => {
    await panel.open(LIST);
    await main().getByText('1 user', { exact: true }).waitFor();
    await fail(panel.page, /\/user-profile\/users\?pagination\[pageSize\]=1&/, 500);
    await main().getByRole('searchbox').or(main().getByRole('textbox')).first().fill('acacia');
    await main().getByText('The users couldn’t be counted.').waitFor();
    await panel.screenshot('users-count-failed');
    await panel.page.unrouteAll({ behavior: 'wait' });
    await main().getByRole('button', { name: 'Try again' }).click();
    await main().getByText('1 user', { exact: true }).waitFor();
  });

  it('of the account fields in the filters says that nothing was counted', async () => {
    await fail(panel.page, /\/user-profile\/settings$/, 500);
    await panel.open(`${LIST}?filters[account_fields][company][$containsi]=x`);
    await main().getByRole('alert').getByText(SERVER).waitFor();
    await main().getByText('The users couldn’t be counted.').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    await main().getByRole('button', { name: 'Try again' }).click();
    await main().getByText('1 user', { exact: true }).waitFor();
  });

  it.each([
    ['offline', OFFLINE],
    [500, SERVER],
    [403, FORBIDDEN],
  ] as const)('of a dialog (%s) says what to do, and keeps the input', async (status, text) => {
    await panel.open(userRoute(user));
    await main().getByRole('button', { name: 'Actions', exact: true }).click();
    await panel.page.getByRole('menuitem', { name: 'Edit profile' }).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByLabel('Nickname').fill('Ace');
    await fail(panel.page, /\/user-profile\/users\/[a-z0-9]+$/, status);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').getByText(text).waitFor();
    expect(await dialog.getByLabel('Nickname').inputValue()).toBe('Ace');
    await expectNoRawPhrase();
  });

  it('of a block gives the reason of the server', async () => {
    await panel.page.route(/\/user-profile\/users\/bulk$/, (route) =>
      route.fulfill({
        json: {
          data: { id: 'x', action: 'block', status: 'finished', failed: 1, can_undo: false },
          meta: {
            failures: [
              { documentId: user, user_id: user, reason: 'Raw text', code: 'account_deleted' },
            ],
          },
        },
      })
    );
    await panel.open(userRoute(user));
    await main().getByRole('button', { name: 'Actions', exact: true }).click();
    await panel.page.getByRole('menuitem', { name: 'Block user' }).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Block user' }).click();
    await dialog.getByRole('alert').getByText('The account of this user was deleted.').waitFor();
  });

  it('of a block or its undo is known only after the operation, which may take long', async () => {
    const operation = { id: 'x', action: 'block', status: 'finished', by_selection: false };
    const counts = { total: 1, estimated: false, done: 1, unchanged: 0, failed: 0, error: null };
    const respondWith = async (changes: object, id = 'x') =>
      panel.page.route(new RegExp(`/user-profile/users/bulk/${id}$`), (route) =>
        route.fulfill({
          json: { data: { ...operation, ...counts, id, ...changes }, meta: { failures: [] } },
        })
      );
    const running = { status: 'running', done: 0, can_undo: false };
    const failed = { status: 'failed', done: 0, can_undo: false };
    const error = { message: 'Raw text', code: 'bulk_results_deleted' };
    await panel.page.route(/\/user-profile\/users\/bulk$/, (route) =>
      route.fulfill({ json: { data: { ...operation, ...counts, ...running }, meta: {} } })
    );
    await respondWith(running);
    await panel.open(userRoute(user));
    await main().getByRole('button', { name: 'Actions', exact: true }).click();
    await panel.page.getByRole('menuitem', { name: 'Block user' }).click();
    const dialog = panel.page.getByRole('dialog');
    const toast = panel.page.getByRole('status').getByText('Acacia Sample was blocked');
    const blocked = main().getByText('Blocked', { exact: true });
    await dialog.getByRole('button', { name: 'Block user' }).click();
    await panel.page.waitForResponse(/\/users\/bulk\/x$/);
    expect(await toast.count()).toBe(0);
    await respondWith({ ...failed, error });
    await dialog.getByRole('alert').getByText('The results of the action were deleted').waitFor();
    await respondWith(running);
    await dialog.getByRole('button', { name: 'Block user' }).click();
    await panel.page.waitForResponse(/\/users\/bulk\/x$/);
    await mustCall(app, 'POST', userPath(user, '/block'));
    await respondWith({ can_undo: true });
    await toast.waitFor();
    await blocked.first().waitFor();

    await panel.page.route(/\/bulk\/x\/undo$/, (route) =>
      route.fulfill({ json: { data: { ...operation, ...counts, ...running, id: 'y' }, meta: {} } })
    );
    await respondWith({ ...failed, action: 'unblock', error }, 'y');
    await panel.page.getByRole('button', { name: 'Undo' }).click();
    const status = panel.page.getByRole('status');
    await status.getByText('The results of the action were deleted').first().waitFor();
    expect(await panel.page.getByText('Undone for').count()).toBe(0);
    await panel.screenshot('user-undo-failed');

    await respondWith({ action: 'unblock', done: 0, failed: 1, can_undo: false }, 'y');
    const undo = panel.page.getByRole('button', { name: 'Undo' });
    await undo.click();
    await status.getByText('1 user couldn’t be unblocked').first().waitFor();
    expect(await undo.count()).toBe(0);
    await mustCall(app, 'POST', userPath(user, '/unblock'));
  });

  it('of a request for the state of a block does not end the wait, which may outlast the dialog', async () => {
    const operation = { id: 'x', action: 'block', is_own: true, by_selection: false };
    const counts = { total: 1, estimated: false, done: 1, unchanged: 0, failed: 0, error: null };
    const running = { ...operation, ...counts, status: 'running', done: 0, undo_of: null };
    const failed = { ...running, status: 'failed', error: { message: 'Why', code: 'other' } };
    const state = /\/user-profile\/users\/bulk\/x$/;
    let latest: object = running;
    await panel.page.route(/\/user-profile\/users\/bulk$/, (route) =>
      route.fulfill({
        json: { data: route.request().method() === 'GET' ? [latest] : latest, meta: {} },
      })
    );
    await fail(panel.page, state, 500);
    await panel.open(userRoute(user));
    await main().getByRole('button', { name: 'Actions', exact: true }).click();
    await panel.page.getByRole('menuitem', { name: 'Block user' }).click();
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Block user' }).click();
    await panel.page.waitForResponse(state);
    await panel.page.waitForResponse(state);
    expect(await dialog.getByRole('alert').count()).toBe(0);
    const status = panel.page.getByRole('status');
    await status.getByText('The action is still running.').first().waitFor();
    await dialog.waitFor({ state: 'detached' });

    latest = failed;
    await panel.page.route(state, (route) =>
      route.fulfill({ json: { data: failed, meta: { failures: [] } } })
    );
    await panel.page.getByText('Something went wrong. Ended early: Why').first().waitFor();
    await panel.open(LIST);
    await main().getByText('Ended early: Why No users were blocked.').waitFor();
    await panel.screenshot('users-block-ended-early');
  });

  it.each([
    ['Edit profile', 'Save', /\/user-profile\/users\/[a-z0-9]+$/],
    ['Send password reset', 'Send email', /\/user-profile\/users\/[a-z0-9]+\/password-reset$/],
  ])(
    'of “%s” is shown, because the dialog stays until the response',
    async (action, submit, url) => {
      await panel.open(userRoute(user));
      await main().getByRole('button', { name: 'Actions', exact: true }).click();
      await panel.page.getByRole('menuitem', { name: action }).click();
      const dialog = panel.page.getByRole('dialog').or(panel.page.getByRole('alertdialog'));
      if (action === 'Edit profile') {
        await dialog.getByLabel('Nickname').fill('Ace');
      }
      let respond = () => {};
      const isReleased = new Promise<void>((resolve) => {
        respond = resolve;
      });
      await fail(panel.page, url, 500, isReleased);
      await dialog.getByRole('button', { name: submit }).click();
      const cancel = dialog.getByRole('button', { name: 'Cancel' });
      await waitForEqual(() => cancel.isDisabled(), true);
      await pressEscape(panel.page);
      await panel.page.mouse.click(5, 5);
      respond();
      await dialog.getByRole('alert').getByText(SERVER).waitFor();
      await panel.page.mouse.click(5, 5);
      await waitForIdle(panel.page);
      expect(await dialog.getByRole('alert').isVisible()).toBe(true);
      await pressEscape(panel.page);
      await dialog.waitFor({ state: 'detached' });
    }
  );

  it.each([
    ['/users/none', 'User not found', 'Back to users'],
    ['/connections/none', 'Connection not found', 'Back to connections'],
  ])('of %s shows a heading and a way back', async (route, heading, back) => {
    await panel.open(`${LIST}${route}`);
    await main().getByRole('heading', { level: 1, name: heading }).waitFor();
    expect(await panel.page.getByRole('heading', { level: 1 }).count()).toBe(1);
    await main().getByRole('link', { name: back }).click();
    await main().getByRole('row').nth(1).waitFor();
  });
});
