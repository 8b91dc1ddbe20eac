import { findAccount, siteWithFields } from '../support/account-fields';
import { getViolationsInThemes } from '../support/axe';
import { getOverflowingElements } from '../support/looks';
import { chooseOption, openPanel, type Panel } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { newEmail } from '../support/users';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile';

describe('the Create User dialog of a site with required attributes of every type', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    const defaults = { settings: { theme: 'dark' } };
    const env = siteWithFields({ accounts: { defaults } }, { areAllRequired: true });
    app = await startStrapi({ panel: true, env });
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const dialog = () => panel.page.getByRole('dialog').first();
  const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
  const submit = () => dialog().getByRole('button', { name: 'Create', exact: true }).click();
  const requiredTexts = () => dialog().getByText('This field is required.').count();

  const choose = (combobox: string, option: string) =>
    chooseOption(dialog().getByRole('combobox', { name: combobox }), option);

  const openDialog = async () => {
    await panel.open(LIST);
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    await field('company').waitFor();
  };

  it('is readable in both themes and fits its width', async () => {
    await openDialog();
    await submit();
    await waitForEqual(async () => (await requiredTexts()) > 10, true);
    await panel.screenshot('create-fields');
    await field('company').scrollIntoViewIfNeeded();
    await panel.screenshot('create-fields-middle');
    await dialog().getByText('settings').scrollIntoViewIfNeeded();
    await panel.screenshot('create-fields-end');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    expect(await getOverflowingElements(dialog())).toEqual([]);
  });

  it('creates the user with the values, and shows problems of the server at their fields', async () => {
    const email = newEmail();
    await openDialog();
    await field('Email').fill(email);
    for (const name of ['password', 'repeat']) {
      await dialog().locator(`input[name="${name}"]`).fill(PASSWORD);
    }
    await field('company').fill('A');
    await choose('plan', 'pro');
    await field('vat_id').fill('DE1');
    await field('bio').fill('Two\nlines');
    for (const name of ['origin', 'session_id', 'user_id', 'badge']) {
      await field(name).fill('Text');
    }
    await field('work_email').fill('ada@example.com');
    await dialog().getByLabel('employees').fill('7');
    await field('customer_number').fill('9007199254740991');
    await dialog().getByLabel('budget').fill('12.5');
    await dialog().getByRole('checkbox', { name: 'newsletter' }).check();
    await dialog().getByRole('combobox', { name: 'birthday' }).fill('02/29/2000');
    await dialog().getByRole('combobox', { name: 'birthday' }).press('Tab');
    await choose('opens_at', '08:30');
    await dialog().getByRole('combobox', { name: 'Choose date' }).fill('01/31/2030');
    await dialog().getByRole('combobox', { name: 'Choose date' }).press('Tab');
    await submit();
    await dialog().getByText('must be at least 2 characters').waitFor();
    expect(await field('company').getAttribute('aria-invalid')).toBe('true');
    await panel.screenshot('create-fields-server');

    await field('company').fill('ACME');
    await submit();
    await panel.page.getByRole('heading', { name: email }).waitFor();
    expect(await findAccount(app, email)).toMatchObject({
      company: 'ACME',
      plan: 'pro',
      bio: 'Two\nlines',
      employees: 7,
      budget: 12.5,
      newsletter: true,
      birthday: '2000-02-29',
      opens_at: '08:30:00.000',
      settings: { theme: 'dark' },
    });
    expect(panel.complaints().filter((text) => !text.includes('400'))).toEqual([]);
  });
});
