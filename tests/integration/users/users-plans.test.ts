import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import {
  type FindUsers,
  USER_SORT_FIELDS,
} from '../../../plugins/user-profile/shared/contracts/users';
import { callAdmin } from '../../support/admin-api';
import { tableOf, UIDS } from '../../support/database';
import { createLoginBlocks, createManyUsers, NEWEST } from '../../support/many-users';
import { expectFastList, explainFind, stepsOf } from '../../support/query-plans';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUsers } from '../../support/users';

const COUNT = 100_000;
const PAGE_SIZE = 25;
/** The most identities of a connection that are counted. */
const MAX_COUNTED = 10_001;

type Filters = NonNullable<FindUsers.Request['query']['filters']>;

const hoursAgo = (hours: number) => new Date(NEWEST - hours * 3_600_000).toISOString();

/** Each filter with a value that few users have, and with one that many have. */
const FILTERS: [string, Filters][] = [
  ['a rare connection', { connection: { $eq: 'rare' } }],
  ['a common connection', { connection: { $eq: 'local' } }],
  ['an unused connection', { connection: { $eq: 'unused' } }],
  ['several connections', { connection: { $in: ['rare', 'google'] } }],
  ['a rare strategy', { strategy: { $eq: 'database' } }],
  ['a common strategy', { strategy: { $eq: 'google' } }],
  ['an email address', { email: { $eq: 'u77@example.com' } }],
  ['a username', { username: { $in: ['user77', 'user78'] } }],
  ['a rare role', { role: { type: { $eq: 'auditor' } } }],
  ['a common role', { role: { type: { $eq: 'editor' } } }],
  ['a role by its id', { role: { documentId: { $in: ['r-editor', 'r-auditor'] } } }],
  ['an unused role', { role: { type: { $in: ['unused'] } } }],
  ['an unknown role', { role: { type: { $eq: 'unknown' } } }],
  ['blocked', { blocked: { $eq: true } }],
  ['not blocked', { blocked: { $eq: false } }],
  ['a login block', { login_blocked: true }],
  ['no login block', { login_blocked: false }],
  ['a verified email address', { email_verified: true }],
  ['no verified email address', { email_verified: false }],
  ['logins of the past hours', { last_login: { $gte: hoursAgo(24) } }],
  ['logins of the past months', { last_login: { $gte: hoursAgo(2500) } }],
  ['no login', { last_login: { $null: true } }],
  ['any login', { last_login: { $null: false } }],
  ['many logins', { logins_count: { $gte: 495 } }],
  ['at least some logins', { logins_count: { $gte: 400 } }],
  ['new accounts', { created_at: { $gte: hoursAgo(100) } }],
  ['old accounts', { created_at: { $lt: hoursAgo(3000) } }],
  ['an erasure request', { erasure_requested: true }],
  ['no erasure request', { erasure_requested: false }],
  ['a missing account', { account_missing: true }],
  ['no missing account', { account_missing: false }],
  ['an invitation', { invited: true }],
  ['no invitation', { invited: false }],
  ['two common filters', { connection: { $eq: 'local' }, email_verified: true }],
  ['a rare and a common filter', { blocked: true, connection: { $eq: 'local' } }],
  ['a login block and a common filter', { login_blocked: true, blocked: false }],
];

/**
 * The orders that depend on the filter: all users of a connection may come last if users are sorted by
 * connection, and all users who never logged in have no logins. Then more rows are read.
 */
const dependsOn = (filters: Filters): string[] => {
  const byConnection = (filters.connection ?? filters.strategy) ? ['connection'] : [];
  return filters.last_login?.$null === undefined ? byConnection : ['logins_count'];
};

const DEPENDENT = FILTERS.filter(([, filters]) => dependsOn(filters).length > 0);

const ORDERS = USER_SORT_FIELDS.flatMap((field) => [`${field}:asc`, `${field}:desc`]);

describe(`plans of the list of ${COUNT} users`, () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    await createManyUsers(app, COUNT);
  });

  afterAll(() => app?.stop());

  /** The users that a filter by connection, strategy or latest login selects. */
  const countMatches = async ({ connection, strategy, last_login: login }: Filters) => {
    const choice = connection ?? strategy;
    const names = [choice?.$eq, choice?.$in].flat().filter((name) => typeof name === 'string');
    if (names.length > 0) {
      const ofStrategy = names.map((name) => (name === 'database' ? 'rare' : name));
      return app.database.count(UIDS.user, { connection: ofStrategy });
    }
    const never = await app.database.count(UIDS.user, { last_login: null });
    return login?.$null ? never : COUNT - never;
  };

  it.each(ORDERS)('use the index of the order for %s, forwards and backwards', async (sort) => {
    const query = (pagination: object) => ({
      sort,
      pagination: { pageSize: PAGE_SIZE, ...pagination },
    });
    const middle = { sort, 'pagination[page]': String(COUNT / PAGE_SIZE / 2) };
    const { body } = await getUsers(app, { ...middle, 'pagination[pageSize]': String(PAGE_SIZE) });
    const cursors = ['', body.meta.pagination.nextCursor, body.meta.pagination.previousCursor];
    await expectFastList(app, [
      query({}),
      query({ page: 40 }),
      ...cursors.map((cursor) => query({ cursor })),
    ]);
  });

  it.each(FILTERS)('neither scan nor sort users in any order for %s', async (_what, filters) => {
    const dependent = dependsOn(filters);
    const orders = ORDERS.filter((sort) => !dependent.includes(sort.split(':')[0]));
    await expectFastList(
      app,
      orders.map((sort) => ({ sort, filters }))
    );
  });

  it.each(DEPENDENT)(
    'sort no more users than match if the order depends on %s',
    async (_what, filters) => {
      const orders = ORDERS.filter((sort) => dependsOn(filters).includes(sort.split(':')[0]));
      await expectFastList(
        app,
        orders.map((sort) => ({ sort, filters })),
        await countMatches(filters)
      );
    }
  );

  it('count the users of a connection from the index, and say that a large number is an estimate', async () => {
    const { body } = await callAdmin(app, 'GET', '/connections');
    const isEstimated = ({ name, users_estimated: estimated }: Connection) => [name, estimated];
    expect(body.data.map(isEstimated)).toEqual(
      expect.arrayContaining([
        ['local', true],
        ['rare', false],
      ])
    );
    const [plans] = await explainFind(app, 'connection-reader', [{}]);
    const identities = tableOf(UIDS.identity);
    const steps = plans
      .filter(({ sql }) => sql.includes(identities))
      .flatMap(({ root }) => stepsOf(root));
    expect(steps.length).toBeGreaterThan(0);
    const scans = steps.filter(
      ({ what, relation, rows = 0 }) =>
        what === 'Seq Scan' ||
        what === `SCAN ${identities}` ||
        (relation === identities && rows > MAX_COUNTED)
    );
    expect(scans).toEqual([]);
  });

  it.each([true, false])(
    'neither scan nor sort users for login_blocked=%s if one in nine is locked out',
    async (isBlocked) => {
      await createLoginBlocks(app, 'i % 9 = 4');
      await expectFastList(
        app,
        ORDERS.map((sort) => ({ sort, filters: { login_blocked: isBlocked } }))
      );
    }
  );
});
