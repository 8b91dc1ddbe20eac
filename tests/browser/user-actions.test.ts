import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { login, registerAccount, type Account } from '../support/accounts';
import { callAdmin, mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, userRoute, type UserPage } from '../support/user-page';
import { countOf, getUser, profileOf, userPath } from '../support/users';

/** What the browser writes of a request that the server refuses on purpose. */
const REFUSALS = /status of (400|403|404|409)/;

const BLOCKED_FROM = '81.2.69.160';

describe('the actions of a user', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let account: Account;
  let other: Account;
  let id: string;

  const canSignIn = async (identifier: string, password: string) =>
    (await login(app, { identifier, password })).status === 200;

  const field = (name: string) => user.dialog.getByLabel(name);

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailures: 3 } }) },
    });
    account = await registerAccount(app);
    other = await registerAccount(app);
    id = (await profileOf(app, account)).documentId;
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
    await user.open(id);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('are those that its connection has', async () => {
    expect(await user.offered()).toEqual([
      'Edit profile',
      'Change email',
      'Change password',
      'Send verification email',
      'Send password reset',
      'Block user',
      'Delete user',
    ]);
  });

  it('give the focus back to the button, whatever closes the dialog', async () => {
    await user.choose('Edit profile');
    await panel.page.keyboard.press('Escape');
    expect(await user.closed()).toBe(true);
    await user.choose('Block user');
    await user.press('Cancel');
    expect(await user.closed()).toBe(true);
  });

  it('can be reached and done by keyboard alone', async () => {
    await user.actionsButton.focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('menu').waitFor();
    await panel.page.keyboard.press('Enter');
    await user.dialog.getByText('Edit profile').waitFor();
    await panel.page.keyboard.press('ControlOrMeta+A');
    await panel.page.keyboard.type('Keyboard Only');
    await panel.page.keyboard.press('Enter');
    expect(await user.closed()).toBe(true);
    await user.see('Keyboard Only');
  });

  it('edit the profile, and clear what was edited', async () => {
    await user.choose('Edit profile');
    await field('Name').first().fill('Nora North');
    await field('Given name').fill('Nora');
    await user.press('Save');
    await user.told('The profile was saved.');
    expect(await user.closed()).toBe(true);
    await panel.page.getByRole('heading', { name: 'Nora North', level: 1 }).waitFor();

    await user.choose('Edit profile');
    await field('Name').first().fill('');
    await field('Given name').fill('');
    await user.press('Save');
    await panel.page.getByRole('heading', { name: account.email, level: 1 }).waitFor();
    expect((await getUser(app, id)).data).not.toHaveProperty('given_name');
  });

  it('refuse a picture that is no web address, at its field', async () => {
    await user.choose('Edit profile');
    await field('Picture').fill('javascript:alert(1)');
    await user.press('Save');
    await user.dialog.getByText('Enter a valid http or https URL.').waitFor();
    await user.press('Cancel');
  });

  it('do not overwrite what somebody else changed meanwhile', async () => {
    await user.choose('Edit profile');
    await mustCall(app, 'PUT', userPath(id), { data: { nickname: 'theirs' } });
    await field('Nickname').fill('mine');
    await user.press('Save');
    await user.dialog.getByText('Someone else changed this user').waitFor();
    expect(await field('Nickname').inputValue()).toBe('mine');
    await user.press('Use their version');
    expect(await field('Nickname').inputValue()).toBe('theirs');
    await field('Nickname').fill('both');
    await user.press('Save');
    expect(await user.closed()).toBe(true);
    expect((await getUser(app, id)).data.nickname).toBe('both');
  });

  it('change the email, but not to one that is taken', async () => {
    await user.choose('Change email');
    await field('Email').fill('not an address');
    await user.press('Save');
    await user.dialog.getByText('Enter a valid email address.').waitFor();
    await field('Email').fill(other.email);
    await user.press('Save');
    await user.dialog.getByText('Another user of this connection has this email').waitFor();
    await panel.screenshot('user-change-email');

    await field('Email').fill(`new-${account.email}`);
    await user.dialog.getByLabel('Mark as verified').check();
    await user.press('Save');
    await user.told('The email was saved.');
    await user.see(`new-${account.email}`);
    await user.see('(verified)');
    account.email = `new-${account.email}`;
    expect(await canSignIn(account.email, account.password)).toBe(true);
    expect(await user.offered()).not.toContain('Send verification email');
  });

  it('change the password, but not to one that the connection refuses', async () => {
    await user.choose('Change password');
    const password = field('New password');
    await password.fill('short');
    await user.press('Change password');
    await user.dialog.getByText('does not meet the rules').waitFor();
    expect(await canSignIn(account.email, account.password)).toBe(true);

    await password.fill('long enough to be one');
    await expect(field('End all sessions').isChecked()).resolves.toBe(true);
    await panel.screenshot('user-change-password');
    await user.press('Change password');
    await user.told('The password was changed and all sessions were ended.');
    expect(await user.closed()).toBe(true);
    expect(await canSignIn(account.email, account.password)).toBe(false);
    account.password = 'long enough to be one';
    expect(await canSignIn(account.email, account.password)).toBe(true);
  });

  it('block and unblock', async () => {
    await user.choose('Block user');
    await user.dialog.getByText(/Ends all sessions .* at once/).waitFor();
    await user.press('Block user');
    await user.told(/was blocked/);
    await user.see('BLOCKED');
    expect(await user.closed()).toBe(true);
    expect(await canSignIn(account.email, account.password)).toBe(false);
    await panel.screenshot('user-blocked');

    await user.choose('Unblock user');
    await user.press('Unblock user');
    await user.told(/was unblocked/);
    await user.main.getByText('BLOCKED', { exact: true }).waitFor({ state: 'detached' });
    expect(await canSignIn(account.email, account.password)).toBe(true);
  });

  it('lift blocks of logins, which a notice names', async () => {
    const credentials = { identifier: other.email, password: 'wrong' };
    for (let failures = 0; failures < 4; failures += 1) {
      await login(app, credentials, { 'x-forwarded-for': BLOCKED_FROM });
    }
    await user.open((await profileOf(app, other)).documentId);
    await user.see(new RegExp(`From ${BLOCKED_FROM} until`));
    await panel.screenshot('user-login-blocks');
    await user.main.getByRole('button', { name: 'Unblock all IP addresses' }).click();
    await user.dialog.getByText(BLOCKED_FROM).waitFor();
    await user.press('Unblock all IP addresses');
    await user.told('Logins are accepted from every IP address again.');
    await user.main.getByText('Logins are blocked').waitFor({ state: 'detached' });
    expect(await user.closed()).toBe(true);
  });

  it('say why a mail could not be sent', async () => {
    await user.choose('Send password reset');
    await user.dialog.getByText(other.email).waitFor();
    await user.press('Send email');
    await user.dialog.getByText(/The mail could not be sent/).waitFor();
    await user.press('Cancel');
  });

  it('delete and erase, once the email is typed, and go back to the list', async () => {
    await user.open(id);
    await user.choose('Delete user');
    const remove = user.dialog.getByRole('button', { name: 'Delete user' });
    expect(await remove.isDisabled()).toBe(true);
    await field('To confirm').fill(other.email);
    expect(await remove.isDisabled()).toBe(true);
    await user.dialog.getByLabel('Erase history').click();
    await field('To confirm').fill(account.email);
    await panel.screenshot('user-delete');
    await remove.click();
    await panel.page.waitForURL(/\/plugins\/user-profile$/);
    await user.told(/was deleted/);
    expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);
    expect(await countOf(app, 'up_users', { id: account.id })).toBe(0);
    expect(await countOf(app, 'user_profile_events', { profile: id })).toBe(0);
  });

  it('tell when the user was deleted in the meantime', async () => {
    const third = await registerAccount(app);
    const { documentId } = await profileOf(app, third);
    await user.open(documentId);
    await user.choose('Block user');
    await mustCall(app, 'DELETE', userPath(documentId));
    await user.press('Block user');
    await user.see('This user doesn’t exist or was deleted.');
    await panel.page.getByRole('link', { name: 'Back to users' }).click();
    await panel.page.waitForURL(/\/plugins\/user-profile$/);
  });

  it('brought no complaint of the browser', () => {
    expect(panel.complaints().filter((complaint) => !REFUSALS.test(complaint))).toEqual([]);
  });

  describe('for a role', () => {
    let limited: Panel | undefined;

    const openAs = async (actions: string[]): Promise<UserPage> => {
      limited = await openPanel(app, await createAdminUser(app, actions));
      const page = userPage(limited);
      const { documentId } = await profileOf(app, other);
      await limited.open(userRoute(documentId));
      await page.see('Identity provider attributes');
      return page;
    };

    afterEach(() => limited?.close());

    it('that only reads, are none', async () => {
      const page = await openAs(READ_ONLY);
      await page.see('Access rights');
      expect(await page.actionsButton.count()).toBe(0);
      expect(await page.main.getByRole('button', { name: /Edit/ }).count()).toBe(0);
    });

    it('that blocks, are only what it needs', async () => {
      const page = await openAs([...READ_ONLY, ADMIN_ACTIONS.blockUsers]);
      expect(await page.offered()).toEqual(['Block user']);
    });
  });
});
