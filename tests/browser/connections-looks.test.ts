import type { Locator } from 'playwright-core';

import { mustCall } from '../support/admin-api';
import { connectionPages, type ConnectionPages } from '../support/connection-pages';
import { createConnection } from '../support/connections';
import { dimTexts, nameless, overflowing } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { ADDRESS, SAMPLE_STRATEGY } from '../support/sample-connections';
import { startStrapi, type TestStrapi } from '../support/strapi';

const PASSWORD = 'correct-Horse-7';
const LONG = 'Averylongnamewithoutanyblank'.repeat(4);
const STRATEGIES = ['database', 'web-service', 'email', 'oidc', 'sample'];

/** Contrast does not depend on the width, nor what has room on the theme: two views tell all four. */
const VIEWS = [
  ['light', 1440],
  ['dark', 900],
] as const;

describe('the pages of connections', () => {
  let app: TestStrapi;
  let panel: Panel;
  let pages: ConnectionPages;

  beforeAll(async () => {
    app = await startStrapi({ panel: true, env: SAMPLE_STRATEGY });
    const make = (name: string, strategy: string, options: object) =>
      createConnection(app, { name, strategy, options });
    await make('members', 'database', { requires_username: true });
    await make('former', 'database', { reset_url: `https://example.com/${'reset/'.repeat(50)}` });
    await make('staff', 'oidc', {
      issuer: 'http://127.0.0.1:9/',
      client_id: 'sample',
      client_secret: 'sample',
      redirect_urls: ['https://shop.example.com/signed-in'],
    });
    await make('codes', 'email', {});
    await make('sample', 'sample', { address: ADDRESS, headers: { Accept: 'text/plain' } });
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

  describe.each(VIEWS)('%s and %i wide', (colorScheme, width) => {
    beforeAll(async () => {
      await panel.page.emulateMedia({ colorScheme });
      await panel.page.setViewportSize({ width, height: 1000 });
    });

    const look = async (name: string, at: Locator) => {
      await panel.screenshot(`looks-${name}-${colorScheme}-${width}`);
      expect({
        name,
        dim: await dimTexts(at),
        overflowing: await overflowing(at),
        nameless: await nameless(at),
      }).toEqual({ name, dim: [], overflowing: [], nameless: [] });
    };

    it('shows the list, and what can be made', async () => {
      await pages.open();
      await pages.row('staff').waitFor();
      await look('list', pages.main);
      await panel.open('/plugins/user-profile/new-connection');
      await pages.see('OpenID Connect');
      await look('choice', pages.main);
    });

    it('shows the form of each strategy, with its errors', async () => {
      for (const strategy of STRATEGIES) {
        await panel.open(`/plugins/user-profile/new-connection/${strategy}`);
        await pages.button('Create').click();
        await pages.see('This field is required.');
        await look(`form-${strategy}`, pages.main);
      }
    });

    it('shows one, its editor, and what came of a test', async () => {
      for (const name of ['former', 'staff', 'codes', 'local']) {
        await pages.open(name);
        await pages.see('Login');
        await look(`page-${name}`, pages.main);
      }
      await pages.open('staff');
      await pages.test('The connection doesn’t work.');
      await pages.button('Edit').click();
      await pages.button('Remove: Client secret').click();
      await look('editor-staff', pages.main);
      await pages.openEditor('sample');
      await look('editor-sample', pages.main);
    });

    it('shows what is asked before one is disabled or deleted', async () => {
      await pages.open('former');
      await pages.main.getByRole('switch').click();
      await pages.dialog.getByText('can no longer log in').waitFor();
      await look('disable', pages.dialog);
      await pages.open('former');
      await pages.button('Delete').click();
      await pages.dialog.getByRole('combobox', { name: 'Move them to' }).waitFor();
      await look('delete-move', pages.dialog);
      await pages.dialog.getByRole('radio', { name: 'Detach them from this connection' }).click();
      await pages.dialog.getByRole('textbox').waitFor();
      await look('delete-lose', pages.dialog);
      await pages.open('staff');
      await pages.button('Delete').click();
      await pages.dialog.getByText('No users log in with it.').waitFor();
      await look('delete', pages.dialog);
    });

    it('shows the dialog that creates a user', async () => {
      await panel.open('/plugins/user-profile');
      await panel.page.getByRole('button', { name: 'Create User' }).click();
      await pages.choose('Connection', 'members');
      await pages.dialog.locator('input[name="password"]').fill('abc');
      await pages.dialog.getByRole('button', { name: 'Create' }).click();
      await pages.dialog.getByText('The password does not meet the rules.').waitFor();
      await look('create-user', pages.dialog);
    });
  });
});
