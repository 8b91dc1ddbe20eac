import { type Account, registerAccount } from '../../support/accounts';
import { createConnection } from '../../support/connections';
import { tableOf, type Uid, UIDS } from '../../support/database';
import { logIn, postUser } from '../../support/logins';
import { recordSql } from '../../support/query-log';
import { SERVER_CODE } from '../../support/run-in-server';
import { mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const MEMBERS = { name: 'members', strategy: 'database', options: {} };
const MEMBER = { connection: MEMBERS.name, identifier: 'member@example.test', deviceId: 'phone' };

/** The number of SELECTs of the plugin on a table with a condition on the column. */
const countSelects = (
  statements: string[],
  { uid, where, selects = '' }: { uid: Uid; where: string; selects?: string }
): number => {
  const quoted = (name: string) => `[\`"]${name}[\`"]`;
  // PostgreSQL puts the schema before the table.
  const table = `(${quoted('\\w+')}\\.)?${quoted(tableOf(uid))}`;
  const pattern = new RegExp(`^select .*${selects}.* from ${table} where ${quoted(where)} = `);
  return statements.filter((sql) => pattern.test(sql)).length;
};

/** The look-ups of an account, of its identity and of its profile. Each should run once per request. */
const countLookUps = (statements: string[]) => ({
  account: countSelects(statements, { uid: UIDS.account, where: 'id' }),
  identity: countSelects(statements, { uid: UIDS.identity, where: 'account' }),
  // Other statements lock the row of the user.
  profile: countSelects(statements, { uid: UIDS.user, where: 'id', selects: 'connection' }),
});

const ONCE = { account: 1, identity: 1, profile: 1 };

/** After the response, the event hub reads the user of a new device. */
const ONCE_AND_FOR_THE_HUB = { ...ONCE, profile: 2 };

describe.each(['refresh', 'legacy-support'])('with jwtManagement "%s"', (mode) => {
  let app: TestStrapi;
  let account: Account;

  const countLookUpsOf = async (work: () => Promise<unknown>) =>
    countLookUps(await recordSql(app, work));

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, UP_JWT_MANAGEMENT: mode } });
    await createConnection(app, MEMBERS);
    await postUser(app, MEMBERS.name, { email: MEMBER.identifier });
    account = await registerAccount(app);
  });

  afterAll(() => app?.stop());

  it('a login with Users & Permissions looks up account, identity and profile once', async () => {
    const logInByPhone = () => mustLogIn(app, account, 'phone');
    expect(await countLookUpsOf(logInByPhone)).toEqual(ONCE_AND_FOR_THE_HUB);
    expect(await countLookUpsOf(logInByPhone)).toEqual(ONCE);
  });

  it('a login with a connection looks up account, identity and profile once', async () => {
    const logInMember = async () => {
      expect((await logIn(app, MEMBER)).status).toBe(200);
    };
    expect(await countLookUpsOf(logInMember)).toEqual(ONCE_AND_FOR_THE_HUB);
    expect(await countLookUpsOf(logInMember)).toEqual(ONCE);
  });

  it('a failed login looks up account, identity and profile once', async () => {
    for (const login of [{ identifier: account.email }, MEMBER]) {
      const lookUps = await countLookUpsOf(async () => {
        expect((await logIn(app, { ...login, password: 'wrong' })).status).toBe(400);
      });
      expect(lookUps).toEqual(ONCE);
    }
  });

  if (mode === 'refresh') {
    it('a refresh looks up identity and profile once', async () => {
      const { refreshToken } = await mustLogIn(app, account, 'phone');
      const lookUps = await countLookUpsOf(() => mustRefresh(app, refreshToken));
      // The second one reads whether the account is blocked, after the device is locked.
      expect(lookUps).toEqual({ ...ONCE, account: 2 });
    });
  }
});
