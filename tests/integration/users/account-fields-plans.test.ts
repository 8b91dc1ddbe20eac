import {
  type FindUsers,
  USER_SORT_FIELDS,
} from '../../../plugins/user-profile/shared/contracts/users';
import { LISTED_FIELDS, siteWithFields } from '../../support/account-fields';
import { createManyUsers } from '../../support/many-users';
import { expectFastList } from '../../support/query-plans';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const COUNT = 100_000;

type Filters = NonNullable<FindUsers.Request['query']['filters']>;

/** Each type of index with a value that few accounts have, and with one that many have. */
const FILTERS: [string, Filters][] = [
  ['a rare text', { account_fields: { company: { $eq: 'Company 7' } } }],
  ['an unused text', { account_fields: { company: { $eq: 'unused' } } }],
  ['a common text', { account_fields: { plan: { $eq: 'pro' } } }],
  ['several texts', { account_fields: { plan: { $in: ['free', 'pro'] } } }],
  ['a true boolean', { account_fields: { newsletter: { $eq: true } } }],
  ['a false boolean', { account_fields: { newsletter: { $eq: false } } }],
  ['few numbers', { account_fields: { employees: { $lte: 3 } } }],
  ['many numbers', { account_fields: { employees: { $gte: 300 } } }],
  ['no number', { account_fields: { employees: { $null: true } } }],
  [
    'two fields',
    { account_fields: { plan: { $eq: 'pro' }, company: { $in: ['Company 7', 'Company 8'] } } },
  ],
  ['a common text of active users', { account_fields: { plan: { $eq: 'pro' } }, blocked: false }],
];

const ORDERS = USER_SORT_FIELDS.flatMap((field) => [`${field}:asc`, `${field}:desc`]);

describe(`plans of the list of ${COUNT} users by account fields`, () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: siteWithFields({ accountFields: LISTED_FIELDS }) });
    await createManyUsers(app, COUNT, {
      company: "'Company ' || (i * 3 % 2003)",
      plan: "case when i % 2 = 0 then 'pro' else 'free' end",
      newsletter: 'i % 1999 = 4',
      employees: 'case when i % 1009 > 0 then i * 7 % 1013 end',
    });
  });

  afterAll(() => app?.stop());

  it.each(FILTERS)('neither scan nor sort users in any order for %s', async (_what, filters) => {
    await expectFastList(
      app,
      ORDERS.map((sort) => ({ sort, filters }))
    );
  });
});
