import path from 'node:path';

import type { Page } from 'playwright-core';

import sample from '../../src/demo/settings.json';
import { getViolations, getViolationsInThemes, setTheme } from '../support/axe';
import { getLowContrastTexts, getOverflowingElements } from '../support/looks';
import { openPanel, type Panel } from '../support/panel';
import { getFreePort, type ServerProcess, startServerProcess } from '../support/server-process';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userPage } from '../support/user-page';

const [ROWAN, SAGE, WILLOW] = sample.provider.people;

const startProvider = (port: number, site: string): Promise<ServerProcess> => {
  const written: string[] = [];
  return startServerProcess({
    script: path.join(__dirname, '..', 'support', 'sample-provider.mjs'),
    env: { PORT: String(port), SITE: site },
    healthUrl: `http://127.0.0.1:${port}/.well-known/openid-configuration`,
    onOutput: (text) => written.push(text),
    output: () => written.join(''),
  });
};

/** The site and the provider that `npm run demo` starts. */
describe('the demo', () => {
  let app: TestStrapi;
  let provider: ServerProcess;
  let panel: Panel;
  let frontEnd: Page;

  beforeAll(async () => {
    const port = await getFreePort();
    app = await startStrapi({
      panel: true,
      env: {
        DEMO: 'true',
        DEMO_ADMIN_EMAIL: sample.admin.email,
        DEMO_ADMIN_PASSWORD: sample.admin.password,
        DEMO_PROVIDER_URL: `http://127.0.0.1:${port}`,
        USER_PROFILE_APPLICATIONS: JSON.stringify(sample.applications),
      },
    });
    provider = await startProvider(port, app.url);
    panel = await openPanel(app, sample.admin);
    // With the login of the admin, for the link to the panel.
    const login = await panel.page.context().storageState();
    const context = await panel.page.context().browser()?.newContext({ storageState: login });
    frontEnd = (await context?.newPage()) as Page;
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
    await provider?.stop();
  });

  const button = (name: string) => frontEnd.getByRole('button', { name, exact: true });

  /** Opens the front end and goes on to the provider. */
  const startLogin = async (place = 'Melbourne') => {
    await frontEnd.goto(`${app.url}/demo`);
    await frontEnd.getByLabel('Log in as if this computer were in').selectOption(place);
    await button('Log in with the sample provider').click();
    await frontEnd.getByRole('heading', { name: 'Sample provider' }).waitFor();
  };

  const logIn = async ({ name }: { name: string }, place?: string) => {
    await startLogin(place);
    await frontEnd.getByRole('button', { name }).click();
    await frontEnd.getByRole('heading', { name }).waitFor();
  };

  const openUserInPanel = async () => {
    const [page] = await Promise.all([
      frontEnd.waitForEvent('popup'),
      frontEnd.getByRole('link', { name: 'Open this user in the panel' }).click(),
    ]);
    await page.getByText('User identity').first().waitFor();
    return page;
  };

  it('begins with the steps to try on the home page of the panel', async () => {
    await panel.open('');
    const widget = panel.page.getByRole('region', { name: 'Try the demo' });
    await widget.getByRole('listitem').nth(6).waitFor();
    await panel.screenshot('demo-home');
    await widget.getByRole('link', { name: 'Show what each step does' }).click();
    await panel.page.getByRole('heading', { name: 'Try the demo', level: 1 }).waitFor();
    expect(panel.complaints()).toEqual([]);
  });

  it('has a guide that is readable in both themes, also on a phone', async () => {
    const { page } = panel;
    await panel.open('/demo');
    const guide = page.getByRole('main');
    await guide.getByRole('listitem').nth(6).waitFor();
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 1440],
      ['dark', 360],
      ['light', 360],
    ] as const) {
      await page.setViewportSize({ width, height: 1000 });
      await setTheme(page, colorScheme);
      await panel.screenshot(`demo-guide-${colorScheme}-${width}`);
      expect({
        at: [colorScheme, width],
        violations: await getViolations(page),
        overflowing: await getOverflowingElements(guide),
        lowContrast: await getLowContrastTexts(guide, 4.5),
      }).toEqual({ at: [colorScheme, width], violations: [], overflowing: [], lowContrast: [] });
    }
    await page.setViewportSize({ width: 1440, height: 1000 });
  });

  it('has a guide whose links lead to pages that exist', async () => {
    const { page } = panel;
    const external = await page
      .getByRole('main')
      .locator('a[target="_blank"]')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    expect(new Set(external)).toEqual(new Set([`${app.url}/demo`, `${app.url}/demo/users.csv`]));
    const responses = await Promise.all(external.map((url) => fetch(url)));
    expect(responses.map(({ status }) => status)).toEqual(external.map(() => 200));

    await page.getByRole('link', { name: 'Show blocked users' }).click();
    await page
      .getByRole('button', { name: /Blocked/ })
      .first()
      .waitFor();
    await panel.open('/demo');
    await page.getByRole('link', { name: 'Open the import page' }).click();
    await page.getByRole('heading', { name: 'Import users', level: 1 }).waitFor();
  });

  it('logs a user in by a redirect, whom the panel shows with the place and the application', async () => {
    await startLogin('Paris');
    expect(await getViolationsInThemes(frontEnd)).toEqual([]);
    await frontEnd.getByRole('button', { name: ROWAN.name }).click();
    await frontEnd.getByRole('heading', { name: ROWAN.name }).waitFor();
    await frontEnd.getByText(ROWAN.email).waitFor();
    expect(new URL(frontEnd.url()).search).toBe('');
    expect(await getViolationsInThemes(frontEnd)).toEqual([]);
    const page = await openUserInPanel();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Sample Front End').first().waitFor();
    await page.getByText('Paris', { exact: false }).first().waitFor();
    await page.close();
  });

  it('rejects the next request of a user who was blocked, and the next login', async () => {
    await logIn(SAGE);
    await button('Repeat the request').click();
    await frontEnd.getByText('GET /api/user-profile/me → 200').nth(1).waitFor();

    const page = await openUserInPanel();
    const user = userPage({ ...panel, page });
    await user.choose('Block user');
    await user.press('Block user');
    await user.main.getByText('Blocked', { exact: true }).first().waitFor();
    await page.close();

    await button('Repeat the request').click();
    await frontEnd.getByRole('alert').getByText('The request was rejected').waitFor();
    await startLogin();
    await frontEnd.getByRole('button', { name: SAGE.name }).click();
    await frontEnd.getByRole('alert').filter({ hasText: /./ }).waitFor();
    expect(await button('Log in with the sample provider').isVisible()).toBe(true);
  });

  it('logs a user out, and says so if the login at the provider is cancelled', async () => {
    await logIn(WILLOW);
    await frontEnd.getByText(`${WILLOW.email} (not verified)`).waitFor();
    await button('Log out').click();
    await frontEnd.getByText('POST /api/auth/logout → 200').waitFor();
    await startLogin();
    await button('Cancel').click();
    await frontEnd.getByRole('alert').filter({ hasText: /./ }).waitFor();
  });

  it('has a connection to the provider that passes the connection test', async () => {
    const login = await app.request('POST', '/admin/login', { body: sample.admin });
    const { status, body } = await app.request('POST', '/user-profile/connections/sample/test', {
      token: login.body.data.token,
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ok: true });
  });
});
