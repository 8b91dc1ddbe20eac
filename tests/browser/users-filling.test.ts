import { registerAccount } from '../support/accounts';
import { UIDS } from '../support/database';
import { openPanel, type Panel } from '../support/panel';
import { reconcile } from '../support/profiles';
import { startStrapi, type TestStrapi } from '../support/strapi';

const HOUR_MS = 3_600_000;

describe('during the first sync of a site', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({
      panel: true,
      env: { USER_PROFILE_CONFIG: '{"reconcile":{"onStart":false,"schedule":"0 0 0 1 1 *"}}' },
    });
    panel = await openPanel(app, await app.createAdmin());
    await registerAccount(app);
    await reconcile(app);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  /** Stores the progress of a sync as another instance would. */
  const setProgress = (done: number | null) =>
    app.database.update(
      UIDS.job,
      { name: 'reconcile' },
      done === null
        ? { state: { accounts_at: Date.now() }, lease_until: null }
        : {
            state: {
              account: done,
              progress: { step: 'accounts', done, total: 1_000_000, per_second: 5400 },
            },
            lease_until: new Date(Date.now() + HOUR_MS),
          }
    );

  const note = () => panel.page.getByRole('main').getByRole('note');

  it('the user list says how far it is, until it is complete', async () => {
    await setProgress(350_000);
    await panel.open('/plugins/user-profile');
    await note().getByText('This list is still filling.').waitFor();
    expect((await note().innerText()).split('\n').filter(Boolean)).toEqual([
      'This list is still filling.',
      '350,000 of 1,000,000 accounts, 5,400 per second',
      'About 2 minutes left',
    ]);
    expect(await note().getByRole('progressbar').getAttribute('aria-valuenow')).toBe('35');
    await panel.screenshot('users-filling');
    await panel.page.getByRole('main').getByText('1 user', { exact: true }).waitFor();
    await registerAccount(app);
    await reconcile(app);
    await setProgress(990_000);
    await note().getByText('Less than a minute left').waitFor();
    await setProgress(null);
    await note().waitFor({ state: 'detached' });
    await panel.page.getByRole('row').nth(2).waitFor();
    await panel.page.getByRole('main').getByText('2 users', { exact: true }).waitFor();
  });

  it('the Connections page shows the progress of later syncs too', async () => {
    await panel.open('/plugins/user-profile/connections');
    await panel.page.getByRole('button', { name: 'Sync with Users & Permissions' }).waitFor();
    expect(await note().count()).toBe(0);
    await setProgress(500_000);
    await app.database.update(
      UIDS.job,
      { name: 'reconcile' },
      {
        state: {
          accounts_at: Date.now(),
          progress: { step: 'users', done: 1, total: 4, per_second: 0 },
        },
      }
    );
    await panel.page.reload();
    await note().getByText('Syncing with Users & Permissions').waitFor();
    await note().getByText('1 of 4 users, 0 per second').waitFor();
  });
});
