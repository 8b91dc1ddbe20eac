import { getViolationsInThemes } from '../support/axe';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { chooseOption, openPanel, type Panel } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPage } from '../support/user-page';
import { waitForEqual } from '../support/wait';

const BADGE = 'Deletion requested';

describe('a user who requested deletion', () => {
  let app: TestStrapi;
  let panel: Panel;
  let idOf: (name: string) => string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    idOf = await createPeople(app, ['Acacia Sample', 'Birch Sample']);
    const { body } = await logIn(app, { identifier: emailOf('Acacia Sample') });
    const asked = await app.request('POST', '/api/user-profile/me/erasure-request', {
      token: body.jwt,
      body: { data: { confirm: true, current_password: PASSWORD } },
    });
    expect(asked.status).toBe(200);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = () => panel.page.getByRole('main');
  const row = (name: string) => panel.page.getByRole('row').filter({ hasText: name });

  it('is marked in the user list, which has a filter for such users', async () => {
    await panel.open('/plugins/user-profile');
    await row('Acacia Sample').getByText(BADGE).waitFor();
    expect(await row('Birch Sample').getByText(BADGE).count()).toBe(0);

    await main().getByRole('button', { name: 'Filters' }).click();
    await chooseOption(panel.page.getByRole('combobox', { name: BADGE }), 'Yes');
    await panel.page.getByRole('button', { name: 'Apply' }).click();
    await waitForEqual(() => main().locator('tbody tr a').allInnerTexts(), ['Acacia Sample']);
    await main().getByText(`${BADGE}: Yes`).first().waitFor();
  });

  it('is marked in the details and in the history', async () => {
    const user = userPage(panel);
    await user.open(idOf('Acacia Sample'));
    await user.waitForText('Deletion requested');
    await user.waitForText(BADGE);
    await panel.screenshot('user-erasure');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await panel.page.getByRole('link', { name: 'History', exact: true }).click();
    await user.waitForText('Deletion requested');
    await user.waitForText('by the user');
  });

  it('starts the deletion from the list with the history to be erased', async () => {
    const dialog = panel.page.getByRole('dialog');
    const erase = dialog.getByRole('radio', { name: 'Erase history' });
    const select = (name: string) =>
      main()
        .getByRole('checkbox', { name: `Select ${name}` })
        .click();
    const openDialog = async () => {
      await main().getByRole('button', { name: 'Delete', exact: true }).click();
      await erase.waitFor();
    };

    await panel.open('/plugins/user-profile');
    await select('Acacia Sample');
    await openDialog();
    expect(await erase.isChecked()).toBe(true);
    await dialog.getByText('The user requested deletion.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    // Not all of them requested it.
    await select('Birch Sample');
    await openDialog();
    expect(await erase.isChecked()).toBe(false);
  });

  it('can be deleted with the history from the header', async () => {
    const user = userPage(panel);
    const id = idOf('Acacia Sample');
    await user.open(id);
    await main().getByRole('listitem').getByRole('button', { name: 'Delete user' }).click();
    await user.dialog.waitFor();
    expect(await user.dialog.getByRole('radio', { name: 'Erase history' }).isChecked()).toBe(true);
    await user.dialog.getByRole('textbox').fill('acacia.sample@example.test');
    await user.press('Delete user');
    await waitForEqual(() => app.database.count(UIDS.user, { document_id: id }), 0);
    await waitForEqual(() => app.database.count(UIDS.event, { profile: id }), 0);
    expect(panel.complaints()).toEqual([]);
  });

  it('is no longer marked once the request is withdrawn', async () => {
    const { body } = await logIn(app, { identifier: emailOf('Birch Sample') });
    const send = (method: string, data?: object) =>
      app.request(method, '/api/user-profile/me/erasure-request', {
        token: body.jwt,
        body: data && { data },
      });
    await send('POST', { confirm: true, current_password: PASSWORD });
    await send('DELETE');
    const user = userPage(panel);
    await user.open(idOf('Birch Sample'));
    expect(await main().getByText(BADGE).count()).toBe(0);
  });
});
