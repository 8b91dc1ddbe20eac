import { getViolationsInThemes, setTheme } from '../support/axe';
import {
  createHostileData,
  HEBREW_NAME,
  HOSTILE,
  HTML_NAME,
  JSON_DEPTH,
} from '../support/hostile-data';
import { getLowContrastTexts } from '../support/looks';
import { pressEscape } from '../support/panel';
import { setUpPanelSite } from '../support/panel-site';
import { userPage, userRoute, type UserPage } from '../support/user-page';
import { waitForEqual } from '../support/wait';

const LIST = '/plugins/user-profile';
const SHOWN_NAME = 'John evil.exe Smith';
const BIDI_CONTROLS = /[\u202A-\u202E\u2066\u2067]/;

/** The minimum contrast ratio of WCAG for text. */
const CONTRAST = 4.5;

describe('the panel with odd names and long lists', () => {
  let user: UserPage;

  const site = setUpPanelSite(createHostileData);

  beforeAll(() => {
    user = userPage(site.panel);
  });

  beforeEach(() => site.panel.page.setViewportSize({ width: 1440, height: 1000 }));

  const openList = async () => {
    await site.panel.open(`${LIST}?pageSize=10`);
    await user.waitForText('Big Metadata');
  };

  const combobox = (name: string) => site.panel.page.getByRole('combobox', { name, exact: true });

  const expectNoBidiControls = async () => {
    expect(await site.panel.page.locator('body').innerHTML()).not.toMatch(BIDI_CONTROLS);
  };

  it('shows a name with bidirectional overrides in stored order', async () => {
    await openList();
    await user.waitForText(SHOWN_NAME);
    await expectNoBidiControls();
    await site.panel.open(userRoute(HOSTILE.bidi));
    await user.main.getByRole('heading', { level: 1, name: SHOWN_NAME }).waitFor();
    await waitForEqual(async () => (await site.panel.page.title()).includes(SHOWN_NAME), true);
    await user.choose('Delete user');
    await user.dialog.getByText(`${SHOWN_NAME} can no longer log in`).waitFor();
    await expectNoBidiControls();
    await site.panel.open(`${LIST}/log?type=s`);
    await user.waitForText(SHOWN_NAME);
    await expectNoBidiControls();
  });

  it('shows HTML in a name as text, and the deepest of 50 levels of JSON', async () => {
    await openList();
    await user.waitForText(HTML_NAME);
    await site.panel.open(userRoute(HOSTILE.html));
    await user.main.getByRole('heading', { level: 1, name: HTML_NAME }).waitFor();
    await user.main.getByRole('button', { name: 'Show all: user_metadata' }).click();
    const viewer = user.main.getByRole('group', { name: 'user_metadata' });
    await viewer.getByText(`"level${JSON_DEPTH}": "deep"`).waitFor();
    await user.choose('Delete user');
    await user.dialog.getByText(`${HTML_NAME} can no longer log in`).waitFor();
    await site.panel.open(userRoute(HOSTILE.html, 'raw-json'));
    await user.waitForText(`"level${JSON_DEPTH}": "deep"`);
    expect(await user.main.locator('b, img[src="x"]').count()).toBe(0);
    expect(site.panel.complaints()).toEqual([]);
  });

  it('takes the initials from letters of the name', async () => {
    await openList();
    const row = user.main.getByRole('row').filter({ hasText: HEBREW_NAME });
    expect(await row.locator('[aria-hidden]').first().innerText()).toBe('אS');
  });

  it('shows the default order, and sorts numbers and dates from the largest first', async () => {
    await openList();
    const header = (name: string) =>
      user.main.getByRole('columnheader', { name, exact: true }).first();
    const orderOf = (name: string) => header(name).getAttribute('aria-sort');
    expect(await orderOf('Signed up')).toBe('descending');
    await header('Logins').click();
    await waitForEqual(() => orderOf('Logins'), 'descending');
    await header('Logins').click();
    await waitForEqual(() => orderOf('Logins'), 'ascending');
    await header('User').click();
    await waitForEqual(() => orderOf('User'), 'ascending');
    expect(await orderOf('Logins')).toBeNull();
  });

  it('searches the options of long lists, ten of which are visible', async () => {
    await site.panel.open(userRoute(HOSTILE.identities, 'history'));
    await combobox('Event types').click();
    const list = site.panel.page.getByRole('listbox');
    const [outer, rows] = [
      await list.boundingBox(),
      await list
        .getByRole('option')
        .evaluateAll((options) => options.map((option) => option.getBoundingClientRect().bottom)),
    ];
    const bottom = (outer?.y ?? 0) + (outer?.height ?? 0);
    expect(rows.filter((row) => row <= bottom + 1).length).toBeGreaterThanOrEqual(10);
    expect(await list.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await site.panel.screenshot('legibility-event-types');
    await site.panel.page.keyboard.type('wrong password');
    await waitForEqual(
      () => site.panel.page.getByRole('option').allInnerTexts(),
      ['Login failed: wrong password']
    );
    await site.panel.page.keyboard.press('Enter');
    await pressEscape(site.panel.page);
    await waitForEqual(() => combobox('Event types').innerText(), 'Login failed: wrong password');
    await site.panel.page.waitForURL(/type/);
    await site.panel.page.getByRole('button', { name: 'Show all types' }).first().click();
    await waitForEqual(() => combobox('Event types').innerText(), 'All event types');
  });

  it('opens the filters within the window, with the focus on the first one', async () => {
    await site.panel.page.setViewportSize({ width: 1440, height: 700 });
    await openList();
    await site.panel.page.getByRole('button', { name: 'Filters' }).click();
    const box = await site.panel.page.getByRole('dialog', { name: 'Filters' }).boundingBox();
    // Browsers lay out in fractions of a pixel.
    expect(Math.floor((box?.y ?? 0) + (box?.height ?? Infinity))).toBeLessThanOrEqual(700);
    await waitForEqual(
      () => site.panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      'Connection'
    );
    await site.panel.page.keyboard.press('Enter');
    await site.panel.page.keyboard.type('nnn');
    await site.panel.page.getByRole('option', { name: 'n'.repeat(128) }).waitFor();
    expect(await site.panel.page.getByRole('option').count()).toBe(1);
    await site.panel.screenshot('legibility-filters');
  });

  it('shows the filters as a sheet on a phone', async () => {
    await site.panel.page.setViewportSize({ width: 360, height: 740 });
    await openList();
    await site.panel.page.getByRole('button', { name: 'Filters' }).click();
    const sheet = site.panel.page.getByRole('dialog', { name: 'Filters' });
    await sheet.waitFor();
    expect(await sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 740 });
    for (const name of ['Apply', 'Clear']) {
      const box = await sheet.getByRole('button', { name, exact: false }).last().boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(740);
    }
    await site.panel.screenshot('legibility-sheet');
    expect(await getViolationsInThemes(site.panel.page)).toEqual([]);
    await sheet.getByRole('combobox', { name: 'Connection', exact: true }).click();
    const list = site.panel.page.getByRole('listbox');
    await list.hover();
    await site.panel.page.mouse.wheel(0, 300);
    await waitForEqual(() => list.evaluate(({ scrollTop }) => scrollTop > 0), true);
    await pressEscape(site.panel.page);
    await sheet.getByLabel('Signed up: until').scrollIntoViewIfNeeded();
    await sheet.getByLabel('Number of logins: at least').fill('2');
    await sheet.getByRole('button', { name: 'Apply' }).click();
    await sheet.waitFor({ state: 'detached' });
  });

  it('hints at tabs that do not fit', async () => {
    await site.panel.page.setViewportSize({ width: 360, height: 740 });
    await site.panel.open(userRoute(HOSTILE.bidi));
    const hints = site.panel.page
      .getByRole('navigation', { name: 'User sections' })
      .locator('xpath=..');
    await hints.locator('span[aria-hidden]').waitFor();
    await site.panel.screenshot('legibility-tabs');
  });

  it.each([
    ['Raw JSON', userRoute(HOSTILE.bidi, 'raw-json'), 'User sections'],
    ['Connections', `${LIST}/connections`, 'User Profiles'],
  ])('scrolls the open tab into view: %s', async (name, route, strip) => {
    await site.panel.page.setViewportSize({ width: 360, height: 740 });
    await site.panel.open(route);
    const tab = site.panel.page
      .getByRole('navigation', { name: strip })
      .getByRole('link', { name, exact: true });
    await tab.waitFor();
    await waitForEqual(async () => {
      const { x = 0, width = 0 } = (await tab.boundingBox()) ?? {};
      return x >= 0 && x + width <= 360;
    }, true);
  });

  it('shows JSON with enough contrast in both themes', async () => {
    const expectContrast = async (at: ReturnType<UserPage['main']['getByRole']>) => {
      await at.waitFor();
      for (const colorScheme of ['dark', 'light'] as const) {
        await setTheme(site.panel.page, colorScheme);
        await site.panel.screenshot(`legibility-json-${colorScheme}`);
        expect({ colorScheme, found: await getLowContrastTexts(at, CONTRAST) }).toEqual({
          colorScheme,
          found: [],
        });
      }
    };
    await site.panel.open(userRoute(HOSTILE.bidi, 'raw-json'));
    await expectContrast(user.main.getByRole('group', { name: 'Profile as JSON' }));
    await site.panel.go(userRoute(HOSTILE.bidi));
    await expectContrast(user.main.getByRole('group', { name: 'user_metadata' }));
    await user.main.getByRole('button', { name: 'Edit user_metadata' }).click();
    await expectContrast(user.main.getByRole('textbox', { name: 'user_metadata' }));
  });

  it('draws scrollbars and native controls in the colours of the theme', async () => {
    await openList();
    for (const colorScheme of ['dark', 'light'] as const) {
      await setTheme(site.panel.page, colorScheme);
      expect(
        await site.panel.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
      ).toBe(colorScheme);
    }
  });
});
