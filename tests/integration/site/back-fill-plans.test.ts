import { tableOf, UIDS } from '../../support/database';
import { reconcile } from '../../support/profiles';
import { recordQueries } from '../../support/query-log';
import { getRole } from '../../support/roles';
import { SERVER_CODE } from '../../support/run-in-server';
import { readPlan } from '../../support/search-plans';
import { numbersSql } from '../../support/sql';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const COUNT = 100_000;
/** The pass continues after this account. */
const DONE = 90_000;
const PAGE = 500;
/** An account, its role link, its role. The tables of users and identities are small here and may be scanned. */
const MAX_ROWS = 3 * PAGE + 2 * (COUNT - DONE);

const READ = [UIDS.account, UIDS.accountRole] as const;
/** Both go through a whole table: the number of accounts, and the identities without an account at the end. */
const OF_ALL = /^select count|not exists/;

const ON_DEMAND = '{"reconcile":{"onStart":false,"schedule":"0 0 0 1 1 *"}}';

describe(`the back-fill of ${COUNT} accounts`, () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, USER_PROFILE_CONFIG: ON_DEMAND } });
    const role = await getRole(app, 'authenticated');
    const accounts = tableOf(UIDS.account);
    await app.database.query(
      `insert into ${accounts} (document_id, email, username, provider, confirmed, blocked, created_at)
       ${numbersSql(1, COUNT)}
       select 'a' || i, 'u' || i || '@example.com', 'u' || i, 'local', true, false, ? from n`,
      [new Date('2025-01-01')]
    );
    await app.database.query(
      `insert into ${tableOf(UIDS.accountRole)} (user_id, role_id) select id, ${role.id} from ${accounts}`
    );
    await app.database.analyze();
    const [{ id }] = await app.database.rows(UIDS.account, { document_id: `a${DONE}` });
    const state = { user: 0, account: id, session: 0, accounts_at: 0, progress: null };
    await app.database.insert(UIDS.job, [{ name: 'reconcile', state: JSON.stringify(state) }]);
  });

  afterAll(() => app?.stop());

  it('reads only the rows of each page, also far from the first one', async () => {
    const queries = await recordQueries(app, async () => {
      expect(await reconcile(app)).toMatchObject({ created: COUNT - DONE, failed: 0 });
    });
    const reading = queries.filter(
      ({ sql }) =>
        sql.startsWith('select') &&
        READ.some((uid) => sql.includes(`"${tableOf(uid)}"`)) &&
        !OF_ALL.test(sql)
    );
    expect(reading.length).toBeGreaterThan((COUNT - DONE) / PAGE);
    const plans = [];
    for (const query of reading) {
      plans.push({ sql: query.sql, ...(await readPlan(app.database, query)) });
    }
    expect(plans.filter(({ rows }) => rows > MAX_ROWS)).toEqual([]);
  });
});
