import type { Locator } from 'playwright-core';

import { LOCALES } from '../../plugins/user-profile/admin/src/translations/menu';
import { type Account, CHROME_ON_MACOS, LONDON_IP, registerAccount } from '../support/accounts';
import { mustCall } from '../support/admin-api';
import { updateConnection } from '../support/connections';
import { toPattern } from '../support/icu';
import { logIn } from '../support/logins';
import { setUpPanelSite } from '../support/panel-site';
import { ENGLISH, readTexts } from '../support/panel-texts';
import { getProfileByEmail } from '../support/profiles';
import { userPath } from '../support/users';

const USERS = '/plugins/user-profile';
const CONNECTIONS = `${USERS}/connections`;

/** The tabs of a user, with a selector of what their last request brings. */
const TABS = [
  ['details', 'button[aria-expanded][data-state]:not([aria-haspopup])'],
  ['devices', 'tbody time'],
  ['history', 'tbody time'],
  ['locations', 'tbody time'],
  ['raw-json', ':text("user_metadata")'],
] as const;

/** Returns the key of the text that a line is in English, unless the line is its translation too. */
const findEnglish = (locale: string): ((line: string) => string | undefined) => {
  const texts = readTexts(locale);
  const candidates = Object.entries(ENGLISH)
    // The claims of an identity have these names in every language.
    .filter(([key, text]) => texts[key] !== text && !key.startsWith('events.attribute.'))
    .map(([key, text]) => [key, `^${toPattern(text)}$`, `^${toPattern(texts[key])}$`])
    // A text of arguments alone is any text.
    .filter(([, english]) => !new RegExp(english).test('0, 0') && /\p{L}/u.test(english));

  return (line) => {
    // Headers are shown in capital letters. Names of attributes differ from labels in their case.
    const flags = line === line.toUpperCase() ? 'i' : '';
    const isText = (pattern: string) => new RegExp(pattern, flags).test(line);
    return candidates.find(([, english, own]) => isText(english) && !isText(own))?.[0];
  };
};

describe('the language of the panel', () => {
  let account: Account;

  const site = setUpPanelSite(async (app) => {
    account = await registerAccount(app);
    await logIn(
      app,
      { identifier: account.email, password: account.password },
      { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP }
    );
  });

  // The language is stored for the origin of the site, so a page of it must be open.
  beforeAll(() => site.panel.open('/'));

  it('is that of the menu, also before a page was opened', async () => {
    await site.panel.openIn('fr', '/');

    await site.panel.page.getByRole('link', { name: 'Profils utilisateurs' }).first().waitFor();
  });

  it.each(LOCALES)(
    'is that of all texts of the list and of the tabs of a user: %s',
    async (locale) => {
      const { page } = site.panel;
      const main = page.locator('main').last();
      const keyOf = findEnglish(locale);
      const found: string[] = [];
      const read = async (name: string) => {
        const lines = (await main.innerText()).split(/[\n\t]+/).map((line) => line.trim());
        for (const line of lines) {
          const key = /user-profile\.\w/.test(line) ? line : keyOf(line);
          if (key) {
            found.push(`${name}: ${line} (${key})`);
          }
        }
      };

      await site.panel.openIn(locale, USERS);
      await main.getByRole('link', { name: account.email }).first().waitFor();
      await read('list');
      await main.getByRole('link', { name: account.email }).first().click();
      for (const [tab, content] of TABS) {
        await main.locator(`a[href$="/${tab}"]`).click();
        await main.locator(content).first().waitFor();
        await read(tab);
      }
      expect(found).toEqual([]);
    }
  );

  it('is that of the connection of Users & Permissions, unless it was renamed', async () => {
    await site.panel.openIn('de', CONNECTIONS);
    await site.panel.page.getByRole('link', { name: 'E-Mail und Passwort', exact: true }).waitFor();
    await site.panel.open(`${CONNECTIONS}/local`);
    await site.panel.page.getByRole('heading', { name: 'E-Mail und Passwort', level: 1 }).waitFor();
    await site.panel.open(USERS);
    await site.panel.page.getByText('E-Mail und Passwort').first().waitFor();

    await updateConnection(site.app, 'local', { display_name: 'Kunden' });
    await site.panel.open(CONNECTIONS);
    await site.panel.page.getByRole('link', { name: 'Kunden', exact: true }).waitFor();
  });

  it('isolates the texts of the Settings page in Arabic', async () => {
    await site.panel.openIn('ar', '/settings/user-profile');
    const text = site.panel.page.locator('main section h2').first();
    await text.waitFor();
    expect(await text.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe(
      'plaintext'
    );
  });

  const updateName = async (name: string) => {
    const { documentId } = await getProfileByEmail(site.app, account.email);
    await mustCall(site.app, 'PUT', userPath(documentId), { data: { name } });
  };

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
    await site.panel.openIn('ar', `${USERS}/users/${documentId}/history`);
    const date = site.panel.page.locator('td', { has: site.panel.page.locator('time') }).first();
    await date.waitFor();
    await site.panel.screenshot('history-arabic');

    const [day, end] = await getEnds(date);
    expect(day).toBeGreaterThan(end);
  });

  it.each([
    ['a user', USERS, (name: string) => updateName(name)],
    [
      'a connection',
      CONNECTIONS,
      (name: string) => updateConnection(site.app, 'local', { display_name: name }),
    ],
  ])('shows the beginning of the long Arabic name of %s', async (_row, route, rename) => {
    await rename('عبد الرحمن محمد '.repeat(6).trim());
    const link = site.panel.page.locator('a[title^="عبد الرحمن"]');
    const cell = site.panel.page.locator('td', { has: link });
    for (const locale of ['en', 'ar']) {
      await site.panel.openIn(locale, route);
      await link.waitFor();
      const [start] = await getEnds(link);
      const box = await cell.boundingBox();
      expect(start).toBeGreaterThan(box?.x ?? 0);
      expect(start).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0));
    }
    await site.panel.screenshot(`long-name-arabic-${route.split('/').pop()}`);
  });

  it('keeps the words of menus and placeholders in order, from right to left in Arabic', async () => {
    await site.panel.openIn('ar', `${USERS}/log`);
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
