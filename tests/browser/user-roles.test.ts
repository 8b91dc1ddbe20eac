import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolations, inThemes } from '../support/axe';
import { UIDS } from '../support/database';
import { getOverflowingElements } from '../support/looks';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { createPeople } from '../support/people';
import { deleteRole, getRole } from '../support/roles';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { READ_ONLY, userPage, type UserPage, userRoute } from '../support/user-page';
import { getUser, userPath } from '../support/users';

const LIST = '/plugins/user-profile?sort=name:ASC';
const NAMES = ['Acacia Sample', 'Birch Sample', 'Cedar Sample'];
const ROLES = 60;

describe('roles in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: UserPage;
  let idOf: (name: string) => string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const numbers = Array.from({ length: ROLES }, (_, index) => String(index + 1).padStart(2, '0'));
    await app.database.insert(
      UIDS.role,
      numbers.map((n) => ({ document_id: `role${n}`, name: `Team ${n}`, type: `team${n}` }))
    );
    idOf = await createPeople(app, NAMES);
    panel = await openPanel(app, await app.createAdmin());
    user = userPage(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    for (const name of NAMES) {
      await mustCall(app, 'PUT', userPath(idOf(name), '/role'), {
        data: { role: 'authenticated' },
      });
    }
  });

  const roleOf = async (name: string) => (await getUser(app, idOf(name))).data.role?.name;
  const row = (name: string) => panel.page.getByRole('row').filter({ hasText: name });

  const searchRole = async (text: string) => {
    const select = user.dialog.getByRole('combobox', { name: 'Role' });
    await select.click();
    await select.fill('');
    await select.pressSequentially(text);
  };

  const chooseRole = async (text: string, role: string) => {
    await searchRole(text);
    await panel.page.getByRole('option', { name: role, exact: true }).click();
  };

  it('are searched and changed in Details, which shows the new role and its permissions', async () => {
    await user.open(idOf('Acacia Sample'));
    await user.main.getByRole('button', { name: 'Change role' }).click();
    await user.dialog.waitFor();
    await user.dialog.getByText('Current role of Acacia Sample: Authenticated.').waitFor();
    expect(await user.dialog.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
    await searchRole('team 4');
    await panel.page.getByRole('option').first().waitFor();
    expect(await panel.page.getByRole('option').count()).toBe(10);
    await panel.screenshot('role-dialog');
    await panel.page.getByRole('option', { name: 'Team 42', exact: true }).click();
    await user.press('Save');
    await user.waitForNotification('Acacia Sample now has the role Team 42.');
    await user.waitForClose();
    await user.main.getByRole('definition').getByText('Team 42').waitFor();
    expect(await roleOf('Acacia Sample')).toBe('Team 42');
    await panel.screenshot('role-details');
    await panel.open(userRoute(idOf('Acacia Sample'), 'history'));
    await user.waitForText('Authenticated → Team 42');
  });

  it('are changed from the Actions menu, and a role that was deleted is reported at the field', async () => {
    const role = await getRole(app, 'team07');
    await user.open(idOf('Birch Sample'));
    await user.choose('Change role');
    await chooseRole('07', 'Team 07');
    await deleteRole(app, role);
    await user.press('Save');
    await user.dialog.getByText(/^The role .* doesn’t exist or was deleted\.$/).waitFor();
    await chooseRole('08', 'Team 08');
    await user.press('Save');
    expect(await user.waitForClose()).toBe(true);
    expect(await roleOf('Birch Sample')).toBe('Team 08');
  });

  it('are changed in bulk, and shown, sorted and filtered in the list', async () => {
    await panel.open(LIST);
    for (const name of ['Acacia Sample', 'Cedar Sample']) {
      await user.main.getByRole('checkbox', { name: `Select ${name}` }).click();
    }
    await user.main.getByRole('button', { name: 'Change role' }).click();
    await user.dialog.getByText('Change the role of 2 users').waitFor();
    expect(await user.dialog.getByRole('button', { name: 'Change role' }).isEnabled()).toBe(false);
    await chooseRole('11', 'Team 11');
    await panel.screenshot('role-bulk');
    await user.press('Change role');
    await user.waitForNotification('Roles of 2 users changed');
    await row('Acacia Sample').getByText('Team 11').waitFor();
    await row('Birch Sample').getByText('Authenticated').waitFor();
    expect(await roleOf('Cedar Sample')).toBe('Team 11');
    await panel.screenshot('role-list');

    await user.main.getByRole('button', { name: 'Filters' }).click();
    await panel.page.getByRole('combobox', { name: 'Role' }).click();
    await panel.page.getByRole('option', { name: 'Team 11' }).click();
    await pressEscape(panel.page);
    await panel.screenshot('role-filter');
    await panel.page.getByRole('button', { name: 'Apply' }).click();
    await user.main.getByText('Role: Team 11').waitFor();
    await row('Birch Sample').waitFor({ state: 'detached' });
    expect(await panel.page.getByRole('row').count()).toBe(3);
  });

  it('are read-only for admins without the permission to assign them', async () => {
    const admin = await createAdminUser(app, READ_ONLY);
    await panel.as(admin, async (other) => {
      const page = userPage(other);
      await page.open(idOf('Acacia Sample'));
      await page.waitForText('Authenticated');
      expect(await page.main.getByRole('button', { name: 'Change role' }).count()).toBe(0);
      expect(await page.actionsButton.count()).toBe(0);
      expect(other.complaints()).toEqual([]);
    });
  });

  it('are readable in both themes', async () => {
    const { page } = panel;
    await user.open(idOf('Acacia Sample'));
    await inThemes(page, async (colorScheme) => {
      await panel.screenshot(`role-details-${colorScheme}`);
      expect({ colorScheme, found: await getViolations(page) }).toEqual({
        colorScheme,
        found: [],
      });
    });
    await user.choose('Change role');
    await inThemes(page, (colorScheme) => panel.screenshot(`role-dialog-${colorScheme}`));
    await user.press('Cancel');
    await user.dialog.waitFor({ state: 'detached' });
    await panel.go(LIST);
    await row('Acacia Sample').getByText('Authenticated').waitFor();
    await inThemes(page, (colorScheme) => panel.screenshot(`role-list-${colorScheme}`));
    expect(await getOverflowingElements(user.main)).toEqual([]);
  });
});
