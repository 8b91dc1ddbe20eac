import { contentManagerOf, panelOf, restOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { ORDERS } from './orders.mjs';

const PAGE_SIZE = 25;
const MAX_PAGE = 20_000;
const BUDGET_MS = 900;
const TIMES_BARE = 2;

/** Every order of the first page, in the panel and in REST. */
const measureOrders = async (report, { panel, rest, contentManager, bare }) => {
  for (const { sort, counterpart } of ORDERS) {
    const baselines = [
      { label: 'bare pg', measure: bare, atMost: TIMES_BARE },
      { label: 'Content Manager', measure: contentManager.users({ sort: counterpart }), atMost: 1 },
    ];
    await report.measure(`panel, ${sort}`, (name) =>
      compare(report, { name, measure: panel.users({ sort }) }, baselines, { budgetMs: BUDGET_MS })
    );
    await report.measure(`REST, ${sort}`, (name) =>
      compare(report, { name, measure: rest.users({ sort }) }, baselines.slice(0, 1), {
        budgetMs: BUDGET_MS,
      })
    );
  }
};

/** A page far from the first one, which the panel reaches by cursor and REST by both. */
const measureDepth = async (report, { rest, contentManager, bare }, users) => {
  const page = Math.min(MAX_PAGE, Math.max(2, Math.floor(users / PAGE_SIZE) - 1));
  const sort = 'created_at:desc';
  const number = { sort, 'pagination[page]': page, 'pagination[pageSize]': PAGE_SIZE };
  await report.measure(`REST, page ${page} by number`, (name) =>
    compare(report, { name, measure: rest.users(number) }, [
      {
        label: 'Content Manager, same page',
        measure: contentManager.users({ page, sort: 'createdAt:DESC' }),
        atMost: 1,
      },
    ])
  );
  await report.measure(`REST, page ${page} by cursor`, async (name) => {
    const { meta } = await rest.json({ ...number, 'pagination[page]': page - 1 });
    const query = {
      sort,
      'pagination[cursor]': meta.pagination.nextCursor,
      'pagination[pageSize]': PAGE_SIZE,
    };
    await compare(report, { name, measure: rest.users(query) }, [
      { label: 'bare pg', measure: bare, atMost: TIMES_BARE },
    ]);
  });
};

/** What Strapi itself needs for a list: a type without rows. No list behind its routes can be faster. */
const measureFloor = async (report, { emptyInContentManager, emptyInRest, bare }) => {
  const measureEmpty = (what, measure) =>
    report.measure(what, (name) =>
      compare(report, { name, measure }, [{ label: 'bare pg', measure: bare }])
    );
  await measureEmpty('an empty type in the Content Manager', emptyInContentManager);
  await measureEmpty('an empty type in REST', emptyInRest);
};

const measureConnections = (report, { panel }) =>
  report.measure('Connections page', (name) =>
    compare(report, { name, measure: panel.get('/connections') }, [
      { label: 'Users list', measure: panel.users(), atMost: 3 },
    ])
  );

export default {
  name: 'list',
  title: 'Users list',
  async run({ report, sites, sizes }) {
    const [large, plain, bareServer] = await Promise.all([
      sites.large(),
      sites.largePlain(),
      sites.bare(),
    ]);
    const sides = {
      panel: panelOf(large),
      rest: restOf(large),
      contentManager: contentManagerOf(plain),
      emptyInContentManager: contentManagerOf(plain).emptyType(),
      emptyInRest: restOf(plain).emptyType(),
      bare: async () => (await bareServer.call('GET', `/?pageSize=${PAGE_SIZE}`)).ms,
    };
    await measureFloor(report, sides);
    await measureOrders(report, sides);
    await measureDepth(report, sides, sizes.users);
    await measureConnections(report, sides);
  },
};
