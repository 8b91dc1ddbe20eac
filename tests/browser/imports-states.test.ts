import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes } from '../support/axe';
import { describeImport, importRoute, respondWithImport } from '../support/import-pages';
import { getOverflowingElements, getPageSize } from '../support/looks';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';

const COLUMNS = ['E-mail', 'Full name', 'Plan', 'Signed up'];

const UPLOADED = describeImport(
  {
    columns: COLUMNS,
    suggested_mapping: { 'E-mail': 'email', 'Full name': 'name', Plan: null, 'Signed up': null },
  },
  Array.from({ length: 20 }, (_, row) => ({
    line: row + 2,
    values: {
      'E-mail': `user-${row}@sample.example.com`,
      'Full name': `Sample ${row}`,
      Plan: 'gold',
      'Signed up': '2024-05-01',
    },
    problems: row === 3 ? [{ field: 'email', reason: 'is not an email address' }] : [],
  }))
);

const RUNNING = describeImport({
  status: 'running',
  options: { mode: 'merge', match_by: 'email', dry_run: false },
  counts: { read: 120_000, created: 119_000, updated: 0, unchanged: 0, skipped: 0, failed: 1000 },
  progress: 0.4,
  rate: 3200,
  seconds_left: 56 * 60,
  can_run: false,
});

const DRY_RUN = describeImport({
  status: 'done',
  options: { connection: 'local', mode: 'merge', match_by: 'email', dry_run: true },
  counts: {
    read: 300_000,
    created: 290_000,
    updated: 8000,
    unchanged: 999,
    skipped: 0,
    failed: 1001,
  },
  ignored_fields: { app_metadata: 12, multifactor: 3 },
  errors_stored: 1000,
  progress: 1,
});

/** The states that a small file passes too quickly; `imports.test.ts` imports files. */
describe('the page of an import', () => {
  let app: TestStrapi;
  let panel: Panel;
  let current = UPLOADED;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    await panel.page.setViewportSize({ width: 1440, height: 1000 });
    await respondWithImport(panel.page, () => current);
  });

  afterEach(() => panel.page.unrouteAll({ behavior: 'ignoreErrors' }));

  const main = () => panel.page.getByRole('main');
  const button = (name: string) => main().getByRole('button', { name, exact: true });

  const open = async (state: typeof UPLOADED, text: string) => {
    current = state;
    await panel.open(importRoute());
    await main().getByText(text).first().waitFor();
  };

  /** In both themes and at both widths; the pictures are for people. */
  const expectLooks = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await panel.page.emulateMedia({ colorScheme });
      for (const width of [1440, 360]) {
        await panel.page.setViewportSize({ width, height: 1000 });
        expect((await getPageSize(panel.page)).scrollWidth).toBeLessThanOrEqual(width);
        expect(await getOverflowingElements(main())).toEqual([]);
        await panel.screenshot(`${name}-${colorScheme}-${width}`);
      }
    }
    await panel.page.emulateMedia({ colorScheme: 'light' });
    await panel.page.setViewportSize({ width: 1440, height: 1000 });
    expect(await getViolationsInThemes(panel.page)).toEqual([]);
  };

  it('shows columns, preview and options of a file', async () => {
    await open(UPLOADED, 'Preview');
    await main().getByText('email: is not an email address').waitFor();
    await expectLooks('import-setup');
  });

  it('says that app_metadata can only be imported by the command', async () => {
    await open(describeImport({ format: 'auth0', has_app_metadata: true }), 'Preview');
    await main().getByText('can’t be imported here. Run npx strapi-user-profile import').waitFor();
    expect(await button('Dry run').isDisabled()).toBe(true);
    expect(await button('Import users').isDisabled()).toBe(true);
  });

  it('shows the progress, after a reload too', async () => {
    await open(RUNNING, '120,000 users read, 1,000 failed');
    await panel.page.reload();
    await main().getByText('3,200 users per second').waitFor();
    await main().getByText('About 56 minutes left').waitFor();
    expect(await main().getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
    await expectLooks('import-running');
  });

  it('says that the server cannot be reached, and goes on when it can', async () => {
    await open(RUNNING, '120,000 users read');
    await panel.page.unrouteAll({ behavior: 'wait' });
    await panel.page.route(
      ({ pathname }) => pathname.startsWith('/user-profile/imports/'),
      (route) => route.abort()
    );
    await main().getByRole('alert').getByText('Can’t reach the server').waitFor();
    await main().getByText('120,000 users read').waitFor();
    await panel.page.unrouteAll({ behavior: 'wait' });
    current = DRY_RUN;
    await respondWithImport(panel.page, () => current);
    await main().getByText('Result of the dry run').waitFor();
    expect(await main().getByRole('alert').count()).toBe(0);
  });

  it('shows what a dry run has found, with the first errors', async () => {
    await panel.page.route(/\/errors\?format=ndjson/, (route) =>
      route.fulfill({
        body: Array.from({ length: 1000 }, (_, row) =>
          JSON.stringify({ line: row + 2, field: 'email', reason: 'is not an email address' })
        ).join('\n'),
      })
    );
    await open(DRY_RUN, 'Nothing was changed.');
    await main().getByText('290,000').waitFor();
    await main().getByText('app_metadata (12) and multifactor (3)').waitFor();
    await main().getByRole('row').nth(10).waitFor();
    expect(await main().getByRole('row').count()).toBe(11);
    await expectLooks('import-dry-run');
  });

  it('says in the language of the admin why lines or the whole file are not imported', async () => {
    const problem = { field: 'email', reason: 'must be an email address', code: 'import_email' };
    const repeated = {
      ...{ field: 'user_id', reason: 'Line 1234 of the file has the same id' },
      ...{ code: 'import_repeated_id', params: { line: 1234 } },
    };
    await panel.page.route(/\/errors\?format=ndjson$/, (route) =>
      route.fulfill({ body: JSON.stringify({ line: 7, ...repeated }) })
    );
    await panel.openIn('de', '/');
    try {
      const rows = [{ line: 2, values: {}, problems: [problem, { ...problem, code: 'unknown' }] }];
      await open(describeImport({}, rows), 'email: Muss eine E-Mail-Adresse sein.');
      await main().getByText('email: must be an email address').waitFor();
      const connection = main().getByRole('combobox', { name: 'Verbindung' });
      expect(await connection.innerText()).toBe('E-Mail und Passwort');
      await open(DRY_RUN, 'Zeile 1.234 der Datei hat dieselbe ID.');
      const error = 'The file ends early, after 1234 users. Upload it again.';
      const why = { error, error_code: 'import_file_ended', error_params: { count: 1234 } };
      const failed = describeImport({ ...DRY_RUN.data, status: 'failed', ...why });
      await open(failed, 'Die Datei endet zu früh, nach 1.234 Benutzern.');
    } finally {
      await panel.openIn('en', '/');
    }
  });

  it('says why an import failed, and offers the options again', async () => {
    const error = 'The file ends in the middle of line 7';
    await open(describeImport({ ...DRY_RUN.data, status: 'failed', error }), error);
    await button('Change options').click();
    await main().getByText('Users who already exist').waitFor();
    expect(await main().getByRole('radio', { name: 'Merge' }).isChecked()).toBe(true);
  });

  it.each([
    ['with another result', { counts: { ...DRY_RUN.data.counts, created: 289_999, failed: 0 } }],
    [
      'for which the file is gone',
      { can_run: false, counts: { ...DRY_RUN.data.counts, failed: 0 } },
    ],
  ])('shows the result of a second run that ends at once, %s', async (_title, changes) => {
    await open(describeImport({ ...DRY_RUN.data, errors_stored: 0 }), 'Nothing was changed.');
    await button('Change options').click();
    await main().getByText('Users who already exist').waitFor();
    await panel.page.route(/\/run$/, (route) => {
      const json = describeImport({ ...DRY_RUN.data, status: 'queued' });
      current = describeImport({ ...DRY_RUN.data, ...changes });
      return route.fulfill({ status: 202, json });
    });
    await button('Dry run').click();
    await main().getByText(changes.counts.created.toLocaleString('en')).waitFor();
    await main().getByText('Result of the dry run').waitFor();
    expect(await main().getByText('Users who already exist').count()).toBe(0);
  });

  it('asks for the parameters of Firebase as its console shows them', async () => {
    await open(describeImport({ format: 'firebase' }), 'Password hash parameters');
    const input = main().getByRole('textbox', { name: 'Password hash parameters' });
    await input.fill('hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: c2FtcGxl,\n}');
    await main().getByText('Paste all parameters').waitFor();
    await input.fill(
      'hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: c2FtcGxl,\n' +
        '  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}'
    );
    await main().getByText('Paste all parameters').waitFor({ state: 'detached' });
    const running = panel.page.waitForRequest(/\/run$/);
    await button('Dry run').click();
    expect((await running).postDataJSON().data.hash_config).toEqual({
      ...{ base64_signer_key: 'c2FtcGxl', base64_salt_separator: 'Bw==', rounds: 8, mem_cost: 14 },
    });
  });

  it('maps each connection in the file', async () => {
    const connections = ['Username-Password-Authentication', 'local', 'google-oauth2'];
    await panel.page.route(
      ({ pathname }) => pathname === '/user-profile/connections',
      async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        const github = { name: 'github', display_name: 'GitHub', enabled: false };
        await route.fulfill({
          response,
          json: { ...body, data: [...body.data, { ...body.data[0], ...github }] },
        });
      }
    );
    await open(describeImport({ format: 'auth0', connections }), 'Preview');
    const group = main().getByRole('group', { name: 'Connections in the file' });
    const selectOf = (name: string) => group.getByRole('combobox', { name, exact: true });
    expect(await selectOf('local').innerText()).toBe('Email and password');
    expect(await selectOf('google-oauth2').innerText()).toBe('Like all others');
    await selectOf('Username-Password-Authentication').click();
    await panel.page.getByRole('option', { name: 'GitHub (disabled)' }).waitFor();
    await panel.page.getByRole('option', { name: 'Email and password' }).click();
    await panel.page.route(/\/run$/, (route) => route.fulfill({ status: 202, json: current }));
    const running = panel.page.waitForRequest(/\/run$/);
    await button('Dry run').click();
    expect((await running).postDataJSON().data).toMatchObject({
      connections: { 'Username-Password-Authentication': 'local', local: 'local' },
    });
    await expectLooks('import-connections');
  });

  it('offers only what the role may do, and says which permission is missing', async () => {
    const admin = await createAdminUser(app, [ADMIN_ACTIONS.importUsers]);
    await panel.as(admin, async (other) => {
      const shown = other.page.getByRole('main');
      await respondWithImport(other.page, () => current);
      await other.page.route(/\/errors\?format=ndjson/, (route) => route.fulfill({ body: '' }));
      current = describeImport({ options: { mode: 'merge', match_by: 'email' } });
      await other.open(importRoute());
      await shown.getByText('you need the permission “Edit profiles and metadata”').waitFor();
      expect(await shown.getByRole('radio', { name: 'Merge' }).count()).toBe(0);
      await shown.getByText('only with the permission “Read users”').waitFor();
      expect(await getViolationsInThemes(other.page)).toEqual([]);
      await other.screenshot('import-setup-not-allowed');

      current = DRY_RUN;
      await other.page.reload();
      await shown.getByText('These options change existing users.').waitFor();
      const next = shown.getByRole('button', { name: 'Import users', exact: true });
      expect(await next.count()).toBe(0);
      await shown.getByRole('button', { name: 'Change options', exact: true }).waitFor();
      await other.screenshot('import-result-not-allowed');
      expect(other.complaints()).toEqual([]);
    });
  });

  it('asks before users are replaced', async () => {
    await open(UPLOADED, 'Preview');
    await main().getByRole('radio', { name: 'Replace' }).click();
    await button('Import users').click();
    const dialog = panel.page.getByRole('alertdialog');
    await dialog.getByText('Replace existing users').waitFor();
    await pressEscape(panel.page);
    await dialog.waitFor({ state: 'detached' });

    const options = { ...DRY_RUN.data.options, mode: 'replace' as const };
    await open({ ...DRY_RUN, data: { ...DRY_RUN.data, options } }, 'Result of the dry run');
    await panel.page.route(/\/run$/, (route) => route.fulfill({ status: 202, json: current }));
    const running = panel.page.waitForRequest(/\/run$/);
    await button('Import users').click();
    await dialog.getByText('Replace existing users').waitFor();
    await dialog.getByRole('button', { name: 'Import users' }).click();
    expect((await running).postDataJSON().data).toMatchObject({ mode: 'replace', dry_run: false });
    await dialog.waitFor({ state: 'detached' });
  });

  it('says that an import does not exist', async () => {
    await panel.page.unrouteAll({ behavior: 'wait' });
    await panel.open(importRoute());
    await main().getByRole('heading', { level: 1, name: 'Import not found' }).waitFor();
    await main().getByRole('link', { name: 'Import users' }).click();
    await main().getByText('Recent imports').waitFor();
  });
});
