import { ADMIN_ACTIONS, MAX_BLOCK_DAYS } from '../../plugins/user-profile/shared/constants';
import { DAY_MS } from '../../plugins/user-profile/shared/durations';
import { type Account, registerAccount } from '../support/accounts';
import { callAdmin, mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolations } from '../support/axe';
import { updateConnection } from '../support/connections';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { delayTimers, openPanel, type Panel, pressEscape } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { getProfile, getUser, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

/** Console messages of the browser for requests that the tests expect to fail. */
const REJECTIONS = /status of (400|403|404|409)/;

const BLOCKED_FROM = '81.2.69.160';

describe('the actions of a user in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let account: Account;
  let other: Account;
  let id: string;

  const canLogIn = async (identifier: string, password: string) =>
    (await logIn(app, { identifier, password })).status === 200;

  const field = (name: string) => user.dialog.getByLabel(name);

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify({ bruteForce: { maxFailures: 3 } }) },
    });
    account = await registerAccount(app);
    other = await registerAccount(app);
    id = (await getProfile(app, account)).documentId;
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
    await user.open(id);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('are those that the connection supports', async () => {
    expect(await user.getActions()).toEqual([
      'Edit profile',
      'Change email',
      'Change password',
      'Change role',
      'Send verification email',
      'Send password reset',
      'Block user',
      'Delete user',
    ]);
  });

  it('return the focus to the button when the dialog closes', async () => {
    await user.choose('Edit profile');
    await pressEscape(panel.page);
    expect(await user.waitForClose()).toBe(true);
    await user.choose('Block user');
    await user.press('Cancel');
    expect(await user.waitForClose()).toBe(true);
  });

  it('work by keyboard alone', async () => {
    await user.actionsButton.focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('menu').waitFor();
    const settleTimers = await delayTimers(panel.page);
    await panel.page.keyboard.press('Enter');
    await user.dialog.getByText('Edit profile').waitFor();
    const name = field('Name').first();
    await waitForEqual(() => name.evaluate((input) => input === document.activeElement), true);
    await panel.page.keyboard.press('ControlOrMeta+A');
    await panel.page.keyboard.type('Keyboard');
    // The menu that closes must not take the focus: the dialog would take it back and select the text.
    await settleTimers();
    await panel.page.keyboard.type(' Only');
    expect(await name.inputValue()).toBe('Keyboard Only');
    await panel.page.keyboard.press('Enter');
    expect(await user.waitForClose()).toBe(true);
    await user.waitForText('Keyboard Only');
  });

  it('edit the profile and clear edited fields', async () => {
    await user.choose('Edit profile');
    await field('Name').first().fill('Nora North');
    await field('Given name').fill('Nora');
    await user.press('Save');
    await user.waitForNotification('The profile was saved.');
    expect(await user.waitForClose()).toBe(true);
    await panel.page.getByRole('heading', { name: 'Nora North', level: 1 }).waitFor();

    await user.choose('Edit profile');
    await field('Name').first().fill('');
    await field('Given name').fill('');
    await user.press('Save');
    await panel.page.getByRole('heading', { name: account.email, level: 1 }).waitFor();
    expect((await getUser(app, id)).data).not.toHaveProperty('given_name');
  });

  it('reject a picture URL that is not http or https at its field', async () => {
    await user.choose('Edit profile');
    await field('Picture').fill('javascript:alert(1)');
    await user.press('Save');
    await user.dialog.getByText('Enter a valid http or https URL.').waitFor();
    await user.press('Cancel');
  });

  it('do not overwrite a concurrent change', async () => {
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
    expect(await user.waitForClose()).toBe(true);
    expect((await getUser(app, id)).data.nickname).toBe('both');
  });

  it('change the email address and reject one that is taken', async () => {
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
    await user.waitForNotification('The email was saved.');
    await user.waitForText(`new-${account.email}`);
    await user.waitForText('(verified)');
    account.email = `new-${account.email}`;
    expect(await canLogIn(account.email, account.password)).toBe(true);
    expect(await user.getActions()).not.toContain('Send verification email');
  });

  it('change the password and reject one that breaks the rules', async () => {
    await user.choose('Change password');
    const password = field('New password');
    await password.fill('short');
    await user.press('Change password');
    await user.dialog.getByText('doesn’t meet the rules').waitFor();
    expect(await canLogIn(account.email, account.password)).toBe(true);

    await password.fill('long enough to be one');
    await expect(field('End all sessions').isChecked()).resolves.toBe(true);
    await panel.screenshot('user-change-password');
    await user.press('Change password');
    await user.waitForNotification('The password was changed and all sessions were ended.');
    expect(await user.waitForClose()).toBe(true);
    expect(await canLogIn(account.email, account.password)).toBe(false);
    account.password = 'long enough to be one';
    expect(await canLogIn(account.email, account.password)).toBe(true);
  });

  it('block and unblock the user', async () => {
    await user.choose('Block user');
    await user.dialog.getByText(/Ends all sessions .* at once/).waitFor();
    await user.press('Block user');
    await user.waitForNotification(/was blocked/);
    await user.main.getByText('Blocked', { exact: true }).first().waitFor();
    expect(await user.waitForClose()).toBe(true);
    expect(await canLogIn(account.email, account.password)).toBe(false);
    await panel.screenshot('user-blocked');

    await user.choose('Unblock user');
    await user.press('Unblock user');
    await user.waitForNotification(/was unblocked/);
    await user.main.getByText('Blocked', { exact: true }).first().waitFor({ state: 'detached' });
    expect(await canLogIn(account.email, account.password)).toBe(true);
  });

  it('block the user with a reason and an end, and Details and History show both', async () => {
    // Without the notifications of other tests: those that are stacked have smaller buttons.
    await panel.load(userRoute(id));
    await user.choose('Block user');
    const reason = field('Reason');
    await waitForEqual(() => reason.evaluate((input) => input === document.activeElement), true);
    await reason.fill('Chargeback, ticket 4711');
    await field('End date').fill('01/01/2020');
    await field('End date').press('Tab');
    await user.dialog.getByText('The end must be in the future.').waitFor();
    const submit = user.dialog.getByRole('button', { name: 'Block user', exact: true });
    expect(await submit.isDisabled()).toBe(true);
    await field('End date').fill('01/01/2099');
    await field('End date').press('Tab');
    await user.dialog.getByText('The end must be in the future.').waitFor({ state: 'detached' });
    const latest = new Date(Date.now() + (MAX_BLOCK_DAYS - 1) * DAY_MS).getUTCFullYear();
    expect(await field('End date').inputValue()).toContain(String(latest));
    await field('End date').fill('01/01/2035');
    await field('End date').press('Tab');
    await user.dialog.getByText('The end must be in the future.').waitFor({ state: 'detached' });
    for (const colorScheme of ['dark', 'light'] as const) {
      await panel.page.emulateMedia({ colorScheme });
      expect(await getViolations(panel.page)).toEqual([]);
      await panel.screenshot(`user-block-dialog-${colorScheme}`);
    }
    await user.press('Block user');
    await user.waitForNotification(/was blocked/);
    await user.waitForText(/^Until .*2035/);
    await user.waitForText('Chargeback, ticket 4711');
    for (const colorScheme of ['dark', 'light'] as const) {
      await panel.page.emulateMedia({ colorScheme });
      expect(await getViolations(panel.page)).toEqual([]);
      await panel.screenshot(`user-block-note-${colorScheme}`);
    }
    await panel.open(userRoute(id, 'history'));
    await user.waitForText(/until .*2035.* · Chargeback, ticket 4711/);
    await mustCall(app, 'POST', userPath(id, '/unblock'));
    await user.open(id);
  });

  it('are there for a user whose connection is disabled, who Details say cannot log in', async () => {
    await user.open(id);
    await user.waitForText('Can log in.');
    await updateConnection(app, 'local', { enabled: false });
    try {
      await user.open(id);
      await user.waitForText('Can’t log in: the connection is disabled or was deleted.');
      await panel.screenshot('user-connection-disabled');
    } finally {
      await updateConnection(app, 'local', { enabled: true });
    }
  });

  it('remove the login blocks that a notice lists', async () => {
    const credentials = { identifier: other.email, password: 'wrong' };
    for (let failures = 0; failures < 4; failures += 1) {
      await logIn(app, credentials, { 'x-forwarded-for': BLOCKED_FROM });
    }
    await user.open((await getProfile(app, other)).documentId);
    await user.waitForText(new RegExp(`From ${BLOCKED_FROM} until`));
    await panel.screenshot('user-login-blocks');
    await user.main.getByRole('button', { name: 'Unblock all IP addresses' }).click();
    await user.dialog.getByText(BLOCKED_FROM).waitFor();
    await user.press('Unblock all IP addresses');
    await user.waitForNotification('Logins are accepted from every IP address again.');
    await user.main.getByText('Logins are blocked').waitFor({ state: 'detached' });
    expect(await user.waitForClose()).toBe(true);
  });

  it('report why a mail could not be sent', async () => {
    await user.choose('Send password reset');
    await user.dialog.getByText(other.email).waitFor();
    await user.press('Send email');
    await user.dialog.getByText(/The email couldn’t be sent/).waitFor();
    await user.press('Cancel');
  });

  it('delete the user and the history after the email address is typed', async () => {
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
    await user.waitForNotification(/was deleted/);
    expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);
    expect(await app.database.count(UIDS.account, { id: account.id })).toBe(0);
    await waitForEqual(() => app.database.count(UIDS.event, { profile: id }), 0);
  });

  it('report that the user was deleted while the dialog was open', async () => {
    const third = await registerAccount(app);
    const { documentId } = await getProfile(app, third);
    await user.open(documentId);
    await user.choose('Block user');
    await mustCall(app, 'DELETE', userPath(documentId));
    await user.press('Block user');
    await user.waitForText('This user doesn’t exist or was deleted.');
    await panel.page.getByRole('link', { name: 'Back to users' }).click();
    await panel.page.waitForURL(/\/plugins\/user-profile$/);
  });

  it('cause no unexpected browser errors', () => {
    expect(panel.complaints().filter((complaint) => !REJECTIONS.test(complaint))).toEqual([]);
  });

  describe('for a restricted role', () => {
    const openAs = async (actions: string[], work: (page: UserPage) => Promise<void>) =>
      panel.as(await createAdminUser(app, actions), async (limited) => {
        const page = userPage(limited);
        const { documentId } = await getProfile(app, other);
        await limited.open(userRoute(documentId));
        await page.waitForText('Identity provider attributes');
        await work(page);
        expect(limited.complaints()).toEqual([]);
      });

    it('are hidden if it may only read', () =>
      openAs(READ_ONLY, async (page) => {
        await page.waitForText('Access rights');
        expect(await page.actionsButton.count()).toBe(0);
        expect(await page.main.getByRole('button', { name: /Edit/ }).count()).toBe(0);
      }));

    it('consist of Block alone if it may only block', () =>
      openAs([...READ_ONLY, ADMIN_ACTIONS.blockUsers], async (page) => {
        expect(await page.getActions()).toEqual(['Block user']);
      }));
  });
});
