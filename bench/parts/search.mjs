import { contentManagerOf, panelOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { COMMON, RARE } from '../load/words.mjs';

const TIMES_LIST = 3;
/** With fewer users, the routes of Strapi take longer than the search. */
const MANY_USERS = 1_000_000;
const TIMES_CONTENT_MANAGER = 1 / 50;
const BUDGET_MS = 1500;

/** `isFound`: the sample data has users with a word that contains or, if it is short, starts with the text. */
const SEARCHES = [
  { what: 'rare family name', text: RARE.toLowerCase(), isFound: true },
  { what: 'part of a rare family name', text: RARE.toLowerCase().slice(3, 9), isFound: true },
  { what: 'common family name', text: COMMON.toLowerCase(), isFound: true },
  { what: 'a word of every user', text: 'example', isFound: true },
  { what: 'two letters inside of names', text: 'er', isFound: false },
  { what: 'two letters', text: 'ma', isFound: true },
  { what: 'one letter', text: 'k', isFound: true },
  { what: 'two words', text: `anna ${COMMON.toLowerCase()}`, isFound: true },
  { what: 'no result', text: 'xqzvwk', isFound: false },
];

/**
 * Searches of a site beside its list and beside the Content Manager's search in the same accounts.
 *
 * @param users how many users the site has
 */
export const measureSearches = async (report, site, plain, users) => {
  const panel = panelOf(site);
  const contentManager = contentManagerOf(plain);
  const [last] = await panel.findUsers({ sort: 'created_at:desc' });
  const searches = [...SEARCHES, { what: 'email', text: last.email, isFound: true }];

  for (const { what, text, isFound } of searches) {
    await report.measure(`${what} ("${text}")`, async (name) => {
      const found = await panel.findUsers({ _q: text });
      const problem = isFound && found.length === 0 ? 'finds no user' : undefined;
      await compare(
        report,
        { name, measure: panel.users({ _q: text }) },
        [
          { label: 'Users list', measure: panel.users(), atMost: TIMES_LIST },
          {
            label: 'Content Manager `_q`',
            measure: contentManager.users({ _q: text }),
            atMost: users >= MANY_USERS ? TIMES_CONTENT_MANAGER : undefined,
          },
        ],
        { budgetMs: BUDGET_MS, problem }
      );
    });
  }
};

export default {
  name: 'search',
  title: 'Search',
  async run({ report, sites, sizes }) {
    const [large, plain] = await Promise.all([sites.large(), sites.largePlain()]);
    await measureSearches(report, large, plain, sizes.users);
  },
};
