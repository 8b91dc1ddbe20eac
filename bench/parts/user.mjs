import { panelOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { userDocumentId } from '../load/people.mjs';

const DAY_MS = 86_400_000;
const since = new Date(Date.now() - 29 * DAY_MS).toISOString();
const HEAVY_USER = 1;
const LIGHT_USER = 500;

const TABS = {
  Details: ['/overview'],
  Devices: ['/devices'],
  History: ['/events'],
  'History, 29 days, one type': [
    '/events',
    { 'filters[type][$in][0]': 'fp', 'filters[date][$gte]': since },
  ],
  'Locations, 29 days': ['/locations', { 'filters[date][$gte]': since }],
  'Raw JSON': [''],
};

export default {
  name: 'user',
  title: 'One user',
  async run({ report, sites, sizes }) {
    const panel = panelOf(await sites.large());
    const tabOf = (user, [path, query]) =>
      panel.get(`/users/${userDocumentId(user)}${path}`, query);
    const note = `heavy user: ${Math.floor(sizes.events / 10)} events, ${Math.floor(sizes.sessions / 10)} sessions`;
    for (const [tab, request] of Object.entries(TABS)) {
      await report.measure(tab, (name) =>
        compare(
          report,
          { name, measure: tabOf(HEAVY_USER, request) },
          [{ label: 'a light user', measure: tabOf(LIGHT_USER, request), atMost: 1.5 }],
          { note: tab === 'Details' ? note : undefined }
        )
      );
    }
  },
};
