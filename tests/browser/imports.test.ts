import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes } from '../support/axe';
import { UIDS } from '../support/database';
import { IMPORTS } from '../support/import-pages';
import { chooseOption, openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { waitForEqual } from '../support/wait';
import { holdResponses } from '../support/waiting';

const LIST = '/plugins/user-profile';
const MAX_BYTES = 100 * 1024;

const PEOPLE = [
  'Email,Full name,Plan',
  'acacia@sample.example.com,Acacia Sample,gold',
  'birch@sample.example.com,Birch Sample,free',
  'no email address,Cedar Sample,free',
].join('\n');

/** How a test chooses a file. */
const fileOf = (content: string | Buffer, name = 'people.csv') => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

describe('an import in the panel', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'imports-'));
    const config = { imports: { directory, maxBytes: MAX_BYTES } };
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

  afterEach(() => panel.page.unrouteAll({ behavior: 'ignoreErrors' }));

  const main = () => panel.page.getByRole('main');
  const button = (name: string) => main().getByRole('button', { name, exact: true });
  const chooseFile = (file: ReturnType<typeof fileOf>) =>
    main().locator('input[type="file"]').setInputFiles(file);
  const waitForText = (text: string | RegExp) => main().getByText(text).first().waitFor();
  const isUpload = ({ pathname }: URL) => pathname === '/user-profile/imports';

  const openImports = async () => {
    await panel.open(IMPORTS);
    await waitForText('At most 100 kB');
  };

  const chooseConnection = () =>
    chooseOption(main().getByRole('combobox', { name: 'Connection' }), 'Email and password');

  const countOf = (name: string) =>
    main()
      .locator('dt', { hasText: name })
      .locator('xpath=following-sibling::dd')
      .first()
      .innerText();

  it('begins on the list of users, with the size limit and no imports', async () => {
    await panel.open(LIST);
    await main().getByRole('link', { name: 'Import', exact: true }).click();
    await waitForText('At most 100 kB');
    await waitForText('No imports yet.');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await panel.page.emulateMedia({ colorScheme });
      for (const width of [1440, 360]) {
        await panel.page.setViewportSize({ width, height: 1000 });
        await panel.screenshot(`imports-${colorScheme}-${width}`);
      }
    }
    await panel.page.emulateMedia({ colorScheme: 'light' });
    await panel.page.setViewportSize({ width: 1440, height: 1000 });
  });

  it('says what is wrong with a file', async () => {
    await openImports();
    await chooseFile(fileOf('', 'empty.csv'));
    await main().getByRole('alert').getByText('empty.csv is empty.').waitFor();
    await chooseFile(fileOf(Buffer.alloc(MAX_BYTES + 1), 'large.csv'));
    await main().getByRole('alert').getByText('At most 100 kB can be uploaded').waitFor();
    await chooseFile(fileOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'image.png'));
    await main().getByRole('alert').getByText('Something went wrong').waitFor();
    await panel.screenshot('imports-error');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
  });

  it('says what failed if a proxy, the network or the permission ends the upload', async () => {
    await openImports();
    const failures = [
      { status: 413, body: '<html>413</html>', text: 'or a proxy in front of it' },
      { status: 403, body: '{"error":{"status":403}}', text: 'You don’t have permission' },
      { text: 'Can’t reach the server' },
    ];
    for (const { text, ...response } of failures) {
      await panel.page.route(isUpload, (route) =>
        route.request().method() === 'GET'
          ? route.fallback()
          : response.status
            ? route.fulfill(response)
            : route.abort()
      );
      await chooseFile(fileOf(PEOPLE));
      await main().getByRole('alert').getByText(text).waitFor();
      await panel.page.unrouteAll({ behavior: 'wait' });
    }
  });

  it('shows the upload, which can be cancelled', async () => {
    await openImports();
    await panel.page.route(isUpload, (route) =>
      route.request().method() === 'GET' ? route.fallback() : undefined
    );
    await chooseFile(fileOf(PEOPLE));
    await waitForText('Uploading people.csv');
    await main().getByRole('progressbar').waitFor();
    await panel.screenshot('imports-uploading');
    await button('Cancel').click();
    await button('Choose a file').waitFor();
    await waitForEqual(
      () => button('Choose a file').evaluate((element) => element === document.activeElement),
      true
    );
    expect(await main().getByRole('alert').count()).toBe(0);
  });

  it('asks before a link ends an upload', async () => {
    await openImports();
    await panel.page.route(isUpload, (route) =>
      route.request().method() === 'GET' ? route.fallback() : undefined
    );
    await chooseFile(fileOf(PEOPLE));
    await waitForText('Uploading people.csv');
    const dialog = panel.page.getByRole('alertdialog');
    const follow = () => main().getByRole('link', { name: 'Users', exact: true }).click();
    await follow();
    await dialog.getByText('people.csv is still being uploaded.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await waitForText('Uploading people.csv');
    await follow();
    await dialog.getByRole('button', { name: 'Leave page' }).click();
    await panel.page.waitForURL(({ pathname }) => pathname.endsWith(LIST));
    await main().getByRole('link', { name: 'Import', exact: true }).waitFor();
  });

  it('maps columns, tries, imports and reports', async () => {
    await openImports();
    await chooseFile(fileOf(PEOPLE));
    await main().getByRole('heading', { level: 1, name: 'people.csv' }).waitFor();
    // The connections are requested with the import, not after it.
    const held = await holdResponses(panel.page, /\d\/user-profile\/imports\//);
    const connections = panel.page.waitForRequest(/\d\/user-profile\/connections$/);
    await panel.page.reload();
    await connections;
    await held.release();
    expect(await main().getByRole('combobox', { name: 'Email', exact: true }).innerText()).toBe(
      'email'
    );
    await waitForText('acacia@sample.example.com');
    await chooseOption(main().getByRole('combobox', { name: 'Plan' }), 'user_metadata.Plan');
    await chooseConnection();
    await panel.screenshot('import-csv');
    await button('Dry run').click();
    await waitForText('Nothing was changed. An import would have this result.');
    expect(await countOf('Created')).toBe('2');
    expect(await countOf('Failed')).toBe('1');
    expect(await app.database.count(UIDS.user)).toBe(0);

    await main().getByRole('row').filter({ hasText: 'email' }).first().waitFor();
    const downloading = panel.page.waitForEvent('download');
    await button('Download report').click();
    const report = fs
      .readFileSync(await (await downloading).path(), 'utf8')
      .trim()
      .split('\n');
    expect(report).toHaveLength(2);
    expect(report[0]).toContain('line,field,code,reason');

    await button('Import users').click();
    await waitForText('The import is done');
    expect(await countOf('Created')).toBe('2');
    await panel.page.reload();
    await waitForText('The import is done');
    await panel.screenshot('import-done');
    const rows = await app.database.rows(UIDS.user, { email: 'acacia@sample.example.com' });
    expect(rows).toHaveLength(1);
    await main().getByRole('link', { name: 'Show all users' }).click();
    await waitForText('Acacia Sample');
  });

  it('remembers the mapping for the same columns, and takes a file that is dropped', async () => {
    await openImports();
    const data = await panel.page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], 'more.csv'));
      return transfer;
    }, PEOPLE);
    await main().getByText('Drag a file here').dispatchEvent('drop', { dataTransfer: data });
    await main().getByRole('heading', { level: 1, name: 'more.csv' }).waitFor();
    expect(await main().getByRole('combobox', { name: 'Plan' }).innerText()).toBe(
      'user_metadata.Plan'
    );
  });

  it('works with the keyboard alone', async () => {
    await openImports();
    const choosing = panel.page.waitForEvent('filechooser');
    await button('Choose a file').focus();
    await panel.page.keyboard.press('Enter');
    await (await choosing).setFiles(fileOf(PEOPLE, 'keys.csv'));
    const heading = main().getByRole('heading', { level: 1, name: 'keys.csv' });
    await waitForEqual(
      () => heading.evaluate((element) => element === document.activeElement),
      true
    );
    await main().getByRole('combobox', { name: 'Connection' }).focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('option', { name: 'Email and password' }).press('Enter');
    for (let tabs = 0; tabs < 10; tabs += 1) {
      await panel.page.keyboard.press('Tab');
      if (await button('Dry run').evaluate((element) => element === document.activeElement)) {
        break;
      }
    }
    await panel.page.keyboard.press('Enter');
    await waitForText('Nothing was changed.');
    await waitForEqual(
      () => heading.evaluate((element) => element === document.activeElement),
      true
    );
  });

  it('is listed with its result, and can be deleted', async () => {
    await openImports();
    const row = main().getByRole('row').filter({ hasText: 'keys.csv' });
    await row.getByText('Dry run done').waitFor();
    const waiting = main().getByRole('row').filter({ hasText: 'Not started' }).first();
    expect(await waiting.locator('td').nth(3).innerText()).toBe('–');
    await panel.screenshot('imports-recent');
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await row.getByRole('button', { name: 'Delete the import of keys.csv' }).click();
    const dialog = panel.page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    await main().getByRole('row').filter({ hasText: 'people.csv' }).getByText('Done').waitFor();
  });

  it('is not offered without the permission', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
    await panel.as(reader, async (other) => {
      await other.open(LIST);
      await other.page.getByRole('row').nth(1).waitFor();
      expect(await other.page.getByRole('link', { name: 'Import', exact: true }).count()).toBe(0);
      await other.open(IMPORTS);
      await other.page.getByText('You don’t have permission').waitFor();
      expect(other.complaints()).toEqual([]);
    });
  });

  it('is where the menu leads an admin who may do nothing else, and takes a file', async () => {
    await panel.as(await createAdminUser(app, [ADMIN_ACTIONS.importUsers]), async (other) => {
      await other.open('/');
      await other.page.getByRole('link', { name: 'User Profiles' }).click();
      await other.page.getByText('At most 100 kB').waitFor();
      await other.page.locator('input[type="file"]').setInputFiles(fileOf(PEOPLE, 'theirs.csv'));
      await other.page.getByRole('heading', { level: 1, name: 'theirs.csv' }).waitFor();
      await other.page.getByText('acacia@sample.example.com').first().waitFor();
      expect(other.complaints()).toEqual([]);
    });
  });
});
