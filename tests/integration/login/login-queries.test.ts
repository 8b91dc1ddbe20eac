import { type Account, registerAccount } from '../../support/accounts';
import { createConnection } from '../../support/connections';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { logIn, postUser } from '../../support/logins';
import { recordSql } from '../../support/query-log';
import { SERVER_CODE } from '../../support/run-in-server';
import { getArticlesStatus, mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const MEMBERS = { name: 'members', strategy: 'database', options: {} };
const MEMBER = { connection: MEMBERS.name, identifier: 'member@example.test', deviceId: 'phone' };

/**
 * The most statements that each call may run on PostgreSQL, those of Users & Permissions and of transactions
 * (BEGIN, COMMIT, SAVEPOINT) included. Users & Permissions alone runs 9 for a login, 12 for a refresh, 13 for
 * the GET and 3 for a failed login. SQLite and MySQL need no lock time limit, which is one statement.
 */
const LIMITS = {
  refresh: { login: 20, memberLogin: 38, failedLogin: 14, unknownUser: 13, get: 14 },
  'legacy-support': { login: 15, memberLogin: 36, failedLogin: 14, unknownUser: 13, get: 14 },
};

/** MariaDB returns no columns of an INSERT, so the counters of failed logins are read again. */
const READ_AGAIN = databaseClient() === 'mariadb' ? 1 : 0;
const REFRESH_LIMIT = 17;

/** A job of the server may run in between, so the best of three counts. */
const TRIES = 3;

/** Runs `work` and fails with the statements if there are too many. */
const expectAtMost = async (
  app: TestStrapi,
  limit: number,
  work: () => Promise<unknown>
): Promise<void> => {
  let statements: string[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    statements = await recordSql(app, work);
    if (statements.length <= limit) {
      return;
    }
  }
  const list = statements.map((sql, index) => `${index + 1}. ${sql.slice(0, 200)}`);
  throw new Error(`More than ${limit} statements:\n${list.join('\n')}`);
};

/** Whether a statement reads what identifies the profile of an account: alone, or together with the account. */
const readsProfile = (statement: string): boolean => {
  const [, columns = '', rest = ''] =
    /^select (.*?) from (.*)$/s.exec(statement.replace(/["`]/g, '')) ?? [];
  const isOfUsers = rest.startsWith(tableOf(UIDS.user));
  return columns.includes('profile_user_id') || (isOfUsers && /\buser_id\b/.test(columns));
};

describe.each(['refresh', 'legacy-support'] as const)('with jwtManagement "%s"', (mode) => {
  const { failedLogin, unknownUser, ...others } = LIMITS[mode];
  const limits = {
    ...others,
    failedLogin: failedLogin + READ_AGAIN,
    unknownUser: unknownUser + READ_AGAIN,
  };
  let app: TestStrapi;
  let account: Account;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, UP_JWT_MANAGEMENT: mode } });
    await createConnection(app, MEMBERS);
    await postUser(app, MEMBERS.name, { email: MEMBER.identifier });
    account = await registerAccount(app);
  });

  afterAll(() => app?.stop());

  it(`a login on a known device runs at most ${limits.login} statements`, async () => {
    await mustLogIn(app, account, 'phone');
    await expectAtMost(app, limits.login, () => mustLogIn(app, account, 'phone'));
  });

  it(`a login on a new device runs at most ${limits.login} statements`, async () => {
    let devices = 0;
    await expectAtMost(app, limits.login, () => mustLogIn(app, account, `tablet-${devices++}`));
  });

  it('a login looks up the profile of the account once', async () => {
    const statements = await recordSql(app, () => mustLogIn(app, account, 'phone'));
    expect(statements.filter(readsProfile)).toHaveLength(1);
  });

  it(`a login with a connection runs at most ${limits.memberLogin} statements`, async () => {
    await expectAtMost(app, limits.memberLogin, async () => {
      expect((await logIn(app, MEMBER)).status).toBe(200);
    });
  });

  it.each([
    ['of a user', limits.failedLogin, () => account.email],
    ['of an unknown user', limits.unknownUser, () => 'unknown@example.test'],
  ])('a failed login %s runs at most %i statements', async (_whose, limit, identifier) => {
    await expectAtMost(app, limit, async () => {
      const failed = await logIn(app, { identifier: identifier(), password: 'wrong' });
      expect(failed.status).toBe(400);
    });
  });

  it(`a GET with a token runs at most ${limits.get} statements`, async () => {
    const { jwt } = await mustLogIn(app, account, 'phone');
    await expectAtMost(app, limits.get, async () => {
      expect(await getArticlesStatus(app, jwt)).toBe(200);
    });
  });

  if (mode === 'refresh') {
    it(`a refresh runs at most ${REFRESH_LIMIT} statements`, async () => {
      let tokens = await mustLogIn(app, account, 'phone');
      await expectAtMost(app, REFRESH_LIMIT, async () => {
        tokens = await mustRefresh(app, tokens.refreshToken);
      });
    });
  }

  it('none of these makes the query builder print a warning', () => {
    expect(app.output()).not.toContain('not supported');
  });
});
