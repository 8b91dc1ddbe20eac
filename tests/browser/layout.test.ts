import { countDays, COUNTING } from '../support/daily-counts';
import {
  createHostileData,
  HOSTILE,
  LONG_APPLICATION,
  LONG_EMAIL,
  LONG_NAME,
} from '../support/hostile-data';
import { describeImport, IMPORTS, importRoute, respondWithImport } from '../support/import-pages';
import { getPageSize, getSidewaysScrollers } from '../support/looks';
import { setUpPanelSite } from '../support/panel-site';
import { userPage, userRoute, type UserPage } from '../support/user-page';

const LIST = '/plugins/user-profile';

const SIZES = [
  [360, 740],
  [768, 1000],
  [1024, 1000],
  [1440, 1000],
  [2560, 1000],
] as const;

const PHONE = SIZES[0];
const DESKTOP = SIZES[3];
const WIDE = SIZES[4];

type Sizes = readonly (readonly [width: number, height: number])[];

interface LayoutPage {
  page: string;
  route: string;
  /** Comes with the last request of the page. */
  text: string;
  /** Whether no table may be wider than its container. */
  hasTables?: boolean;
  isLimitedInHeight?: boolean;
}

const LIST_PAGE: LayoutPage = {
  page: 'the list',
  route: `${LIST}?pageSize=10`,
  text: 'Big Metadata',
  hasTables: true,
};
const LONG_PAGE: LayoutPage = {
  page: 'Details of long names',
  route: userRoute(HOSTILE.long),
  text: 'Role and permissions',
  hasTables: true,
  isLimitedInHeight: true,
};
const IDENTITIES_PAGE: LayoutPage = {
  page: 'Details of 51 identities',
  route: userRoute(HOSTILE.identities),
  text: 'Large role',
  hasTables: true,
  isLimitedInHeight: true,
};
const METADATA_PAGE: LayoutPage = {
  page: 'Details of 200 KB of metadata',
  route: userRoute(HOSTILE.metadata),
  text: 'Applications used',
  isLimitedInHeight: true,
};
const DEVICES_PAGE: LayoutPage = {
  page: 'Devices',
  route: `${userRoute(HOSTILE.identities, 'devices')}?pageSize=10`,
  text: 'Go to page 10',
  hasTables: true,
};

const MAX_HEIGHT = 4000;

/** The other tables, with a text that no other one has. */
const TABLES = [
  [`${LIST}/log`, 'pppp'],
  [DEVICES_PAGE.route, 'dddd'],
  [`${LIST}/connections`, 'Shop 35'],
] as const;

const COLUMNS = Array.from({ length: 40 }, (_, i) => `${'Column'.repeat(20)} ${i}`);

const LONG_IMPORT = describeImport(
  { file_name: `${LONG_NAME}.csv`, actor: LONG_EMAIL, columns: COLUMNS, suggested_mapping: {} },
  [
    {
      line: 2,
      values: Object.fromEntries(COLUMNS.map((column) => [column, LONG_EMAIL])),
      problems: [{ field: 'email', reason: LONG_NAME }],
    },
  ]
);

const pageOf = (page: string, route: string, text: string): LayoutPage => ({ page, route, text });

const PAGES: readonly LayoutPage[] = [
  LIST_PAGE,
  pageOf('a filtered list', `${LIST}?filters[connection][$in][0]=shop-1`, 'Clear filters'),
  LONG_PAGE,
  IDENTITIES_PAGE,
  METADATA_PAGE,
  DEVICES_PAGE,
  pageOf('History', userRoute(HOSTILE.identities, 'history'), 'pppp'),
  pageOf('Locations', userRoute(HOSTILE.identities, 'locations'), 'cccc'),
  pageOf('Raw JSON', userRoute(HOSTILE.metadata, 'raw-json'), 'user_metadata'),
  pageOf('Connections', `${LIST}/connections`, 'Shop 35'),
  pageOf('a connection', `${LIST}/connections/shop-1`, 'nnnn'),
  pageOf('the log', `${LIST}/log?type=s`, 'Wolfe'),
  pageOf('Details of an HTML name and deep metadata', userRoute(HOSTILE.html), 'Applications used'),
  pageOf('Overview', `${LIST}/overview?application=${LONG_APPLICATION}`, 'Active users'),
  pageOf('Settings', '/settings/user-profile', 'retention.days'),
];

const IMPORT_PAGES: readonly LayoutPage[] = [
  pageOf('imports', IMPORTS, 'Wolfe'),
  pageOf('an import', importRoute(), 'ColumnColumn'),
];

describe('with names, lists and documents of extreme size', () => {
  let user: UserPage;

  const site = setUpPanelSite(
    async (app) => {
      await createHostileData(app);
      await countDays(app);
    },
    { env: COUNTING }
  );

  beforeAll(() => {
    user = userPage(site.panel);
  });

  beforeEach(() => resizeTo(...DESKTOP));

  const resizeTo = (width: number, height: number) =>
    site.panel.page.setViewportSize({ width, height });

  const openPage = async ({ route, text }: LayoutPage) => {
    await site.panel.open(route);
    await user.waitForText(text);
  };

  /** What is wider or higher than the window, by size. */
  const getExcess = async (sizes: Sizes = SIZES) => {
    const found: object[] = [];
    for (const [width, height] of sizes) {
      await resizeTo(width, height);
      const { scrollWidth, scrollHeight } = await getPageSize(site.panel.page);
      if (scrollWidth > width || scrollHeight > height) {
        found.push({ width, height, scrollWidth, scrollHeight });
      }
    }
    return found;
  };

  /** The tables that are wider than their container, by the width of the window. */
  const getWideTables = async () => {
    const found: object[] = [];
    for (const [width, height] of [DESKTOP, WIDE]) {
      await resizeTo(width, height);
      await getPageSize(site.panel.page);
      const scrollers = await getSidewaysScrollers(user.main);
      if (scrollers.length > 0) {
        found.push({ width, scrollers });
      }
    }
    return found;
  };

  /** The height in the desktop window. */
  const getHeight = async () => {
    await resizeTo(...DESKTOP);
    await getPageSize(site.panel.page);
    return user.main.evaluate((main) => main.scrollHeight);
  };

  /** The buttons of the header that are cut off, or too low for their text, on a phone. */
  const getCutButtons = async () => {
    await resizeTo(...PHONE);
    await getPageSize(site.panel.page);
    return user.main
      .locator('[data-strapi-header] button')
      .evaluateAll((buttons) =>
        buttons
          .filter(
            (button) =>
              button.getBoundingClientRect().right > innerWidth ||
              button.scrollHeight > button.clientHeight
          )
          .map(({ textContent }) => textContent)
      );
  };

  const expectToFit = async (page: LayoutPage) => {
    await openPage(page);
    expect(await getExcess()).toEqual([]);
    if (page.hasTables) {
      expect(await getWideTables()).toEqual([]);
    }
    if (page.isLimitedInHeight) {
      expect(await getHeight()).toBeLessThanOrEqual(MAX_HEIGHT);
    }
  };

  it.each(PAGES)(
    '$page neither scrolls sideways nor has a second scrollbar, a wide table or too much height',
    expectToFit
  );

  describe('with imports', () => {
    // Playwright turns off the browser's cache while a page has routes, so only these tests have them.
    beforeAll(async () => {
      const { page } = site.panel;
      await respondWithImport(page, () => LONG_IMPORT);
      await page.route(
        ({ pathname }) => pathname === '/user-profile/imports',
        (route) => route.fulfill({ json: { data: [LONG_IMPORT.data], meta: { max_bytes: 1e9 } } })
      );
    });

    afterAll(() => site.panel.page.unrouteAll());

    it.each(IMPORT_PAGES)('$page neither scrolls sideways nor has a second scrollbar', expectToFit);
  });

  it.each(['en', 'fr', 'de', 'es', 'pt-BR', 'ja', 'ar'])(
    'tables fit into their container, and the buttons of a header on a phone, in %s',
    async (locale) => {
      const { page, openIn, go } = site.panel;
      const expectTablesToFit = async (route: string, cell: string) => {
        await resizeTo(...DESKTOP);
        await user.main.getByRole('row').filter({ hasText: cell }).first().waitFor();
        await getPageSize(page);
        expect({ route, found: await getSidewaysScrollers(user.main) }).toEqual({
          route,
          found: [],
        });
        expect({ route, cut: await getCutButtons() }).toEqual({ route, cut: [] });
      };
      try {
        await openIn(locale, LIST);
        await expectTablesToFit(LIST, 'Big Metadata');
        for (const [route, cell] of TABLES) {
          await go(route);
          await expectTablesToFit(route, cell);
        }
      } finally {
        await openIn('en', '/');
      }
    }
  );

  it('collapses long lists and documents, with a button to show all', async () => {
    await openPage(IDENTITIES_PAGE);
    const identities = user.main.getByRole('region', { name: 'Identity provider attributes' });
    expect(await identities.getByRole('heading', { level: 3 }).count()).toBe(10);
    expect(await identities.getByRole('grid').count()).toBe(1);
    await identities.getByRole('button', { name: 'Show all (51)' }).click();
    expect(await identities.getByRole('heading', { level: 3 }).count()).toBe(51);
    await identities.getByRole('button', { name: 'Google' }).first().click();
    expect(await identities.getByRole('grid').count()).toBe(2);
    await user.main
      .getByRole('button', { name: /^Large role/ })
      .first()
      .click();
    await user.waitForText('article-39');
    expect(await getExcess()).toEqual([]);

    await openPage(METADATA_PAGE);
    const viewer = user.main.getByRole('group', { name: 'user_metadata' });
    const heightOf = async () => (await viewer.boundingBox())?.height ?? 0;
    expect(await heightOf()).toBeLessThanOrEqual(420);
    await user.main.getByRole('button', { name: 'Show all: user_metadata' }).click();
    expect(await heightOf()).toBeGreaterThan(4000);
    await user.main.getByRole('button', { name: 'Show less: user_metadata' }).click();
    expect(await heightOf()).toBeLessThanOrEqual(420);
  });

  it('lists all connections of a user in the tooltip and for screen readers', async () => {
    await openPage(LIST_PAGE);
    await site.panel.screenshot('layout-list');
    const cell = user.main.getByTitle(/Shop 9/);
    await cell.getByText(/^\+\d+$/).waitFor();
    expect(await cell.getAttribute('title')).toMatch(/Shop 9/);
    expect(await cell.innerText()).toMatch(/Shop 9/);
  });

  it.each([PHONE, DESKTOP])(
    'the whole text to type for a deletion can be read and copied at a width of %i pixels',
    async (width, height) => {
      await resizeTo(width, height);
      await openPage(LONG_PAGE);
      await user.choose('Delete user');
      const phrase = user.dialog.getByText(LONG_EMAIL, { exact: true });
      expect(
        await phrase.evaluate((element) => {
          const { scrollWidth, clientWidth } = element.parentElement ?? element;
          return scrollWidth <= clientWidth;
        })
      ).toBe(true);
      const label = user.dialog.locator('label').filter({ hasText: 'To confirm' });
      expect(
        await label.evaluate((element) => {
          // As long as in other languages.
          element.append(' and the rest'.repeat(10));
          return element.scrollWidth <= element.clientWidth;
        })
      ).toBe(true);
      await user.dialog.getByRole('button', { name: `Copy ${LONG_EMAIL}` }).waitFor();
      await site.panel.screenshot(`layout-delete-${width}`);
      await user.dialog.getByLabel(/^To confirm/).fill(LONG_EMAIL);
      expect(await user.dialog.getByRole('button', { name: 'Delete user' }).isEnabled()).toBe(true);
      expect(await getExcess([[width, height]])).toEqual([]);
    }
  );
});
