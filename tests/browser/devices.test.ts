import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import {
  CHROME_ON_MACOS,
  login,
  LONDON_IP,
  registerAccount,
  type Account,
} from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { openPanel, type Panel } from '../support/panel';
import { eventsOf } from '../support/profiles';
import { devicePath, readArticles, REFUSED, useTokens, type Tokens } from '../support/sessions';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getUser, userIdOf, userPath } from '../support/users';

const FIREFOX_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0';

const CHROME = 'Chrome on macOS';
const FIREFOX = 'Firefox on Windows';

interface User {
  account: Account;
  documentId: string;
  chrome: Tokens;
  firefox: Tokens;
}

const signIn = async (
  app: TestStrapi,
  { email, password }: Account,
  userAgent: string
): Promise<Tokens> => {
  const { status, body } = await login(
    app,
    { identifier: email, password },
    { 'user-agent': userAgent, 'x-forwarded-for': LONDON_IP }
  );
  expect(status).toBe(200);
  return { jwt: body.jwt, refreshToken: body.refreshToken };
};

/** A user who is signed in with two browsers, and with no more. */
const newUser = async (app: TestStrapi): Promise<User> => {
  const account = await registerAccount(app);
  await mustCall(app, 'DELETE', userPath(userIdOf(account), '/devices'));
  const chrome = await signIn(app, account, CHROME_ON_MACOS);
  const firefox = await signIn(app, account, FIREFOX_ON_WINDOWS);
  const { data } = await getUser(app, userIdOf(account));
  return { account, documentId: data.documentId, chrome, firefox };
};

const openDevices = ({ open }: Panel, { documentId }: User) =>
  open(`/plugins/user-profile/users/${documentId}/devices`);

const rowOf = ({ page }: Panel, device: string) =>
  page.getByRole('row').filter({ hasText: device });

const unlinkButton = ({ page }: Panel, device: string) =>
  page.getByRole('button', { name: `Unlink device: ${device}` });

/** Asks for it, and confirms. */
const unlink = async (panel: Panel, button: ReturnType<typeof unlinkButton>, confirm: string) => {
  await button.click();
  const dialog = panel.page.getByRole('alertdialog');
  await dialog.getByText('Takes effect immediately').waitFor();
  await dialog.getByRole('button', { name: confirm }).click();
  await dialog.waitFor({ state: 'hidden' });
};

describe('Devices', () => {
  let app: TestStrapi;
  let panel: Panel;
  let user: User;

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  beforeEach(async () => {
    user = await newUser(app);
    await openDevices(panel, user);
    await rowOf(panel, CHROME).waitFor();
  });

  it('have a row each, with refresh tokens and the last place', async () => {
    await signIn(app, user.account, CHROME_ON_MACOS);
    await openDevices(panel, user);
    const chrome = rowOf(panel, CHROME);
    await chrome.filter({ hasText: LONDON_IP }).filter({ hasText: 'London' }).waitFor();
    expect(await chrome.getByRole('gridcell').nth(2).innerText()).toBe('2');
    expect(await rowOf(panel, FIREFOX).getByRole('gridcell').nth(2).innerText()).toBe('1');
  });

  it('are unlinked with effect on the very next request, each by itself', async () => {
    expect(await readArticles(app, user.chrome.jwt)).toBe(200);
    await unlink(panel, unlinkButton(panel, CHROME), 'Unlink device');

    expect(await useTokens(app, user.chrome)).toEqual(REFUSED);
    expect(await readArticles(app, user.firefox.jwt)).toBe(200);

    await rowOf(panel, CHROME).waitFor({ state: 'hidden' });
    await rowOf(panel, FIREFOX).waitFor();
    await panel.page.getByText(`${CHROME} was unlinked.`).waitFor();
  });

  it('are unlinked all at once', async () => {
    await unlink(
      panel,
      panel.page.getByRole('button', { name: 'Unlink all devices' }),
      'Unlink all devices'
    );

    expect(await useTokens(app, user.chrome)).toEqual(REFUSED);
    expect(await useTokens(app, user.firefox)).toEqual(REFUSED);
    await panel.page.getByText('No devices yet.').waitFor();
  });

  it('stay when the question is answered with Cancel or Escape, by keyboard alone', async () => {
    const button = unlinkButton(panel, CHROME);
    const dialog = panel.page.getByRole('alertdialog');
    const untilFocused = (text: string) =>
      panel.page.waitForFunction((label) => document.activeElement?.textContent === label, text);

    for (const key of ['Enter', 'Escape']) {
      await button.focus();
      await panel.page.keyboard.press('Enter');
      await dialog.waitFor();
      await untilFocused('Cancel');
      await panel.page.keyboard.press(key);
      await dialog.waitFor({ state: 'hidden' });
      await untilFocused('Unlink device');
    }

    expect(await readArticles(app, user.chrome.jwt)).toBe(200);
  });

  it('leave the focus among the devices when the row that had it is gone', async () => {
    await unlink(panel, unlinkButton(panel, CHROME), 'Unlink device');
    await rowOf(panel, CHROME).waitFor({ state: 'hidden' });
    expect(await panel.page.evaluate(() => document.activeElement?.ariaLabel)).toBe(
      'Devices of the user'
    );
  });

  it('are named in the history when they are unlinked, with who did it', async () => {
    await unlink(panel, unlinkButton(panel, FIREFOX), 'Unlink device');
    const admin = await app.createAdmin();
    await panel.page.getByRole('link', { name: 'History' }).click();
    await panel.page
      .getByRole('row')
      .filter({ hasText: 'Device unlinked' })
      .filter({ hasText: FIREFOX })
      .filter({ hasText: `by ${admin.email}` })
      .waitFor();
  });

  it('cannot be unlinked by a role that may only read them', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.readDevices]);
    const other = await openPanel(app, reader);
    try {
      await openDevices(other, user);
      await rowOf(other, CHROME).waitFor();
      expect(await other.page.getByRole('button', { name: /unlink/i }).count()).toBe(0);
    } finally {
      await other.close();
    }

    const path = `/user-profile${devicePath(userIdOf(user.account), 'any')}`;
    const { status } = await app.request('DELETE', path, { token: reader.token });
    expect(status).toBe(403);
    expect(await readArticles(app, user.chrome.jwt)).toBe(200);
  });

  it('brought no complaint of the browser', () => {
    expect(panel.complaints()).toEqual([]);
  });
});

describe('Devices in legacy-support mode', () => {
  let app: TestStrapi;
  let panel: Panel;

  beforeAll(async () => {
    app = await startStrapi({ panel: true, env: { UP_JWT_MANAGEMENT: 'legacy-support' } });
    panel = await openPanel(app, await app.createAdmin());
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  it('say so, have no refresh tokens, and are cut off at once', async () => {
    const user = await newUser(app);
    await openDevices(panel, user);
    await rowOf(panel, CHROME).waitFor();
    await panel.page.getByRole('note').getByText('legacy-support').waitFor();
    expect(await panel.page.getByText('Active sessions', { exact: true }).count()).toBe(0);
    await panel.screenshot('user-devices-legacy');

    expect(await readArticles(app, user.chrome.jwt)).toBe(200);
    await unlink(panel, unlinkButton(panel, CHROME), 'Unlink device');
    expect(await readArticles(app, user.chrome.jwt)).toBe(401);
    expect(await readArticles(app, user.firefox.jwt)).toBe(200);

    const types = (await eventsOf(app, userIdOf(user.account))).map(({ type }) => type);
    expect(types).toContain('srrt');
    expect(panel.complaints()).toEqual([]);
  });
});
