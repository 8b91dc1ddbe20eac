import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import type { FindStatus } from '../../plugins/user-profile/shared/contracts/status';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes, setTheme } from '../support/axe';
import { getLowContrastTexts, getPageSize } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { waitForEqual } from '../support/wait';

const SETTINGS = '/settings/user-profile';

describe('the settings page', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    const config = { retention: { days: 90 } };
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: JSON.stringify(config) },
    });
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const section = (name: string) => panel.page.getByRole('region', { name, exact: true });

  const row = (of: string, name: string | RegExp) =>
    section(of).getByRole('row').filter({ hasText: name });

  const open = async () => {
    await panel.open(SETTINGS);
    await section('Status').waitFor();
  };

  it('is in the menu of the settings', async () => {
    await panel.open('/settings/application-infos');
    await panel.page.locator('a[href$="/settings/user-profile"]').click();

    const heading = panel.page.getByRole('heading', { level: 1, name: 'User Profiles' });
    await heading.waitFor();
    await waitForEqual(() => heading.evaluate((node) => node === document.activeElement), true);
  });

  it('shows the status and what config/plugins sets first', async () => {
    await open();

    expect(await section('Status').innerText()).toMatch(/Refresh tokens\./);
    const first = section('Configuration').getByRole('row').nth(1);
    expect(await first.innerText()).toMatch(/config\/plugins/i);
    expect(await row('Configuration', 'retention.days').innerText()).toMatch(
      /90\s+config\/plugins/i
    );
    expect(await section('Configuration').getByText('bruteForce.maxFailuresPerIp').count()).toBe(1);
  });

  it('syncs with Users & Permissions and lists the jobs', async () => {
    await open();
    await section('Jobs').getByRole('button', { name: 'Sync with Users & Permissions' }).click();

    await panel.page.getByText(/^Synced with Users & Permissions/).waitFor();
    await row('Jobs', 'Sync with Users & Permissions').getByText('Waiting').waitFor();
  });

  it('follows jobs, imports and bulk actions until they end', async () => {
    let running = true;
    await panel.page.route(
      ({ pathname }) => pathname === '/user-profile/status',
      async (route) => {
        const response = await route.fetch();
        const { data }: FindStatus.Response = await response.json();
        const jobs = data.jobs.map((job) =>
          job.name === 'reconcile' ? { ...job, running, progress: { done: 5, total: 9 } } : job
        );
        const tasks: FindStatus.Response['data']['tasks'] = [
          {
            id: 'people',
            name: 'import',
            running,
            progress: { done: 50, total: 101, estimated: true },
          },
          { id: 'block', name: 'bulk', running, progress: { done: 3, total: 7, estimated: false } },
        ];
        const status = { ...data, jobs, tasks: running ? tasks : [] };
        await route.fulfill({ response, json: { data: status } });
      }
    );
    await open();
    await row('Jobs', 'Import users').getByText('50 of about 101').waitFor();
    await row('Jobs', 'Bulk action').getByText('3 of 7').waitFor();
    const job = row('Jobs', 'Sync with Users & Permissions');
    await job.getByText('Running').waitFor();
    running = false;
    await job.getByText('Waiting').waitFor();
    expect(await row('Jobs', 'Import users').count()).toBe(0);
    await panel.page.unrouteAll({ behavior: 'wait' });
  });

  it('creates a webhook for events of the plugin', async () => {
    await open();
    await section('Webhooks').getByRole('button', { name: 'Add webhook' }).click();
    const dialog = panel.page.getByRole('dialog', { name: 'Add webhook' });
    await dialog.getByLabel('Name').fill('Security');
    await dialog.getByLabel('URL').fill('https://hooks.example.com/in');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Choose at least one event.').waitFor();

    await dialog.getByRole('checkbox', { name: 'A login failed' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();

    await row('Webhooks', 'user-profile.login.failure').getByText('Security').waitFor();
    const { data } = await mustCall<FindStatus.Response>(app, 'GET', '/status');
    expect(data.webhooks.subscribed).toEqual([
      expect.objectContaining({ name: 'Security', events: ['user-profile.login.failure'] }),
    ]);
  });

  it('reads well in both themes and on a phone', async () => {
    await open();
    const main = panel.page.locator('main').last();
    expect(await getViolationsInThemes(panel.page)).toEqual([]);

    for (const colorScheme of ['dark', 'light'] as const) {
      await setTheme(panel.page, colorScheme);
      expect(await getLowContrastTexts(main)).toEqual([]);
      await panel.screenshot(`settings-${colorScheme}`);
    }

    await panel.page.setViewportSize({ width: 360, height: 740 });
    await panel.screenshot('settings-phone');
    expect((await getPageSize(panel.page)).scrollWidth).toBeLessThanOrEqual(360);
    await panel.page.setViewportSize({ width: 1440, height: 1000 });
  });

  it('is hidden from roles without its permission', async () => {
    const admin = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    await panel.as(admin, async (other) => {
      await other.open(SETTINGS);

      await other.page.getByText(/^You don’t have permission to view this/).waitFor();
      expect(await other.page.getByText('retention.days').count()).toBe(0);
    });
  });

  it('raises no errors in the browser', () => {
    expect(panel.complaints()).toEqual([]);
  });
});
