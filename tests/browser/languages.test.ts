import type { Locator } from 'playwright-core';

import { type Account, registerAccount } from '../support/accounts';
import { updateConnection } from '../support/connections';
import { logIn } from '../support/logins';
import { setUpPanelSite } from '../support/panel-site';
import { getProfileByEmail } from '../support/profiles';

const USERS = '/plugins/user-profile';
const CONNECTIONS = `${USERS}/connections`;

describe('the language of the panel', () => {
  let account: Account;

  const site = setUpPanelSite(async (app) => {
    account = await registerAccount(app);
    await logIn(app, { identifier: account.email, password: account.password });
  });

  // The language is stored for the origin of the site, so a page of it must be open.
  beforeAll(() => site.panel.open('/'));

  const openIn = async (locale: string, route: string) => {
    await site.panel.page.evaluate(
      (name) => localStorage.setItem('strapi-admin-language', name),
      locale
    );
    await site.panel.open(route);
  };

  it('is that of the menu, also before a page was opened', async () => {
    await openIn('fr', '/');

    await site.panel.page.getByRole('link', { name: 'Profils utilisateurs' }).first().waitFor();
  });

  it('shows no keys on a page, whether or not a language has all texts', async () => {
    for (const locale of ['en', 'fr', 'de', 'es', 'pt-BR', 'ja', 'ar', 'en']) {
      await openIn(locale, USERS);
      await site.panel.page.getByText(account.email).first().waitFor();

      expect(await site.panel.page.locator('main').last().innerText()).not.toMatch(
        /user-profile\.\w/
      );
    }
  });

  it('is that of the connection of Users & Permissions, unless it was renamed', async () => {
    await openIn('de', CONNECTIONS);
    await site.panel.page.getByRole('link', { name: 'E-Mail und Passwort', exact: true }).waitFor();
    await openIn('de', `${CONNECTIONS}/local`);
    await site.panel.page.getByRole('heading', { name: 'E-Mail und Passwort', level: 1 }).waitFor();
    await openIn('de', USERS);
    await site.panel.page.getByText('E-Mail und Passwort').first().waitFor();

    await updateConnection(site.app, 'local', { display_name: 'Kunden' });
    await openIn('de', CONNECTIONS);
    await site.panel.page.getByRole('link', { name: 'Kunden', exact: true }).waitFor();
  });

  /** Where the first and the last letter of the last line in an element are. */
  const getEnds = (element: Locator): Promise<[number, number]> =>
    element.evaluate((cell) => {
      const lines = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (lines.nextNode()) {
        texts.push(lines.currentNode as Text);
      }
      const line = texts[texts.length - 1];
      const positions = [...line.data.matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => {
        const range = document.createRange();
        range.setStart(line, index);
        range.setEnd(line, index + 1);
        return range.getBoundingClientRect().left;
      });
      return [positions[0], positions[positions.length - 1]];
    });

  it('keeps the parts of a date in order, from right to left in Arabic', async () => {
    const { documentId } = await getProfileByEmail(site.app, account.email);
    await openIn('ar', `${USERS}/users/${documentId}/history`);
    const date = site.panel.page.locator('td', { has: site.panel.page.locator('time') }).first();
    await date.waitFor();
    await site.panel.screenshot('history-arabic');

    const [day, end] = await getEnds(date);
    expect(day).toBeGreaterThan(end);
  });

  it('keeps the words of menus and placeholders in order, from right to left in Arabic', async () => {
    await openIn('ar', `${USERS}/log`);
    const { page } = site.panel;
    await page.locator('main button[aria-haspopup="menu"]').first().click();
    const csv = page.getByRole('menuitem').filter({ hasText: 'CSV' });
    await csv.waitFor();
    const [word, format] = await getEnds(csv);
    expect(word).toBeGreaterThan(format);

    // A menu that begins at the left of its button would end outside of the window.
    const [menu, button] = await Promise.all([
      page.getByRole('menu').boundingBox(),
      page.locator('main button[aria-haspopup="menu"]').first().boundingBox(),
    ]);
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual(
      (button?.x ?? 0) + (button?.width ?? 0) + 1
    );

    const search = page.locator('main input[name="search"]');
    expect(
      await search.evaluate((input) => getComputedStyle(input, '::placeholder').unicodeBidi)
    ).toBe('plaintext');
  });
});
