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

const LIST_PAGE = ['the list', `${LIST}?pageSize=10`, 'Big Metadata'] as const;
const LONG_PAGE = [
  'Details of long names',
  userRoute(HOSTILE.long),
  'Role and permissions',
] as const;
const IDENTITIES_PAGE = [
  'Details of 51 identities',
  userRoute(HOSTILE.identities),
  'Large role',
] as const;
const METADATA_PAGE = [
  'Details of 200 KB of metadata',
  userRoute(HOSTILE.metadata),
  'Applications used',
] as const;
const DEVICES_PAGE = [
  'Devices',
  `${userRoute(HOSTILE.identities, 'devices')}?pageSize=10`,
  'Go to page 10',
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

/** Pages with a text that their last request brings. */
const PAGES: readonly (readonly [page: string, route: string, text: string])[] = [
  LIST_PAGE,
  ['a filtered list', `${LIST}?filters[connection][$in][0]=shop-1`, 'Clear filters'],
  LONG_PAGE,
  IDENTITIES_PAGE,
  METADATA_PAGE,
  DEVICES_PAGE,
  ['History', userRoute(HOSTILE.identities, 'history'), 'pppp'],
  ['Locations', userRoute(HOSTILE.identities, 'locations'), 'cccc'],
  ['Raw JSON', userRoute(HOSTILE.metadata, 'raw-json'), 'user_metadata'],
  ['Connections', `${LIST}/connections`, 'Shop 35'],
  ['a connection', `${LIST}/connections/shop-1`, 'nnnn'],
  ['the log', `${LIST}/log?type=s`, 'Wolfe'],
  ['Details of an HTML name and deep metadata', userRoute(HOSTILE.html), 'Applications used'],
  ['Overview', `${LIST}/overview?application=${LONG_APPLICATION}`, 'Active users'],
  ['imports', IMPORTS, 'Wolfe'],
  ['an import', importRoute(), 'ColumnColumn'],
  ['Settings', '/settings/user-profile', 'retention.days'],
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

  beforeAll(async () => {
    user = userPage(site.panel);
    const { page } = site.panel;
    await respondWithImport(page, () => LONG_IMPORT);
    await page.route(
      ({ pathname }) => pathname === '/user-profile/imports',
      (route) => route.fulfill({ json: { data: [LONG_IMPORT.data], meta: { max_bytes: 1e9 } } })
    );
  });

  beforeEach(() => resizeTo(...DESKTOP));

  const resizeTo = (width: number, height: number) =>
    site.panel.page.setViewportSize({ width, height });

  const openPage = async (route: string, text: string) => {
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

  it.each(PAGES)(
    '%s neither scrolls sideways nor has a second scrollbar',
    async (_, route, text) => {
      await openPage(route, text);
      expect(await getExcess()).toEqual([]);
    }
  );

  it.each([LIST_PAGE, LONG_PAGE, IDENTITIES_PAGE, DEVICES_PAGE])(
    'the tables of %s are not wider than their container',
    async (_, route, text) => {
      await openPage(route, text);
      for (const [width, height] of [DESKTOP, WIDE]) {
        await resizeTo(width, height);
        await getPageSize(site.panel.page);
        expect({ width, found: await getSidewaysScrollers(user.main) }).toEqual({
          width,
          found: [],
        });
      }
    }
  );

  it.each(['en', 'fr', 'de', 'es', 'pt-BR', 'ja', 'ar'])(
    'the tables of the list, the log, of devices and of connections fit into their container in %s',
    async (locale) => {
      const setLanguage = (language: string) =>
        site.panel.page.evaluate(
          (name) => localStorage.setItem('strapi-admin-language', name),
          language
        );
      await setLanguage(locale);
      try {
        for (const route of [LIST, `${LIST}/log`, DEVICES_PAGE[1], `${LIST}/connections`]) {
          await site.panel.open(route);
          await user.main.getByRole('row').nth(1).waitFor();
          await getPageSize(site.panel.page);
          expect({ route, found: await getSidewaysScrollers(user.main) }).toEqual({
            route,
            found: [],
          });
        }
      } finally {
        await setLanguage('en');
      }
    }
  );

  it.each([LONG_PAGE, IDENTITIES_PAGE, METADATA_PAGE])(
    '%s are at most 4,000 pixels high',
    async (_, route, text) => {
      await openPage(route, text);
      expect(await user.main.evaluate((main) => main.scrollHeight)).toBeLessThanOrEqual(4000);
    }
  );

  it('collapses long lists and documents, with a button to show all', async () => {
    await openPage(IDENTITIES_PAGE[1], IDENTITIES_PAGE[2]);
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

    await openPage(METADATA_PAGE[1], METADATA_PAGE[2]);
    const viewer = user.main.getByRole('group', { name: 'user_metadata' });
    const heightOf = async () => (await viewer.boundingBox())?.height ?? 0;
    expect(await heightOf()).toBeLessThanOrEqual(420);
    await user.main.getByRole('button', { name: 'Show all: user_metadata' }).click();
    expect(await heightOf()).toBeGreaterThan(4000);
    await user.main.getByRole('button', { name: 'Show less: user_metadata' }).click();
    expect(await heightOf()).toBeLessThanOrEqual(420);
  });

  it('lists all connections of a user in the tooltip and for screen readers', async () => {
    await openPage(LIST_PAGE[1], LIST_PAGE[2]);
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
      await openPage(LONG_PAGE[1], LONG_PAGE[2]);
      await user.choose('Delete user');
      const phrase = user.dialog.getByText(LONG_EMAIL, { exact: true });
      expect(
        await phrase.evaluate((element) => {
          const { scrollWidth, clientWidth } = element.parentElement ?? element;
          return scrollWidth <= clientWidth;
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
