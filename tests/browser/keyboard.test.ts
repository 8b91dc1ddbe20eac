import type { Locator } from 'playwright-core';

import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { createPeople } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, getUser } from '../support/users';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile?sort=name:ASC';

/** More than any page has between two elements that a test visits. */
const MAX_TABS = 80;

describe('with the keyboard alone, an admin', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let account: Account;
  let id: string;
  let idOf: (name: string) => string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    idOf = await createPeople(app, ['Acacia Sample', 'Alder Sample', 'Birch Sample']);
    account = await registerAccount(app);
    const headers = { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP };
    await logIn(app, { identifier: account.email, password: account.password }, headers);
    ({ documentId: id } = await getProfile(app, account));
    panel = await openPanel(app, admin);
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const button = (name: string | RegExp) => main().getByRole('button', { name, exact: true });
  const inDialog = (name: string | RegExp) =>
    user.dialog.getByRole('button', { name, exact: true });
  const search = () => main().getByRole('searchbox');
  const link = (name: string) => main().getByRole('link', { name, exact: true });
  const press = (key: string) => panel.page.keyboard.press(key);
  const type = (text: string) => panel.page.keyboard.insertText(text);

  const hasFocus = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement);

  const waitForFocus = (target: Locator) => waitForEqual(() => hasFocus(target), true);

  /** Presses Tab until the element has the focus. */
  const tabTo = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
      if (await hasFocus(target)) {
        return;
      }
      await press('Tab');
    }
    throw new Error(`Tab does not reach ${target.toString()}`);
  };

  const isInside = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element.contains(document.activeElement));

  /** Presses Tab until an element inside has the focus. */
  const tabInto = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; tabs < MAX_TABS && !(await isInside(target)); tabs += 1) {
      await press('Tab');
    }
    expect(await isInside(target)).toBe(true);
  };

  const openList = async () => {
    await panel.open(LIST);
    await link('Acacia Sample').waitFor();
  };

  it('creates a user', async () => {
    await openList();
    await tabTo(button('Create User'));
    await press('Enter');
    for (const [name, text] of [
      ['email', 'cedar@example.test'],
      ['password', PASSWORD],
      ['repeat', PASSWORD],
    ]) {
      await tabTo(user.dialog.locator(`input[name="${name}"]`));
      await type(text);
    }
    await tabTo(inDialog('Create'));
    await press('Enter');
    await panel.page.waitForURL(/\/users\/[^/]+\/details/);
    await user.waitForText('cedar@example.test');
  });

  it('edits metadata and leaves the editor', async () => {
    await user.open(id);
    await tabTo(button('Edit user_metadata'));
    await press('Enter');
    await panel.page.waitForFunction(() => document.activeElement?.matches('.cm-content'));
    await press('ControlOrMeta+A');
    await type('{"plan": "gold"}');
    await pressEscape(panel.page);
    await tabTo(button('Save'));
    await press('Enter');
    await user.waitForNotification('user_metadata was saved.');
    expect((await getUser(app, id)).data.user_metadata).toEqual({ plan: 'gold' });
    await waitForFocus(button('Edit user_metadata'));
  });

  it('selects and blocks users', async () => {
    await openList();
    await tabInto(main().getByRole('grid'));
    for (const name of ['Acacia Sample', 'Alder Sample']) {
      await press('ArrowDown');
      await waitForFocus(main().getByRole('checkbox', { name: `Select ${name}` }));
      await press('Space');
    }
    await tabTo(button('Block'));
    await press('Enter');
    await tabTo(inDialog('Block'));
    await press('Enter');
    await panel.page.getByText('2 users blocked').waitFor();
    await user.dialog.waitFor({ state: 'detached' });
    for (const name of ['Acacia Sample', 'Alder Sample']) {
      expect((await getUser(app, idOf(name))).data.blocked).toBe(true);
    }
  });

  it('unlinks a device', async () => {
    await panel.open(userRoute(id, 'devices'));
    const unlink = button(/^Unlink device: Chrome/);
    await unlink.waitFor();
    await tabInto(main().getByRole('grid'));
    await press('End');
    for (let rows = 0; rows < 3 && !(await hasFocus(unlink)); rows += 1) {
      await press('ArrowDown');
    }
    await waitForFocus(unlink);
    await press('Enter');
    await tabTo(inDialog('Unlink device'));
    await press('Enter');
    await unlink.waitFor({ state: 'detached' });
  });

  it('uses the map and leaves it', async () => {
    await panel.open(userRoute(id, 'locations'));
    const map = panel.page.getByRole('application');
    await tabTo(map.getByRole('button', { name: /^London/ }));
    await press('Enter');
    await panel.page.getByText('Show all places').waitFor();
    await press('Enter');
    await panel.page.getByText('Show all places').waitFor({ state: 'detached' });
    for (let tabs = 0; tabs < 10 && (await isInside(map)); tabs += 1) {
      await press('Tab');
    }
    expect(await isInside(map)).toBe(false);
  });

  it('searches, moves through rows, opens one and edits it with shortcuts', async () => {
    await openList();
    await press('/');
    await waitForFocus(search());
    await press('/');
    await press('j');
    expect(await search().inputValue()).toBe('/j');
    await pressEscape(panel.page);
    await press('Tab');
    await link('Birch Sample').waitFor();

    await press('j');
    await waitForFocus(link('Acacia Sample'));
    await press('j');
    await press('j');
    await press('k');
    await waitForFocus(link('Alder Sample'));
    await press('Control+k');
    await press('Enter');
    await panel.page.getByRole('heading', { name: 'Alder Sample' }).waitFor();
    await press('e');
    await user.dialog.getByText('Edit profile').first().waitFor();
    await press('?');
    expect(await user.dialog.count()).toBe(1);
  });

  it('reads the list of shortcuts and turns them off', async () => {
    await openList();
    await press('?');
    await user.dialog.getByText('Next and previous row of a table').waitFor();
    await panel.screenshot('shortcuts');
    await tabTo(user.dialog.getByRole('checkbox', { name: 'Shortcuts' }));
    await press('Space');
    await pressEscape(panel.page);
    await user.dialog.waitFor({ state: 'detached' });

    await panel.page.reload();
    await link('Acacia Sample').waitFor();
    await press('/');
    await press('j');
    expect(await hasFocus(search())).toBe(false);
    expect(await hasFocus(link('Acacia Sample'))).toBe(false);

    await tabTo(button('Keyboard shortcuts'));
    await press('Enter');
    await tabTo(user.dialog.getByRole('checkbox', { name: 'Shortcuts' }));
    await press('Space');
    await pressEscape(panel.page);
    await waitForFocus(button('Keyboard shortcuts'));
    await press('j');
    await waitForFocus(link('Acacia Sample'));
  });

  it('causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });
});
