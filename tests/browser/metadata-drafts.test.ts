import { registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import type { Admin } from '../support/admins';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes, setTheme } from '../support/axe';
import { getLowContrastTexts } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { EDITOR, userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, getUser, userPath } from '../support/users';

const OFFER = /You have an unsaved draft of/;

describe('a draft of user_metadata', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let admin: Admin;
  let id: string;

  const editor = () => panel.page.getByRole('textbox', { name: 'user_metadata as JSON' });
  const button = (name: string) => user.main.getByRole('button', { name, exact: true });
  const offer = () => user.main.getByText(OFFER);
  const getMetadata = async () => (await getUser(app, id)).data.user_metadata;
  const setMetadata = (metadata: object) =>
    mustCall(app, 'PUT', userPath(id), { data: { user_metadata: metadata }, metadata: 'replace' });

  const openEditor = async () => {
    await button('Edit user_metadata').click();
    await editor().waitFor();
  };

  const write = async (text: string) => {
    await editor().focus();
    await panel.page.keyboard.press('ControlOrMeta+A');
    await panel.page.keyboard.insertText(text);
  };

  /** The server rejects the session of the panel, which shows this at the next request. */
  const expireSession = async () => {
    await panel.page.context().clearCookies();
    await panel.page.route('**/admin/access-token', (route) =>
      route.fulfill({ status: 401, json: { data: null, error: { status: 401 } } })
    );
    await panel.page.route('**/user-profile/users/**', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 401, json: { data: null, error: { status: 401 } } })
        : route.continue()
    );
    await button('Save').click();
    await panel.page.getByRole('alertdialog').getByText('Session ended').waitFor();
    await panel.page.getByRole('alertdialog').getByRole('button').last().click();
    await panel.page.waitForURL(/\/auth\/login/);
    await panel.page.unrouteAll({ behavior: 'wait' });
  };

  const logInAgain = async ({ email, password }: Pick<Admin, 'email' | 'password'>) => {
    await panel.page.getByLabel('Email').fill(email);
    await panel.page.getByLabel('Password', { exact: false }).first().fill(password);
    await panel.page.getByRole('button', { name: 'Login' }).click();
    await panel.page.waitForURL((url) => !url.pathname.includes('/auth/'));
    await user.open(id);
  };

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    id = (await getProfile(app, await registerAccount(app))).documentId;
    admin = await app.createAdmin();
    panel = await openPanel(app, admin);
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    await setMetadata({ stored: 1 });
    await user.open(id);
    await user.waitForText('"stored"');
  });

  it('is offered after the session has expired, and saved once restored', async () => {
    await openEditor();
    await write('{"drafted": 1}');
    await expireSession();
    await logInAgain(admin);
    await openEditor();
    await offer().waitFor();
    for (const colorScheme of ['dark', 'light'] as const) {
      await setTheme(panel.page, colorScheme);
      expect(await getLowContrastTexts(user.main.getByRole('alert'))).toEqual([]);
      await panel.screenshot(`metadata-draft-${colorScheme}`);
    }
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await button('Restore draft').click();
    await offer().waitFor({ state: 'detached' });
    expect(await editor().textContent()).toContain('drafted');
    await button('Save').click();
    await user.waitForNotification('user_metadata was saved.');
    expect(await getMetadata()).toEqual({ drafted: 1 });

    await openEditor();
    expect(await offer().count()).toBe(0);
    await button('Cancel').click();
  });

  it('is not offered to another admin, nor for another user', async () => {
    const other = (await getProfile(app, await registerAccount(app))).documentId;
    await openEditor();
    await write('{"drafted": 2}');
    await expireSession();
    await logInAgain(await createAdminUser(app, EDITOR));
    await openEditor();
    expect(await offer().count()).toBe(0);
    await write('{"other": 1}');
    await expireSession();

    await logInAgain(admin);
    await panel.open(userRoute(other));
    await openEditor();
    expect(await offer().count()).toBe(0);
    await user.open(id);
    await openEditor();
    await button('Restore draft').click();
    expect(await editor().textContent()).toContain('drafted');
    await button('Cancel').click();
    await user.press('Discard');
    await openEditor();
    expect(await offer().count()).toBe(0);
  });

  it('shows a change that another admin saved since', async () => {
    await openEditor();
    await write('{"drafted": 3}');
    await expireSession();
    await setMetadata({ theirs: 1 });
    await logInAgain(admin);
    await openEditor();
    await button('Restore draft').click();
    await user.waitForText('Someone else saved while you were editing.');
    await button('Save').click();
    await user.waitForText('"theirs"');
    expect(await getMetadata()).toEqual({ theirs: 1 });
    await button('Replace with mine').click();
    await user.waitForNotification('user_metadata was saved.');
    expect(await getMetadata()).toEqual({ drafted: 3 });
  });

  it('gives way to the version of another admin', async () => {
    await openEditor();
    await write('{"drafted": 5}');
    await setMetadata({ theirs: 2 });
    await user.open(id);
    await openEditor();
    await button('Restore draft').click();
    await button('Use their version').click();
    await user.main.getByText('Someone else saved').waitFor({ state: 'detached' });
    expect(await editor().textContent()).toContain('theirs');
    expect(await editor().textContent()).not.toContain('drafted');
    expect(await button('Save').isDisabled()).toBe(true);
    await button('Cancel').click();
    await editor().waitFor({ state: 'detached' });
    expect(await getMetadata()).toEqual({ theirs: 2 });
  });

  it('holds nothing of app_metadata', async () => {
    await openEditor();
    await write('{"drafted": 4}');
    const stored = await panel.page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(stored).toContain('drafted');
    expect(stored).not.toContain('app_metadata');
    await button('Cancel').click();
    await user.press('Discard');
  });
});
