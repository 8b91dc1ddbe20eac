import { ADMIN_ACTIONS } from '../../plugins/user-profile/shared/constants';
import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { createAdminUser } from '../support/admins';
import { getViolationsInThemes } from '../support/axe';
import { logIn } from '../support/logins';
import { openPanel, type Panel, pressEscape } from '../support/panel';
import { getEvents } from '../support/profiles';
import {
  devicePath,
  getArticlesStatus,
  getTokenStatuses,
  REJECTED,
  type Tokens,
} from '../support/sessions';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { getUser, userIdOf, userPath } from '../support/users';
import { waitForEqual } from '../support/wait';

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

const logInWithBrowser = async (
  app: TestStrapi,
  { email, password }: Account,
  userAgent: string
): Promise<Tokens> => {
  const { status, body } = await logIn(
    app,
    { identifier: email, password },
    { 'user-agent': userAgent, 'x-forwarded-for': LONDON_IP }
  );
  expect(status).toBe(200);
  return { jwt: body.jwt, refreshToken: body.refreshToken };
};

/** A user with exactly two devices. The device of the registration is unlinked first. */
const createUser = async (app: TestStrapi): Promise<User> => {
  const account = await registerAccount(app);
  await mustCall(app, 'DELETE', userPath(userIdOf(account), '/devices'));
  const chrome = await logInWithBrowser(app, account, CHROME_ON_MACOS);
  const firefox = await logInWithBrowser(app, account, FIREFOX_ON_WINDOWS);
  const { data } = await getUser(app, userIdOf(account));
  return { account, documentId: data.documentId, chrome, firefox };
};

const openDevices = ({ open }: Panel, { documentId }: User) =>
  open(`/plugins/user-profile/users/${documentId}/devices`);

const rowOf = ({ page }: Panel, device: string) =>
  page.getByRole('row').filter({ hasText: device });

const unlinkButton = ({ page }: Panel, device: string) =>
  page.getByRole('button', { name: `Unlink device: ${device}` });

const unlink = async (panel: Panel, button: ReturnType<typeof unlinkButton>, confirm: string) => {
  await button.click();
  const dialog = panel.page.getByRole('alertdialog');
  await dialog.getByText('Takes effect immediately').waitFor();
  await dialog.getByRole('button', { name: confirm }).click();
  await dialog.waitFor({ state: 'hidden' });
};

describe('the Devices tab', () => {
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
    user = await createUser(app);
    await openDevices(panel, user);
    await rowOf(panel, CHROME).waitFor();
  });

  it('shows the active sessions and the last location of each device', async () => {
    await logInWithBrowser(app, user.account, CHROME_ON_MACOS);
    await openDevices(panel, user);
    const chrome = rowOf(panel, CHROME);
    await chrome.filter({ hasText: LONDON_IP }).filter({ hasText: 'London' }).waitFor();
    expect(await chrome.getByRole('gridcell').nth(2).innerText()).toBe('2');
    expect(await rowOf(panel, FIREFOX).getByRole('gridcell').nth(2).innerText()).toBe('1');
  });

  it('lists the sessions of a device and ends one of them, then all', async () => {
    const second = await logInWithBrowser(app, user.account, CHROME_ON_MACOS);
    await openDevices(panel, user);
    const toggle = (count: number) =>
      panel.page.getByRole('button', { name: `Sessions of ${CHROME}: ${count}` });
    await toggle(2).click();
    const sessions = panel.page.getByRole('region', { name: `Sessions of ${CHROME}` });
    await sessions.getByText('Expires').nth(1).waitFor();
    expect(await toggle(2).getAttribute('aria-expanded')).toBe('true');
    await panel.screenshot('user-devices-sessions');
    const expectNoViolations = async () =>
      expect(await getViolationsInThemes(panel.page)).toEqual([]);
    await expectNoViolations();

    await sessions
      .getByRole('button', { name: /^End session/ })
      .first()
      .click();
    const dialog = panel.page.getByRole('alertdialog');
    await dialog.waitFor();
    await expectNoViolations();
    await dialog.getByRole('button', { name: 'End session' }).click();
    await panel.page.getByText('The session was ended.').waitFor();
    await toggle(1).waitFor();
    expect(await getTokenStatuses(app, second)).toEqual(REJECTED);
    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(200);

    await sessions.getByRole('button', { name: 'End all sessions' }).click();
    await dialog.waitFor();
    await expectNoViolations();
    await dialog.getByRole('button', { name: 'End all sessions' }).click();
    await sessions.getByText('No active sessions.').waitFor();
    await toggle(0).waitFor();
    expect(await getTokenStatuses(app, user.chrome)).toEqual(REJECTED);
    expect(await getArticlesStatus(app, user.firefox.jwt)).toBe(200);
    await rowOf(panel, CHROME).waitFor();
  });

  it('unlinks one device, whose next request returns 401, and whose history names the admin', async () => {
    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(200);
    await unlink(panel, unlinkButton(panel, CHROME), 'Unlink device');
    await panel.page.getByText(`${CHROME} was unlinked.`).waitFor();

    expect(await getTokenStatuses(app, user.chrome)).toEqual(REJECTED);
    expect(await getArticlesStatus(app, user.firefox.jwt)).toBe(200);

    await rowOf(panel, CHROME).waitFor({ state: 'hidden' });
    await rowOf(panel, FIREFOX).waitFor();
    // The row that had the focus is gone.
    await waitForEqual(
      () => panel.page.evaluate(() => document.activeElement?.ariaLabel),
      'Devices of the user'
    );

    const admin = await app.createAdmin();
    await panel.page.getByRole('link', { name: 'History' }).click();
    await panel.page
      .getByRole('row')
      .filter({ hasText: 'Device unlinked' })
      .filter({ hasText: CHROME })
      .filter({ hasText: `by ${admin.email}` })
      .waitFor();
  });

  it('unlinks all devices', async () => {
    await unlink(
      panel,
      panel.page.getByRole('button', { name: 'Unlink all devices' }),
      'Unlink all devices'
    );

    expect(await getTokenStatuses(app, user.chrome)).toEqual(REJECTED);
    expect(await getTokenStatuses(app, user.firefox)).toEqual(REJECTED);
    await panel.page.getByText('No devices yet.').waitFor();
  });

  it('keeps a device if the dialog is cancelled by keyboard', async () => {
    const button = unlinkButton(panel, CHROME);
    const dialog = panel.page.getByRole('alertdialog');
    const waitForFocus = (text: string) =>
      panel.page.waitForFunction((label) => document.activeElement?.textContent === label, text);

    const cancels = [() => panel.page.keyboard.press('Enter'), () => pressEscape(panel.page)];
    for (const cancel of cancels) {
      await button.focus();
      await panel.page.keyboard.press('Enter');
      await dialog.waitFor();
      await waitForFocus('Cancel');
      await cancel();
      await dialog.waitFor({ state: 'hidden' });
      await waitForFocus('Unlink device');
    }

    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(200);
  });

  it('offers no unlinking to a read-only role, whose request returns 403', async () => {
    const reader = await createAdminUser(app, [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.readDevices]);
    await panel.as(reader, async (other) => {
      await openDevices(other, user);
      await rowOf(other, CHROME).waitFor();
      await other.page.getByRole('button', { name: `Sessions of ${CHROME}: 1` }).click();
      await other.page.getByText('Expires').waitFor();
      expect(await other.page.getByRole('button', { name: /unlink|end/i }).count()).toBe(0);
      expect(other.complaints()).toEqual([]);
    });

    const path = `/user-profile${devicePath(userIdOf(user.account), 'any')}`;
    const { status } = await app.request('DELETE', path, { token: reader.token });
    expect(status).toBe(403);
    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(200);
  });

  it('causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });
});

describe('the Devices tab in legacy-support mode', () => {
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

  it('explains the mode, hides the session count and revokes unlinked devices at once', async () => {
    const user = await createUser(app);
    await openDevices(panel, user);
    await rowOf(panel, CHROME).waitFor();
    await panel.page.getByRole('note').getByText('legacy-support').waitFor();
    expect(await panel.page.getByText('Active sessions', { exact: true }).count()).toBe(0);
    await panel.screenshot('user-devices-legacy');

    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(200);
    await unlink(panel, unlinkButton(panel, CHROME), 'Unlink device');
    expect(await getArticlesStatus(app, user.chrome.jwt)).toBe(401);
    expect(await getArticlesStatus(app, user.firefox.jwt)).toBe(200);

    const types = (await getEvents(app, userIdOf(user.account))).map(({ type }) => type);
    expect(types).toContain('srrt');
    expect(panel.complaints()).toEqual([]);
  });
});
