import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { type Account, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes } from '../support/axe';
import { UIDS } from '../support/database';
import { mustLink } from '../support/linking';
import { logIn } from '../support/logins';
import { openPanel, type Panel } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { getUser, userIdOf, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (400|403|404)/;

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

  const createUser = async (name: string, metadata: object): Promise<Account> => {
    const account = await registerAccount(app);
    await mustCall(app, 'PUT', userPath(userIdOf(account)), {
      data: { name, user_metadata: metadata },
    });
    return account;
  };

  const searchUser = async (text: string) => {
    await opener().click();
    await user.dialog.getByLabel(/of the other user/).fill(text);
  };

  const choose = async ({ email }: Pick<Account, 'email'>, name: string) => {
    await searchUser(email);
    await user.dialog.getByRole('button', { name: new RegExp(name) }).click();
    await user.dialog.getByText('Stays unchanged').waitFor();
  };

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
    await panel.open('/plugins/user-profile');
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    kept = await createUser('Acacia Sample', { colour: 'green' });
    other = await createUser('Birch Sample', { colour: 'red', size: 3 });
    id = (await getUser(app, userIdOf(kept))).data.documentId;
    await panel.go(userRoute(id));
    await user.waitForText(kept.email);
    await user.waitForText('Identity provider attributes');
  });

  it('previews only the history of a user who has never logged in', async () => {
    await createPeople(app, ['Cedar Sample']);
    await choose({ email: emailOf('Cedar Sample') }, 'Cedar Sample');
    const moved = user.dialog.getByText('Moved as well').locator('xpath=following-sibling::dd');
    expect(await moved.innerText()).toBe('History');
    await panel.screenshot('linking-preview-history');
    await user.press('Back');
    await user.press('Cancel');
  });

  it('previews what is kept and dropped, and links the users', async () => {
    await app.database.update(
      UIDS.user,
      { user_id: userIdOf(other) },
      { app_metadata: JSON.stringify({ plan: 'gold' }) }
    );
    await choose(other, 'Birch Sample');
    await user.dialog.getByText('1 device, 1 login, and the history').waitFor();
    await user.dialog.getByText('1 session of Birch Sample ends.').waitFor();
    await user.dialog.getByText('The app metadata of Birch Sample is lost').waitFor();
    await panel.screenshot('linking-preview');

    await user.dialog.getByLabel('Add the user metadata of Birch Sample').check();
    await user.dialog.getByText('Both users have these keys').waitFor();
    await user.dialog.getByText('colour', { exact: true }).first().waitFor();
    await panel.screenshot('linking-preview-merge');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);

    const previews: string[] = [];
    panel.page.on('request', (request) => {
      if (request.url().includes('/identities/preview')) {
        previews.push(request.url());
      }
    });
    await user.press('Link users');
    await user.waitForNotification('Birch Sample was linked with Acacia Sample.');
    await user.dialog.waitFor({ state: 'detached' });
    await unlinkButton().waitFor();
    await waitForEqual(() => isFocused(opener()), true);
    await panel.screenshot('linking-linked');

    const { data } = await getUser(app, id);
    expect(data.identities).toHaveLength(2);
    expect(data.user_metadata).toEqual({ colour: 'green', size: 3 });
    await user.waitForText('not used: this identity logs in with the primary account');
    // The linked user no longer exists.
    expect(previews).toEqual([]);
  });

  it('searches for the same email address first and returns to the search with Back', async () => {
    await opener().click();
    const search = user.dialog.getByLabel(/of the other user/);
    expect(await search.inputValue()).toBe(kept.email);
    await user.dialog.getByText('No other user found.').waitFor();
    await panel.screenshot('linking-no-match');
    await search.fill(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).click();
    await user.dialog.getByText('Stays unchanged').waitFor();
    await user.press('Back');
    expect(await user.dialog.getByLabel(/of the other user/).inputValue()).toBe(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).waitFor();
    await panel.screenshot('linking-search');
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    await waitForEqual(() => isFocused(opener()), true);
  });

  it('explains why two users cannot be linked', async () => {
    await mustCall(app, 'POST', userPath(userIdOf(other), '/block'));
    await searchUser(other.email);
    await user.dialog.getByRole('button', { name: /Birch Sample/ }).click();
    await user.dialog.getByText('The other user is blocked').waitFor();
    await expect(
      user.dialog.getByRole('button', { name: 'Link users' }).isDisabled()
    ).resolves.toBe(true);
    await user.press('Back');
    await user.press('Cancel');
  });

  it('works by keyboard alone, and does not merge metadata by default', async () => {
    const { keyboard } = panel.page;
    await opener().focus();
    await keyboard.press('Enter');
    await user.dialog.getByLabel(/of the other user/).waitFor();
    await user.dialog.getByLabel(/of the other user/).focus();
    await keyboard.press('ControlOrMeta+A');
    // At once: a pause while typing would search for the beginning.
    await keyboard.insertText(other.email);
    const choice = user.dialog.getByRole('button', { name: /Birch Sample/ });
    await choice.waitFor();
    await keyboard.press('Tab');
    await waitForEqual(() => isFocused(choice), true);
    await keyboard.press('Enter');
    const confirm = user.dialog.getByRole('button', { name: 'Link users' });
    await user.dialog.getByText('Stays unchanged').waitFor();
    for (let presses = 0; presses < 12 && !(await isFocused(confirm)); presses += 1) {
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
    await user.waitForNotification('Birch Sample was linked with Acacia Sample.');
    await user.dialog.waitFor({ state: 'detached' });
    await waitForEqual(() => isFocused(opener()), true);
    expect((await getUser(app, id)).data.user_metadata).toEqual({ colour: 'green' });
  });

  it('unlinks an identity after confirmation', async () => {
    await mustLink(app, userIdOf(kept), userIdOf(other));
    await user.open(id);
    await unlinkButton().click();
    await user.dialog.getByText('becomes a separate user again').waitFor();
    await panel.screenshot('linking-unlink');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    await waitForEqual(() => isFocused(unlinkButton()), true);
    await unlinkButton().click();
    await user.press('Unlink identity');
    await user.waitForNotification(`The identity is a separate user again: ${userIdOf(other)}.`);
    await unlinkButton().waitFor({ state: 'detached' });
    expect((await getUser(app, userIdOf(other))).data.user_metadata).toEqual({});
    const { email: identifier, password } = other;
    expect((await logIn(app, { identifier, password })).body.user.id).toBe(other.id);
  });

  it('is recorded in the history of the user', async () => {
    await mustLink(app, userIdOf(kept), userIdOf(other));
    await panel.open(`/plugins/user-profile/users/${id}/history`);
    await user.waitForText('Identity linked');
    await user.waitForText(userIdOf(other));
    await user.waitForText('Linked to another user');
    await panel.screenshot('linking-history');
  });

  it('offers linking and unlinking only to roles with every required permission', async () => {
    await mustLink(app, userIdOf(kept), userIdOf(other));
    const getVisibleButtons = async (...actions: string[]) => {
      const admin = await createAdminUser(app, [...READ_ONLY, ...actions]);
      return panel.as(admin, async (theirs) => {
        const page = userPage(theirs);
        await page.open(id);
        await page.waitForText('Identity provider attributes');
        expect(theirs.complaints()).toEqual([]);
        const shown = theirs.page.getByRole('region', { name: 'Identity provider attributes' });
        return {
          link: await shown.getByRole('button', { name: 'Link another user' }).count(),
          unlink: await shown.getByRole('button', { name: /^Unlink/ }).count(),
        };
      });
    };
    const { updateUsers, setCredentials, deleteUsers } = ADMIN_ACTIONS;
    expect(await getVisibleButtons(updateUsers, deleteUsers)).toEqual({ link: 0, unlink: 0 });
    expect(await getVisibleButtons(updateUsers, setCredentials)).toEqual({ link: 0, unlink: 1 });
    expect(await getVisibleButtons(updateUsers, setCredentials, deleteUsers)).toEqual({
      link: 1,
      unlink: 1,
    });
  });

  it('causes no unexpected browser errors', () => {
    expect(panel.complaints().filter((line) => !REJECTIONS.test(line))).toEqual([]);
  });
});
