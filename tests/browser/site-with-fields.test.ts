import {
  createEarlierUsers,
  earlierSite,
  fillRelated,
  findAccount,
  LISTED_FIELDS,
} from '../support/account-fields';
import { callAdmin, mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolations } from '../support/axe';
import { getOverflowingElements } from '../support/looks';
import { chooseOption, openPanel, type Panel, pressEscape } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { newEmail } from '../support/users';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile';
/** High, because a screenshot ends at the lower end of the window. */
const PHONE = { width: 390, height: 3600 };
const DESKTOP = { width: 1280, height: 2400 };

describe('a site with its own fields and 200 earlier users, in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      ...earlierSite({ accountFields: LISTED_FIELDS }),
    });
    await createEarlierUsers(app);
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const idOf = async (email: string): Promise<string> =>
    (await mustCall(app, 'GET', `/users?filters[email][$eq]=${email}`)).data[0].documentId;

  const section = () => user.main.getByRole('region', { name: 'Account fields' });
  const input = (name: string) => section().getByRole('textbox', { name, exact: true });
  const press = (name: string) => section().getByRole('button', { name, exact: true }).click();
  const rows = () => user.main.getByRole('row');

  const openEditor = async (email: string): Promise<string> => {
    const id = await idOf(email);
    await user.open(id);
    await press('Edit account fields');
    await input('company').waitFor();
    return id;
  };

  it('shows the configured fields as columns of the list, which can be hidden', async () => {
    await panel.open(`${LIST}?_q=earlier-7@`);
    await rows().getByText('Company 7').waitFor();
    for (const text of ['company', 'plan', 'employees', 'newsletter', 'birthday', 'articles']) {
      await rows().first().getByText(text, { exact: true }).waitFor();
    }
    await rows().getByText('Jun 15, 1957').waitFor();
    await rows().getByText('Support', { exact: true }).waitFor();
    await panel.page.getByRole('button', { name: 'Choose columns' }).click();
    await panel.page.getByRole('checkbox', { name: 'company' }).click();
    await rows().getByText('Company 7').waitFor({ state: 'detached' });
    await panel.page.getByRole('button', { name: 'Reset' }).click();
    await pressEscape(panel.page);
    await rows().getByText('Company 7').waitFor();
  });

  it('filters the list by fields of several types and by the role', async () => {
    await panel.open(LIST);
    await panel.page.getByRole('button', { name: 'Filters', exact: true }).click();
    const form = panel.page.getByRole('dialog', { name: 'Filters' });
    await form.getByRole('textbox', { name: 'company' }).fill('Company 4');
    await chooseOption(form.getByRole('combobox', { name: 'newsletter' }), 'Yes');
    await form.getByRole('spinbutton', { name: 'employees: at least' }).fill('100');
    await form.getByRole('combobox', { name: 'Role' }).click();
    await panel.page.getByRole('option', { name: 'Support' }).click();
    await panel.screenshot('fields-filters');
    await form.getByRole('button', { name: 'Apply' }).click();
    await user.main.getByText('2 users').waitFor();
    const tags = user.main.getByRole('group', { name: 'Active filters' });
    await tags.getByText('company: Company 4').waitFor();
    await tags.getByText('newsletter: Yes').waitFor();
    await tags.getByText('employees: at least 100').waitFor();
    await panel.page.reload();
    await user.main.getByText('2 users').waitFor();
    await tags.getByRole('button', { name: 'Remove filter “Role: Support”' }).click();
    await user.main.getByText('5 users').waitFor();
    await tags.getByRole('button', { name: 'Remove filter “newsletter: Yes”' }).click();
    await user.main.getByText('10 users').waitFor();
  });

  it('opens a link with a filter by a field that the site no longer has', async () => {
    await panel.open(`${LIST}?filters[account_fields][gone][$eq]=x&_q=earlier-7@`);
    await rows().getByText('Company 7').waitFor();
  });

  it.each([
    ['light', DESKTOP],
    ['dark', DESKTOP],
    ['light', PHONE],
  ] as const)('is readable and fits in the %s theme on a screen of %j', async (theme, size) => {
    const name = `fields-${theme}-${size.width}`;
    await panel.page.emulateMedia({ colorScheme: theme });
    await panel.page.setViewportSize(size);
    await panel.open(`${LIST}?_q=earlier`);
    await rows().getByText('Company 7').first().waitFor();
    await panel.screenshot(`${name}-list`);
    await user.open(await idOf('earlier-7@example.com'));
    await section().getByText('DE-1007').waitFor();
    await panel.screenshot(`${name}-details`);
    expect(await getViolations(panel.page)).toEqual([]);
    expect(await getOverflowingElements(section())).toEqual([]);
    await press('Edit account fields');
    await input('company').waitFor();
    await panel.screenshot(`${name}-edit`);
    expect(await getOverflowingElements(section())).toEqual([]);
    await panel.page.setViewportSize(DESKTOP);
    await panel.page.emulateMedia({ colorScheme: 'light' });
  });

  it('changes fields, and shows problems of the server at their fields', async () => {
    const ends = { trial_ends: '2030-01-31T10:20:30.500Z' };
    await mustCall(app, 'PUT', `/users/${await idOf('earlier-20@example.com')}`, {
      data: { account_fields: ends },
    });
    const id = await openEditor('earlier-20@example.com');
    await section()
      .getByRole('group', { name: 'trial_ends' })
      .getByRole('combobox')
      .first()
      .focus();
    await panel.page.keyboard.press('Tab');
    expect(await section().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await input('company').fill('A');
    await input('vat_id').fill('DE-1021');
    await press('Save');
    await section().getByText('must be at least 2 characters').waitFor();
    await section().getByText('This attribute must be unique').waitFor();
    expect(await input('company').getAttribute('aria-invalid')).toBe('true');
    await input('company').fill('');
    await press('Save');
    await section().getByText('This field is required.').waitFor();

    await input('company').fill('Größe & Söhne');
    await input('vat_id').fill('');
    await chooseOption(section().getByRole('combobox', { name: 'plan' }), 'free');
    await input('bio').fill('Two\nlines');
    await section().getByLabel('employees').fill('42');
    await section().getByRole('checkbox', { name: 'newsletter' }).uncheck();
    await section().getByRole('combobox', { name: 'birthday' }).fill('02/29/2000');
    await section().getByRole('combobox', { name: 'birthday' }).press('Tab');
    await press('Save');
    await user.waitForNotification('The account fields were saved.');
    await section().getByText('Größe & Söhne').waitFor();
    await section().getByText('Feb 29, 2000').waitFor();
    expect(await findAccount(app, 'earlier-20@example.com')).toMatchObject({
      company: 'Größe & Söhne',
      vat_id: null,
      plan: 'free',
      bio: 'Two\nlines',
      employees: 42,
      newsletter: false,
      birthday: '2000-02-29',
      budget: 5,
    });
    const { body } = await callAdmin(app, 'GET', `/users/${id}?account_fields=company`);
    expect(body.data.account_fields).toEqual({ company: 'Größe & Söhne' });
    const account = await callAdmin(app, 'GET', `/users/${id}?account_fields=trial_ends`);
    expect(account.body.data.account_fields).toEqual(ends);

    await user.main.getByRole('button', { name: 'Change role' }).click();
    await user.dialog.getByText(/^Current role of .*: Partner\./).waitFor();
    await chooseOption(user.dialog.getByRole('combobox', { name: 'Role' }), 'Support');
    await user.press('Save');
    await user.waitForClose();
    await user.main.getByRole('definition').getByText('Support').waitFor();
    await panel.open(userRoute(id, 'history'));
    await user.waitForText('Partner → Support');
  });

  it('shows filled media, relations, components and JSON, and changes the JSON', async () => {
    const email = 'earlier-30@example.com';
    const id = await idOf(email);
    await fillRelated(app, email, 7);
    await mustCall(app, 'PUT', `/users/${id}`, {
      data: { account_fields: { settings: { theme: 'light' } } },
    });
    await user.open(id);
    const fact = (name: string) =>
      section().locator('dt').getByText(name, { exact: true }).locator('xpath=ancestor::div[1]');
    await fact('avatar').getByText('ada.png').waitFor();
    await fact('address').getByText('"city": "Rome"').waitFor();
    expect(await section().innerText()).not.toContain('secret-');
    await fact('articles').getByText('and 2 more').waitFor();
    await panel.screenshot('fields-related');
    const links = fact('articles').getByRole('link');
    expect(await links.allInnerTexts()).toEqual([0, 1, 2, 3, 4].map((n) => `Article ${n}`));
    expect(await links.first().getAttribute('href')).toMatch(
      /\/content-manager\/collection-types\/api::article\.article\/articleearlier30examplecom0$/
    );

    await press('Edit account fields');
    await input('settings').focus();
    await panel.page.keyboard.press('ControlOrMeta+A');
    await panel.page.keyboard.insertText('{"theme": "dark", "beta": true}');
    await press('Save');
    await user.waitForNotification('The account fields were saved.');
    await fact('settings').getByText('"beta": true').waitFor();
    expect(await findAccount(app, email)).toMatchObject({
      settings: { theme: 'dark', beta: true },
    });
    await fact('avatar').getByText('ada.png').waitFor();
  });

  it('keeps the edited values after a conflict, and offers both versions', async () => {
    const id = await openEditor('earlier-21@example.com');
    const saveElsewhere = (fields: object) =>
      mustCall(app, 'PUT', `/users/${id}`, { data: { account_fields: fields } });
    await saveElsewhere({ bio: 'not edited here' });
    await input('company').fill('Mine');
    await press('Save');
    await user.waitForNotification('The account fields were saved.');

    await openEditor('earlier-21@example.com');
    await saveElsewhere({ company: 'Theirs' });
    await input('company').fill('Mine again');
    await press('Save');
    await section()
      .getByText('Someone else changed these fields while you were editing.')
      .waitFor();
    expect(await input('company').inputValue()).toBe('Mine again');
    await panel.screenshot('fields-conflict');
    await press('Use their version');
    await waitForEqual(() => input('company').inputValue(), 'Theirs');
    await press('Cancel');
    await section().getByText('not edited here').waitFor();
  });

  it('shows the fields in Raw JSON', async () => {
    await user.open(await idOf('earlier-30@example.com'), 'details');
    await panel.page.getByRole('link', { name: 'Raw JSON' }).click();
    await user.main.getByText('account_fields').waitFor();
  });

  it('creates a user with the required fields', async () => {
    const email = newEmail();
    await panel.open(LIST);
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    const dialog = panel.page.getByRole('dialog').first();
    await dialog.getByRole('textbox', { name: 'company', exact: true }).fill('New company');
    await dialog.getByRole('textbox', { name: 'Email', exact: true }).fill(email);
    for (const name of ['password', 'repeat']) {
      await dialog.locator(`input[name="${name}"]`).fill(PASSWORD);
    }
    await chooseOption(dialog.getByRole('combobox', { name: 'plan' }), 'pro');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await panel.page.getByRole('heading', { name: email }).waitFor();
    await section().getByText('New company').waitFor();
  });

  it('offers no change to an administrator who may only read', async () => {
    await panel.as(await createAdminUser(app, READ_ONLY), async (reader) => {
      const page = userPage(reader);
      await page.open(await idOf('earlier-7@example.com'));
      await page.main.getByText('DE-1007').waitFor();
      expect(await page.main.getByRole('button', { name: 'Edit account fields' }).count()).toBe(0);
      expect(await page.main.getByRole('link', { name: 'Open in Content Manager' }).count()).toBe(
        0
      );
    });
  });

  it('causes no errors in the browser', () => {
    expect(panel.complaints().filter((text) => !/status of (400|409)/.test(text))).toEqual([]);
  });
});

describe('a user of a site with 80 fields, in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;

  beforeAll(async () => {
    app = await startStrapi({ panel: true, ...earlierSite({}, { extraFields: 60 }) });
    await createEarlierUsers(app, 8);
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it.each([DESKTOP, PHONE])('fits a screen of %j and can be edited', async (size) => {
    await panel.page.setViewportSize(size);
    const { data } = await mustCall(app, 'GET', '/users?_q=earlier-7@');
    await user.open(data[0].documentId);
    const section = user.main.getByRole('region', { name: 'Account fields' });
    await section.getByText('extra_field_with_a_long_name_59').waitFor();
    await panel.screenshot(`many-fields-${size.width}`);
    expect(await getOverflowingElements(section)).toEqual([]);
    await section.getByRole('button', { name: 'Edit account fields', exact: true }).click();
    const last = section.getByRole('textbox', { name: 'extra_field_with_a_long_name_56' });
    await last.fill(`Width ${size.width}`);
    expect(await getOverflowingElements(section)).toEqual([]);
    await section.getByRole('button', { name: 'Save', exact: true }).click();
    await section.getByText(`Width ${size.width}`).waitFor();
  });
});
