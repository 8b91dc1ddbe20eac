import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { logIn } from '../support/logins';
import { openPanel, type Panel } from '../support/panel';
import { createPeople, emailOf } from '../support/people';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPath } from '../support/users';

const LIST = '/plugins/user-profile';

describe('the saved views', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    const idOf = await createPeople(app, ['Acacia Sample', 'Alder Sample']);
    await mustCall(app, 'POST', userPath(idOf('Alder Sample'), '/block'));
    for (let i = 0; i < 10; i += 1) {
      await logIn(app, { identifier: emailOf('Acacia Sample'), password: 'wrong' });
    }
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const main = (of = panel) => of.page.getByRole('main');
  const popover = (of = panel) => of.page.getByRole('dialog', { name: 'Views' });
  const row = (name: string) => panel.page.getByRole('row').filter({ hasText: name });

  const openViews = async (path: string, of = panel) => {
    await of.open(path);
    await main(of).getByRole('row').nth(1).waitFor();
    await main(of).getByRole('button', { name: 'Views', exact: true }).click();
    await popover(of).waitFor();
  };

  const choose = async (name: string) => {
    await popover().getByRole('link', { name, exact: true }).click();
    await popover().waitFor({ state: 'detached' });
  };

  it('include presets for blocked and locked out users, users without a login and deletion requests', async () => {
    await openViews(LIST);
    await panel.screenshot('saved-views');
    await choose('Blocked');
    await row('Acacia Sample').waitFor({ state: 'detached' });
    await row('Alder Sample').waitFor();
    await openViews(LIST);
    await choose('Locked out');
    await row('Alder Sample').waitFor({ state: 'detached' });
    await row('Acacia Sample').waitFor();
    await main().getByText('Locked out: Yes').waitFor();
    await openViews(LIST);
    await choose('Never logged in');
    await main().getByText('2 users').waitFor();
    await openViews(LIST);
    await choose('Deletion requests');
    await main().getByText('No user matches these filters.').waitFor();
  });

  it('save search, filters and order under a name, without the page', async () => {
    await openViews(`${LIST}?_q=acacia&filters[blocked][$eq]=false&sort=name:DESC`);
    await popover().getByLabel('Save this view as').fill('Not blocked');
    await popover().getByRole('button', { name: 'Save view' }).click();
    await popover().getByRole('link', { name: 'Not blocked' }).waitFor();
    await openViews(LIST);
    await choose('Not blocked');
    await row('Alder Sample').waitFor({ state: 'detached' });
    const { searchParams } = new URL(panel.page.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      _q: 'acacia',
      'filters[blocked][$eq]': 'false',
      sort: 'name:DESC',
    });
  });

  it('follow the admin to another browser and are not those of the log', async () => {
    await panel.as(await app.createAdmin(), async (second) => {
      await openViews(LIST, second);
      await popover(second).getByRole('link', { name: 'Not blocked' }).waitFor();
      await openViews(`${LIST}/log`, second);
      await popover(second).getByRole('link', { name: 'Lockouts' }).waitFor();
      expect(await popover(second).getByRole('link', { name: 'Not blocked' }).count()).toBe(0);
    });
  });

  it('are not visible to other admins', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    await panel.as(reader, async (other) => {
      await openViews(LIST, other);
      expect(await popover(other).getByRole('link', { name: 'Not blocked' }).count()).toBe(0);
      expect(other.complaints()).toEqual([]);
    });
  });

  it('can be deleted', async () => {
    await openViews(LIST);
    await popover().getByRole('button', { name: 'Delete view “Not blocked”' }).click();
    await popover().getByRole('link', { name: 'Not blocked' }).waitFor({ state: 'detached' });
    expect(panel.complaints()).toEqual([]);
  });
});
