import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { createAdminUser } from '../support/admins';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { countUsers } from '../support/users';
import { waitForEqual } from '../support/wait';
import { holdResponses } from '../support/waiting';

const LIST = '/plugins/user-profile';

describe('the Create User dialog', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await createPeople(app, ['Acacia Sample']);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const dialog = (of = panel) => of.page.getByRole('dialog');
  const field = (name: string, of = panel) =>
    dialog(of).getByRole('textbox', { name, exact: true });
  const password = (of = panel) => dialog(of).locator('input[name="password"]');
  const repeat = (of = panel) => dialog(of).locator('input[name="repeat"]');
  const submit = (of = panel) =>
    dialog(of).getByRole('button', { name: 'Create', exact: true }).click();
  const waitForText = (text: string | RegExp) => dialog().getByText(text).first().waitFor();

  const openDialog = async (of = panel) => {
    await of.open(LIST);
    await of.page.getByRole('button', { name: 'Create User' }).click();
    await password(of).waitFor();
  };

  const fill = async (email: string, username = '') => {
    await field('Email').fill(email);
    await field('Username').fill(username);
    await password().fill(PASSWORD);
    await repeat().fill(PASSWORD);
  };

  it('preselects the only connection and shows its password rules', async () => {
    await openDialog();
    expect(await dialog().getByRole('combobox', { name: 'Connection' }).innerText()).toContain(
      'Email and password'
    );
    const rules = dialog().getByRole('list', { name: 'Password rules' });
    expect(await rules.getByText('(met)').count()).toBe(0);
    await password().fill('abc');
    await waitForEqual(() => rules.getByText('(met)').count(), 1);
    await password().fill('abcdef');
    await waitForEqual(() => rules.getByText('(met)').count(), 2);
    await panel.screenshot('create-rules');
  });

  it('shows missing values at their fields and focuses the first', async () => {
    await openDialog();
    await submit();
    await waitForEqual(() => dialog().getByText('This field is required.').count(), 3);
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.getAttribute('name')),
      'email'
    );
    await field('Email').fill('unknown');
    await waitForText('Enter a valid email address.');
    await password().fill('abc');
    await waitForText('The password doesn’t meet the rules.');
    await repeat().fill('abcd');
    await waitForText('Passwords don’t match.');
    await panel.screenshot('create-errors');
    await repeat().fill('abc');
    await waitForEqual(() => dialog().getByText('Passwords don’t match.').count(), 0);
  });

  it('closes with Escape and returns the focus', async () => {
    await openDialog();
    await pressEscape(panel.page);
    await dialog().waitFor({ state: 'detached' });
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.textContent),
      'Create User'
    );
    expect(panel.complaints()).toEqual([]);
  });

  it('shows at its field that an email address or a username is taken', async () => {
    const before = await countUsers(app);
    await openDialog();
    await fill(emailOf('Acacia Sample'));
    await submit();
    await waitForText(/^Another user /);
    expect(await field('Email').getAttribute('aria-invalid')).toBe('true');
    await panel.screenshot('create-conflict');

    await fill('other@example.test', emailOf('Acacia Sample'));
    await submit();
    await waitForText('This username is taken');
    expect(await field('Email').getAttribute('aria-invalid')).not.toBe('true');
    expect(await countUsers(app)).toEqual(before);
  });

  it('shows every password rule that the server reports as failed', async () => {
    await openDialog();
    await panel.page.route('**/user-profile/users', (route) =>
      route.fulfill({
        status: 400,
        json: {
          data: null,
          error: {
            status: 400,
            name: 'ValidationError',
            message: 'Two things; more',
            details: {
              errors: [
                { path: ['data', 'password'], message: 'No animals' },
                { path: ['data', 'password'], message: 'data.password: No numbers' },
                { path: ['data', 'elsewhere'], message: 'Something else' },
              ],
            },
          },
        },
      })
    );
    await fill('new@example.test');
    await submit();
    await waitForText('No animals');
    await waitForText(/^No animals\s+No numbers$/);
    await waitForText('Something went wrong. Something else');
    await panel.page.unrouteAll({ behavior: 'wait' });
  });

  it('opens the page of the new user, who can log in', async () => {
    await openDialog();
    await fill('ginkgo@example.test', 'ginkgo');
    await field('Name').fill('Ginkgo Sample');
    const held = await holdResponses(panel.page, /\/user-profile\/users$/);
    await field('Name').press('Enter');
    const cancel = dialog().getByRole('button', { name: 'Cancel' });
    await waitForEqual(() => cancel.isDisabled(), true);
    // The dialog does not close before the response, which opens the page.
    await pressEscape(panel.page);
    expect(await cancel.count()).toBe(1);
    await held.release();
    await panel.page.waitForURL(/\/users\/[^/]+\/details/);
    await panel.page.getByRole('heading', { name: 'Ginkgo Sample' }).waitFor();
    await panel.screenshot('create-done');
    const response = await logIn(app, { identifier: 'ginkgo', password: PASSWORD });
    expect(response.status).toBe(200);
  });

  it('works for a role that cannot read connections', async () => {
    const creator = await createAdminUser(app, [
      ADMIN_ACTIONS.readUsers,
      ADMIN_ACTIONS.createUsers,
    ]);
    await panel.as(creator, async (other) => {
      await openDialog(other);
      expect(await field('Connection', other).inputValue()).toBe('local');
      await field('Email', other).fill('alan@example.test');
      await password(other).fill(PASSWORD);
      await repeat(other).fill(PASSWORD);
      await submit(other);
      await other.page.waitForURL(/\/users\/[^/]+\/details/);
      expect(other.complaints()).toEqual([]);
    });
  });
});
