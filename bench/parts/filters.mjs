import { panelOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { ORDERS } from './orders.mjs';

const DAY_MS = 86_400_000;
const daysAgo = (days) => new Date(Date.now() - days * DAY_MS).toISOString();
const LIMITS = { rounds: 15, budgetMs: 1500 };

const filters = async (panel) => {
  const [{ email, username }] = await panel.findUsers({ sort: 'created_at:desc' });
  return {
    'connection, 90 % of the users': { 'filters[connection][$in][0]': 'local' },
    'connection, 0.1 % of the users': { 'filters[connection][$in][0]': 'twitch' },
    strategy: { 'filters[strategy][$in][0]': 'google' },
    email: { 'filters[email][$eq]': email },
    username: { 'filters[username][$eq]': username },
    blocked: { 'filters[blocked][$eq]': true },
    'not blocked': { 'filters[blocked][$eq]': false },
    'email verified': { 'filters[email_verified][$eq]': true },
    'role, 90 % of the users': { 'filters[role][type][$eq]': 'authenticated' },
    'role, 0.1 % of the users': { 'filters[role][type][$eq]': 'auditor' },
    'login block': { 'filters[login_blocked][$eq]': true },
    'no login block': { 'filters[login_blocked][$eq]': false },
    invited: { 'filters[invited][$eq]': true },
    'last login in 7 days': { 'filters[last_login][$gte]': daysAgo(7) },
    'never logged in': { 'filters[last_login][$null]': true },
    'at least 1,000 logins': { 'filters[logins_count][$gte]': 1000 },
    'created in 7 days': { 'filters[created_at][$gte]': daysAgo(7) },
    'deletion requested': { 'filters[erasure_requested][$eq]': true },
    'account missing': { 'filters[account_missing][$eq]': true },
  };
};

const PAIRS = [
  ['connection, 90 % of the users', 'never logged in'],
  ['connection, 0.1 % of the users', 'email verified'],
  ['strategy', 'last login in 7 days'],
  ['blocked', 'email verified'],
  ['role, 90 % of the users', 'no login block'],
];

/** The order that is slowest with a filter, by one request each. */
const findWorstOrder = async (panel, filter) => {
  let worst = { ms: -1 };
  for (const { sort } of ORDERS) {
    const ms = await panel.users({ ...filter, sort })();
    worst = ms > worst.ms ? { ms, sort } : worst;
  }
  return worst.sort;
};

const measureFilter = (report, panel, what, filter, atMost) =>
  report.measure(what, async (name) => {
    const sort = await findWorstOrder(panel, filter);
    await compare(
      report,
      { name, measure: panel.users({ ...filter, sort }) },
      [{ label: 'Users list', measure: panel.users({ sort }), atMost }],
      { ...LIMITS, note: `worst order: ${sort}` }
    );
  });

export default {
  name: 'filters',
  title: 'Filters',
  async run({ report, sites }) {
    const panel = panelOf(await sites.large());
    const all = await filters(panel);
    for (const [what, filter] of Object.entries(all)) {
      await measureFilter(report, panel, what, filter, 3);
    }
    for (const pair of PAIRS) {
      const both = Object.assign({}, ...pair.map((what) => all[what]));
      await measureFilter(report, panel, pair.join(' and '), both, 10);
    }
  },
};
