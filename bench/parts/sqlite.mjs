import { contentManagerOf, panelOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { ORDERS } from './orders.mjs';
import { measureSearches } from './search.mjs';

export default {
  name: 'sqlite',
  title: 'SQLite',
  async run({ report, sites, sizes }) {
    const [site, plain] = [await sites.sqlite(), await sites.sqlitePlain()];
    const panel = panelOf(site);
    const contentManager = contentManagerOf(plain);
    for (const { sort, counterpart } of ORDERS) {
      await report.measure(`panel, ${sort}`, (name) =>
        compare(
          report,
          { name, measure: panel.users({ sort }) },
          [
            {
              label: 'Content Manager',
              measure: contentManager.users({ sort: counterpart }),
              atMost: 1,
            },
          ],
          { budgetMs: 600 }
        )
      );
    }
    await measureSearches(report, site, plain, sizes.sqliteUsers);
  },
};
