import { setTimeout as sleep } from 'node:timers/promises';

import { hashSync } from '@node-rs/bcrypt';
import knex, { type Knex } from 'knex';

import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { getStoredPassword, HASHERS, setImportedPassword } from '../../support/imported-passwords';
import { logIn, WRONG_CREDENTIALS } from '../../support/logins';
import { isShared } from '../../support/on-database';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { ACCEPTED, getTokenStatuses, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const UPGRADED = { password: expect.stringMatching(/^\$2[aby]\$/), imported: 0 };
const ROUNDS = 10;
/** The check and the new hash take about this long, so the change of a round hits each moment of a login. */
const SPREAD_MS = 90;

const ON_DELETE = `create trigger fail before delete on ${tableOf(UIDS.importedPassword)} for each row`;

/** SQL that differs between the databases that servers can share. */
const SQL = {
  postgres: {
    client: 'pg',
    failOnDelete: `
      create function fail_on_delete() returns trigger language plpgsql as $$
        begin raise exception 'the disk is full'; end $$;
      ${ON_DELETE} execute function fail_on_delete()`,
    succeedOnDelete: 'drop function fail_on_delete cascade',
    countBlocked: `select count(*)::int as count from pg_stat_activity
      where wait_event_type = 'Lock' and query like 'update%' and datname = current_database()`,
    renewedAfterMs: 0,
  },
  mariadb: {
    client: 'mysql2',
    failOnDelete: `${ON_DELETE} signal sqlstate '45000' set message_text = 'the disk is full'`,
    succeedOnDelete: 'drop trigger fail',
    countBlocked: `select count(*) as count from information_schema.innodb_trx
      join information_schema.processlist on id = trx_mysql_thread_id
      where trx_state = 'LOCK WAIT' and trx_query like 'update%' and db = database()`,
    // InnoDB renews this view only if it was not read for 100 ms.
    renewedAfterMs: 150,
  },
};

const races = () => {
  let first: TestStrapi;
  let second: TestStrapi;
  let locker: Knex;
  let account: Account;
  const sql = SQL[databaseClient() as keyof typeof SQL];

  beforeAll(async () => {
    const env = { UP_JWT_MANAGEMENT: 'refresh' };
    first = await startStrapi({ env });
    second = await startStrapi({ env, database: first.database });
    locker = knex({ client: sql.client, connection: first.env().DATABASE_URL });
  });

  afterAll(async () => {
    await locker?.destroy();
    await second?.stop();
    await first?.stop();
  });

  const createImported = async (): Promise<void> => {
    await first.database.remove(UIDS.loginFailure);
    account = await registerAccount(first);
    await setImportedPassword(first, account, HASHERS.argon2id(PASSWORD));
  };

  beforeEach(createImported);

  const logInAt = (app: TestStrapi, password: string = PASSWORD) =>
    logIn(app, { identifier: account.email, password });

  const setPasswordIn = (trx: Knex.Transaction, password: string) =>
    trx(tableOf(UIDS.account)).where({ id: account.id }).update({ password });

  const waitForBlocked = (count: number) =>
    waitForEqual(async () => {
      await sleep(sql.renewedAfterMs);
      return first.database.query<{ count: number }>(sql.countBlocked);
    }, [{ count }]);

  it('rejects the old password if another one is set after it was verified', async () => {
    const trx = await locker.transaction();
    await setPasswordIn(trx, hashSync(NEW_PASSWORD, 10));
    const login = logInAt(second);
    await waitForBlocked(1);
    await trx.commit();

    expect(await login).toMatchObject(WRONG_CREDENTIALS);
    expect((await logInAt(first, NEW_PASSWORD)).status).toBe(200);
    expect(await logInAt(second)).toMatchObject(WRONG_CREDENTIALS);
  });

  it('rejects the old password if it is removed after it was verified', async () => {
    const trx = await locker.transaction();
    await trx(tableOf(UIDS.account)).where({ id: account.id }).update({ password: null });
    const login = logInAt(second);
    await waitForBlocked(1);
    await trx.commit();
    expect(await login).toMatchObject(WRONG_CREDENTIALS);
  });

  it('accepts two logins that replace the hash at the same time', async () => {
    const trx = await locker.transaction();
    await trx(tableOf(UIDS.account)).where({ id: account.id }).forUpdate();
    const logins = [logInAt(first), logInAt(second)];
    await waitForBlocked(2);
    await trx.rollback();

    const responses = await Promise.all(logins);
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    for (const { body } of responses) {
      expect(await getTokenStatuses(first, body)).toEqual(ACCEPTED);
    }
    expect(await getStoredPassword(first, account)).toEqual(UPGRADED);
  });

  it('accepts ten first logins at once, on two instances', async () => {
    const logins = Array.from({ length: 10 }, (_, index) => logInAt(index % 2 ? first : second));
    const responses = await Promise.all(logins);
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await getStoredPassword(first, account)).toEqual(UPGRADED);
    expect((await logInAt(first)).status).toBe(200);
  });

  it('logs the user in even if the new hash cannot be stored', async () => {
    await first.database.query(sql.failOnDelete);
    const { status } = await logInAt(first);
    await first.database.query(sql.succeedOnDelete);
    expect(status).toBe(200);
    expect(await getStoredPassword(first, account)).toMatchObject({ imported: 1 });
    expect((await logInAt(second)).status).toBe(200);
    expect(await getStoredPassword(first, account)).toEqual(UPGRADED);
  });

  const resetPassword = async (): Promise<void> => {
    const code = `code-${account.id}`;
    await first.database.update(UIDS.account, { id: account.id }, { reset_password_token: code });
    const body = { code, password: NEW_PASSWORD, passwordConfirmation: NEW_PASSWORD };
    const { status } = await first.request('POST', '/api/auth/reset-password', { body });
    expect(status).toBe(200);
  };

  const setPassword = () =>
    mustCall(first, 'PUT', userPath(userIdOf(account), '/password'), {
      data: { password: NEW_PASSWORD },
    });

  it.each([
    ['the user resets the password', resetPassword],
    ['an admin sets a password', setPassword],
  ])(
    'has no session and no old hash after %s at any moment of the first login',
    async (_what, change) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await createImported();
        const [login] = await Promise.all([
          logInAt(second),
          sleep((round * SPREAD_MS) / ROUNDS).then(change),
        ]);
        expect(await getStoredPassword(first, account)).toEqual(UPGRADED);
        expect(await logInAt(second)).toMatchObject(WRONG_CREDENTIALS);
        expect((await logInAt(second, NEW_PASSWORD)).status).toBe(200);
        if (login.status === 200) {
          expect(await getTokenStatuses(first, login.body)).toEqual(REJECTED);
        }
      }
    }
  );
};

const oneInstance = () => {
  it('has no races on SQLite, which runs one statement at a time', () => {
    expect(isShared).toBe(false);
  });
};

describe('an imported password hash in parallel requests', isShared ? races : oneInstance);
