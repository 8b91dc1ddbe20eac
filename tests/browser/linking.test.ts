import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { login, registerAccount, type Account } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { link } from '../support/linking';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage } from '../support/user-page';
import { getUser, updateRow, userIdOf, userPath } from '../support/users';

/** What the browser writes of a request that the server refuses on purpose. */
const REFUSALS = /status of (400|403|404)/;

describe('linking users in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let kept: Account;
  let other: Account;
  let id: string;

  const section = () => panel.page.getByRole('region', { name: 'Identity provider attributes' });
  const opener = () => section().getByRole('button', { name: 'Link another user' });
  const unlinkButton = () => section().getByRole('button', { name: /^Unlink/ });
  const isFocused = (button: ReturnType<typeof opener>) =>
    button.evaluate((element) => element === document.activeElement);

  const newUser = async (name: string, metadata: object): Promise<Account> => {
    const account = await registerAccount(app);
    await mustCall(app, 'PUT', userPath(userIdOf(account)), {
      data: { name, user_metadata: metadata },
    });
    return account;
  };

  const find = async (text: string) => {
    await opener().click();
    await user.dialog.getByLabel(/starts with/).fill(text);
  };

  const choose = async (account: Account, name: string) => {
    await find(account.email);
    await user.dialog.getByRole('button', { name: new RegExp(name) }).click();
    await user.dialog.getByText('Stays unchanged').waitFor();
  };

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    kept = await newUser('Acacia Sample', { colour: 'green' });
    other = await newUser('Birch Sample', { colour: 'red', size: 3 });
    id = (await getUser(app, userIdOf(kept))).data.documentId;
    await user.open(id);
  });

  it('finds the other, says what is kept and dropped, and links', async () => {
    await updateRow(
      app,
      'user_profile_users',
      { user_id: userIdOf(other) },
      { app_metadata: JSON.stringify({ plan: 'gold' }) }
    );
    await choose(other, 'Birch Sample');
    await user.dialog.getByText('1 device, 1 login and the history').waitFor();
    await user.dialog.getByText('1 session of Birch Sample ends.').waitFor();
    await user.dialog.getByText('The app metadata of Birch Sample is lost').waitFor();
    await panel.screenshot('linking-preview');

    await user.dialog.getByLabel('Add the user metadata of Birch Sample').check();
    await user.dialog.getByText('Both users have these keys').waitFor();
    await user.dialog.getByText('colour', { exact: true }).first().waitFor();
    await panel.screenshot('linking-preview-merge');

    await user.press('Link users');
    await user.told('Birch Sample was linked with Acacia Sample.');
    await user.dialog.waitFor({ state: 'detached' });
    await unlinkButton().waitFor();
    expect(await isFocused(opener())).toBe(true);
    await panel.screenshot('linking-linked');

    const { data } = await getUser(app, id);
    expect(data.identities).toHaveLength(2);
    expect(data.user_metadata).toEqual({ colour: 'green', size: 3 });
    await user.see('not used: this identity logs in with the primary account');
  });

  it('keeps the metadata of the other out unless it is asked for', async () => {
    await choose(other, 'Birch Sample');
    await user.press('Link users');
    await user.told('Birch Sample was linked with Acacia Sample.');
    expect((await getUser(app, id)).data.user_metadata).toEqual({ colour: 'green' });
  });

  it('begins with who has the same address, and goes back to the search', async () => {
    await opener().click();
    const search = user.dialog.getByLabel(/starts with/);
    expect(await search.inputValue()).toBe(kept.email);
    await user.dialog.getByText('No other user found.').waitFor();
    await panel.screenshot('linking-nobody');
    await search.fill(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).click();
    await user.dialog.getByText('Stays unchanged').waitFor();
    await user.press('Back');
    expect(await user.dialog.getByLabel(/starts with/).inputValue()).toBe(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).waitFor();
    await panel.screenshot('linking-search');
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    expect(await isFocused(opener())).toBe(true);
  });

  it('says why two users cannot be linked', async () => {
    await mustCall(app, 'POST', userPath(userIdOf(other), '/block'));
    await find(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).click();
    await user.dialog.getByText('The other user is blocked').waitFor();
    await expect(
      user.dialog.getByRole('button', { name: 'Link users' }).isDisabled()
    ).resolves.toBe(true);
    await user.press('Back');
    await user.press('Cancel');
  });

  it('can be done by keyboard alone', async () => {
    const { keyboard } = panel.page;
    await opener().focus();
    await keyboard.press('Enter');
    await user.dialog.getByLabel(/starts with/).waitFor();
    await user.dialog.getByLabel(/starts with/).focus();
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type(other.email);
    const choice = user.dialog.getByRole('button', { name: /Birch Sample/ });
    await choice.waitFor();
    await keyboard.press('Tab');
    expect(await isFocused(choice)).toBe(true);
    await keyboard.press('Enter');
    const confirm = user.dialog.getByRole('button', { name: 'Link users' });
    await user.dialog.getByText('Stays unchanged').waitFor();
    for (let presses = 0; presses < 12 && !(await isFocused(confirm)); presses += 1) {
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
    await user.told('Birch Sample was linked with Acacia Sample.');
    await user.dialog.waitFor({ state: 'detached' });
    expect(await isFocused(opener())).toBe(true);
  });

  it('unlinks after it was confirmed', async () => {
    await link(app, userIdOf(kept), userIdOf(other));
    await user.open(id);
    await unlinkButton().click();
    await user.dialog.getByText('becomes a separate user again').waitFor();
    await panel.screenshot('linking-unlink');
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    expect(await isFocused(unlinkButton())).toBe(true);
    await unlinkButton().click();
    await user.press('Unlink identity');
    await user.told(`The identity is a separate user again: ${userIdOf(other)}.`);
    await unlinkButton().waitFor({ state: 'detached' });
    expect((await getUser(app, userIdOf(other))).data.user_metadata).toEqual({});
    const { email: identifier, password } = other;
    expect((await login(app, { identifier, password })).body.user.id).toBe(other.id);
  });

  it('is told in the history', async () => {
    await link(app, userIdOf(kept), userIdOf(other));
    await panel.open(`/plugins/user-profile/users/${id}/history`);
    await user.see('Identity linked');
    await user.see(userIdOf(other));
    await user.see('Linked to another user');
    await panel.screenshot('linking-history');
  });

  it('in the dark looks like the rest', async () => {
    await panel.page.emulateMedia({ colorScheme: 'dark' });
    try {
      await user.open(id);
      await choose(other, 'Birch Sample');
      await user.dialog.getByLabel('Add the user metadata of Birch Sample').check();
      await panel.screenshot('linking-preview-dark');
      await user.press('Back');
      await user.dialog.getByRole('button', { name: /Birch Sample/ }).waitFor();
      await panel.screenshot('linking-search-dark');
      await user.press('Cancel');
    } finally {
      await panel.page.emulateMedia({ colorScheme: 'light' });
    }
  });

  it('is offered to those alone whose role allows all that it takes', async () => {
    await link(app, userIdOf(kept), userIdOf(other));
    const may = async (...actions: string[]) => {
      const admin = await createAdminUser(app, [...READ_ONLY, ...actions]);
      const theirs = await openPanel(app, admin);
      try {
        const page = userPage(theirs);
        await page.open(id);
        await page.see('Identity provider attributes');
        const shown = theirs.page.getByRole('region', { name: 'Identity provider attributes' });
        return {
          link: await shown.getByRole('button', { name: 'Link another user' }).count(),
          unlink: await shown.getByRole('button', { name: /^Unlink/ }).count(),
        };
      } finally {
        await theirs.close();
      }
    };
    const { updateUsers, setCredentials, deleteUsers } = ADMIN_ACTIONS;
    expect(await may(updateUsers, deleteUsers)).toEqual({ link: 0, unlink: 0 });
    expect(await may(updateUsers, setCredentials)).toEqual({ link: 0, unlink: 1 });
    expect(await may(updateUsers, setCredentials, deleteUsers)).toEqual({ link: 1, unlink: 1 });
  });

  it('leaves no complaint in the browser', () => {
    expect(panel.complaints().filter((line) => !REFUSALS.test(line))).toEqual([]);
  });
});
