import { contentManagerOf, panelOf, restOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { ORDERS } from './orders.mjs';

const PAGE_SIZE = 25;
const MAX_PAGE = 20_000;
const BUDGET_MS = 900;
const TIMES_BARE = 2;

/** Every order of the first page, in the panel and in REST. */
const measureOrders = async (report, { panel, rest, contentManager, emptyType, bare }) => {
  const barePg = { label: 'bare pg', measure: bare, atMost: TIMES_BARE };
  for (const { sort, counterpart } of ORDERS) {
    const sides = {
      panel: [
        panel.users({ sort }),
        [
          barePg,
          { label: 'an empty type', measure: emptyType.contentManager },
          {
            label: 'Content Manager',
            measure: contentManager.users({ sort: counterpart }),
            atMost: 1,
          },
        ],
      ],
      REST: [rest.users({ sort }), [barePg, { label: 'an empty type', measure: emptyType.rest }]],
    };
    for (const [side, [measure, baselines]] of Object.entries(sides)) {
      await report.measure(`${side}, ${sort}`, (name) =>
        compare(report, { name, measure }, baselines, { budgetMs: BUDGET_MS })
      );
    }
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
      emptyType: {
        contentManager: contentManagerOf(plain).emptyType(),
        rest: restOf(plain).emptyType(),
      },
      bare: async () => (await bareServer.call('GET', `/?pageSize=${PAGE_SIZE}`)).ms,
    };
    await measureOrders(report, sides);
    await measureDepth(report, sides, sizes.users);
    await measureConnections(report, sides);
  },
};
