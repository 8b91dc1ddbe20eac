import fs from 'node:fs';

import { CHROME_ON_MACOS, LONDON_IP, newCredentials, registerAccount } from '../support/accounts';
import { logIn } from '../support/logins';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';

/** One login over HTTP must appear in every tab of the user. */
describe('a login in the panel', () => {
  const credentials = newCredentials({ username: 'maple', email: 'maple@example.test' });
  const headers = { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP };

  let app: TestStrapi;
  let panel: Panel;
  let documentId: string;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    await registerAccount(app, credentials, headers);
    const response = await logIn(
      app,
      { identifier: credentials.email, password: credentials.password },
      headers
    );
    expect(response.status).toBe(200);

    const users = await app.request('GET', '/user-profile/users', { token: admin.token });
    documentId = users.body.data[0].documentId;
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const openTab = (tab: string) => panel.open(`/plugins/user-profile/users/${documentId}/${tab}`);

  const waitForText = (text: string | RegExp) =>
    panel.page.getByRole('main').getByText(text).first().waitFor({ state: 'visible' });

  /** Waits for a row that contains all texts. */
  const waitForRow = async (...texts: (string | RegExp)[]) => {
    const row = texts.reduce(
      (rows, text) => rows.filter({ hasText: text }),
      panel.page.getByRole('row')
    );
    await row.first().waitFor({ state: 'visible' });
  };

  it('shows its user in the list that the menu opens', async () => {
    await panel.open('/');
    await panel.page.getByRole('link', { name: 'User Profiles' }).first().click();
    await waitForRow(credentials.email);
    await panel.screenshot('users');

    await panel.page.getByRole('link', { name: credentials.email }).first().click();
    await panel.page.waitForURL(new RegExp(`/users/${documentId}`));
  });

  it('is the latest login in the Details tab', async () => {
    await openTab('details');
    await waitForText(/London/);
    await waitForText(/Chrome/);
    await panel.screenshot('user-details');
  });

  it('adds a device to the Devices tab', async () => {
    await openTab('devices');
    await waitForRow('Chrome on macOS', LONDON_IP, 'London');
    await panel.screenshot('user-devices');
  });

  it('adds an event to the History tab', async () => {
    await openTab('history');
    await waitForRow('Logged in', LONDON_IP, 'London');
    await waitForRow('Signed up');
    await panel.screenshot('user-history');
  });

  it('adds a place to the map and the table of the Locations tab', async () => {
    await openTab('locations');
    await waitForRow('London');
    await panel.page.locator('.leaflet-container').waitFor({ state: 'visible' });
    await panel.screenshot('user-locations');
  });

  it('appears in the Raw JSON tab as REST returns it', async () => {
    await openTab('raw-json');
    await waitForText(/"last_ip"/);
    await waitForText(new RegExp(LONDON_IP.replaceAll('.', '\\.')));
    await panel.screenshot('user-raw-json');

    const downloading = panel.page.waitForEvent('download');
    await panel.page.getByRole('button', { name: 'Download' }).click();
    const file = await (await downloading).path();
    const response = await app.request('GET', `/user-profile/users/${documentId}`, {
      token: await app.adminToken(),
    });
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(response.body.data);
  });

  it('can be collapsed in the Raw JSON tab by keyboard', async () => {
    const identities = panel.page.locator('summary').filter({ hasText: '"identities"' });
    const connection = panel.page.getByText('"connection"');
    await identities.focus();
    await panel.page.keyboard.press('Enter');
    await connection.waitFor({ state: 'hidden' });
    await panel.page.keyboard.press('Enter');
    await connection.waitFor({ state: 'visible' });
  });

  it('causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });
});
