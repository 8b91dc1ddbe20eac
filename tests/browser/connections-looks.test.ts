import type { Locator } from 'playwright-core';

import { mustCall } from '../support/admin-api';
import { getViolations, setTheme } from '../support/axe';
import {
  CONNECTIONS_PAGE,
  connectionPages,
  type ConnectionPages,
} from '../support/connection-pages';
import { createConnection } from '../support/connections';
import { getOverflowingElements } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { PASSWORD } from '../support/passwords';
import { SAMPLE_STRATEGY, SOURCE_URL } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';

const LONG = 'Averylongnamewithoutanyblank'.repeat(4);
const STRATEGIES = ['database', 'web-service', 'email', 'oidc', 'sample'];

/** Contrast does not depend on the width, and overflow does not depend on the theme: two views cover all four. */
const VIEWS = [
  ['light', 1440],
  ['dark', 900],
] as const;

describe('the connection pages', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;

  beforeAll(async () => {
    app = await startStrapi({ panel: true, env: SAMPLE_STRATEGY });
    const create = (name: string, strategy: string, options: object) =>
      createConnection(app, { name, strategy, options });
    await create('members', 'database', { requires_username: true });
    await create('former', 'database', { reset_url: `https://example.com/${'reset/'.repeat(50)}` });
    await create('staff', 'oidc', {
      issuer: 'http://127.0.0.1:9/',
      client_id: 'sample',
      client_secret: 'sample',
      redirect_urls: ['https://shop.example.com/signed-in'],
    });
    await create('codes', 'email', {});
    await create('sample', 'sample', { address: SOURCE_URL, headers: { Accept: 'text/plain' } });
    await mustCall(app, 'PUT', '/connections/former', { data: { display_name: LONG } });
    await mustCall(app, 'PUT', '/connections/codes', { data: { enabled: false } });
    for (const connection of ['members', 'former']) {
      const email = `${connection}@example.test`;
      const username = connection === 'members' ? 'acacia' : undefined;
      await mustCall(app, 'POST', '/users', {
        data: { connection, email, password: PASSWORD, username },
      });
    }
    panel = await openPanel(app, await app.createAdmin());
    pages = connectionPages(panel);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const expectReadable = async (name: string, at: Locator) => {
    for (const [colorScheme, width] of VIEWS) {
      await panel.page.setViewportSize({ width, height: 1000 });
      await setTheme(panel.page, colorScheme);
      await panel.screenshot(`looks-${name}-${colorScheme}-${width}`);
      expect({
        at: [name, colorScheme, width],
        violations: await getViolations(panel.page),
        overflowing: await getOverflowingElements(at),
      }).toEqual({ at: [name, colorScheme, width], violations: [], overflowing: [] });
    }
  };

  const waitForHeading = (name: string) =>
    pages.main.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  const closeDialog = async () => {
    await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
    await pages.dialog.waitFor({ state: 'detached' });
  };

  it('render the list and the strategy selection without layout defects', async () => {
    await pages.open();
    await pages.row('staff').waitFor();
    await expectReadable('list', pages.main);
    await panel.go('/plugins/user-profile/new-connection');
    await pages.waitForText('OpenID Connect');
    await expectReadable('choice', pages.main);
  });

  it.each(STRATEGIES)(
    'render the form of the strategy %s and its errors without layout defects',
    async (strategy) => {
      await panel.open(`/plugins/user-profile/new-connection/${strategy}`);
      await pages.button('Create').click();
      await pages.waitForText('This field is required.');
      await expectReadable(`form-${strategy}`, pages.main);
    }
  );

  it('render a connection, its editor and a test result without layout defects', async () => {
    await pages.open();
    for (const [name, heading] of [
      ['former', LONG],
      ['codes', 'codes'],
      ['local', 'Email and password'],
      ['staff', 'staff'],
    ]) {
      await panel.go(`${CONNECTIONS_PAGE}/${name}`);
      await waitForHeading(heading);
      await pages.waitForText('Login');
      await expectReadable(`page-${name}`, pages.main);
    }
    await pages.runTest('The connection doesn’t work.');
    await pages.button('Edit').click();
    await pages.button('Remove: Client secret').click();
    await expectReadable('editor-staff', pages.main);
    await pages.openEditor('sample');
    await expectReadable('editor-sample', pages.main);
  });

  it('render the disable and delete dialogs without layout defects', async () => {
    await pages.open('former');
    await pages.main.getByRole('switch').click();
    await pages.dialog.getByText('can no longer log in').waitFor();
    await expectReadable('disable', pages.dialog);
    await closeDialog();
    await pages.button('Delete').click();
    await pages.dialog.getByRole('combobox', { name: 'Move them to' }).waitFor();
    await expectReadable('delete-move', pages.dialog);
    await pages.dialog.getByRole('radio', { name: 'Detach them from this connection' }).click();
    await pages.dialog.getByRole('textbox').waitFor();
    await expectReadable('delete-lose', pages.dialog);
    await closeDialog();
    await panel.go(`${CONNECTIONS_PAGE}/staff`);
    await waitForHeading('staff');
    await pages.button('Delete').click();
    await pages.dialog.getByText('No users log in with it.').waitFor();
    await expectReadable('delete', pages.dialog);
  });

  it('render the Create User dialog without layout defects', async () => {
    await panel.open('/plugins/user-profile');
    await panel.page.getByRole('button', { name: 'Create User' }).click();
    await pages.choose('Connection', 'members');
    await pages.dialog.locator('input[name="password"]').fill('abc');
    await pages.dialog.getByRole('button', { name: 'Create' }).click();
    await pages.dialog.getByText('The password doesn’t meet the rules.').waitFor();
    await expectReadable('create-user', pages.dialog);
  });
});
