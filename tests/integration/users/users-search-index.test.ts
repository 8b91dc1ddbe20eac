import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { onPostgres } from '../../support/on-database';
import { getProfileByEmail, reconcile } from '../../support/profiles';
import { recordQueries } from '../../support/query-log';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { fillUsers, readPlan } from '../../support/search-plans';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUsers, userPath } from '../../support/users';

const find = async (app: TestStrapi, _q: string): Promise<string[]> => {
  const { status, body } = await getUsers(app, { _q });
  expect(status).toBe(200);
  return body.data.map(({ documentId }: Profile) => documentId);
};

/** On MariaDB each search reads the users: see docs/decisions/search.md. */
const hasIndex = databaseClient() !== 'mariadb';
const [onIndex, describeOnIndex] = hasIndex ? [it, describe] : [it.skip, describe.skip];

describe('the index of the search for users', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  it('follows each way to change a user', async () => {
    const account = await registerAccount(app, newCredentials());
    const { documentId } = await getProfileByEmail(app, account.email);
    const expectOnly = async (found: string, lost: string) => {
      expect([found, await find(app, found)]).toEqual([found, [documentId]]);
      expect([lost, await find(app, lost)]).toEqual([lost, []]);
    };

    await mustCall(app, 'PUT', userPath(documentId), { data: { family_name: 'Panelway' } });
    await expectOnly('panelway', 'apiway');

    // As Users & Permissions does when an admin edits the account.
    await runInServer(
      app,
      async (strapi, id) => {
        await strapi.db.query('plugin::users-permissions.user').update({
          where: { id },
          data: { email: 'accountway@example.com', username: 'accountway-name' },
        });
      },
      account.id
    );
    await reconcile(app);
    await expectOnly('accountway@example.com', account.email);
    await expectOnly('accountway-name', account.username);

    await runInServer(
      app,
      async (strapi, id) => {
        await strapi.db
          .query('plugin::user-profile.user')
          .updateMany({ where: { documentId: id }, data: { family_name: 'Siteway' } });
      },
      documentId
    );
    await expectOnly('siteway', 'panelway');

    await app.database.update(UIDS.user, { document_id: documentId }, { nickname: 'Sqlway' });
    await expectOnly('sqlway', 'none');

    await callAdmin(app, 'DELETE', userPath(documentId));
    expect(await find(app, 'siteway')).toEqual([]);
  });

  onIndex('is restored by a start and a reconcile pass if its triggers were lost', async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfileByEmail(app, account.email);
    const isSqlite = app.database.client === 'sqlite';
    const users = tableOf(UIDS.user);
    for (const event of isSqlite ? ['insert', 'update', 'delete'] : ['write']) {
      const trigger = `user_profile_search_${event}`;
      await app.database.query(`drop trigger ${trigger}${isSqlite ? '' : ` on ${users}`}`);
    }
    const rename = (nickname: string) =>
      app.database.update(
        UIDS.user,
        { document_id: documentId },
        { nickname, overrides: ['nickname'] }
      );
    await rename('Untriggered');
    expect(await find(app, 'untriggered')).toEqual([]);

    await app.restart();
    await reconcile(app);
    expect(await find(app, 'untriggered')).toEqual([documentId]);
    await rename('Triggered again');
    expect(await find(app, 'triggered again')).toEqual([documentId]);
    expect(await find(app, 'untriggered')).toEqual([]);
  });

  describeOnIndex('with 100,000 users', () => {
    beforeAll(async () => {
      await fillUsers(app.database, 100_000);
    });

    it.each([
      ['no user', 'zzzqqq', 100],
      ['no user, by two letters', 'zq', 100],
      ['a few users', 'nr77777', 1000],
      ['3,000 users', 'keller', 20_000],
      ['3,000 users, by two letters', 'ke', 20_000],
      ['most users', 'person', 40_000],
      ['most users, by one letter', 'p', 40_000],
    ])('reads few rows for a text that finds %s: %s', async (_what, _q, limit) => {
      for (const page of ['page', 'cursor']) {
        const query = { _q, sort: 'name:asc', [`pagination[${page}]`]: page === 'page' ? '1' : '' };
        const statements = await recordQueries(app, () => getUsers(app, query));
        const searches = statements.filter(
          ({ sql }) => sql.startsWith('select') && sql.includes('user_profile_search')
        );
        expect(searches).not.toEqual([]);
        for (const statement of searches) {
          const { rows, scans } = await readPlan(app.database, statement);
          expect([statement.sql, rows < limit, scans]).toEqual([statement.sql, true, []]);
        }
      }
    });
  });

  onPostgres(
    'can be missing, if the database does not allow it, with the same results',
    async () => {
      const other = await startStrapi({ emptyDatabase: true, env: { ...SERVER_CODE } });
      try {
        const account = await registerAccount(other);
        const { documentId } = await getProfileByEmail(other, account.email);
        await other.database.query('drop extension pg_trgm cascade');
        // A role without rights on the database cannot create an extension.
        const name = `limited_${process.pid}`;
        const [{ database }] = await other.database.query<{ database: string }>(
          'select current_database() as database'
        );
        await other.database.query(`create role ${name} login password 'limited'`);
        await other.database.query(`grant all on schema public to ${name}`);
        await other.database.query(
          `do $$ declare t record; begin
           for t in select tablename from pg_tables where schemaname = 'public' loop
             execute format('alter table %I owner to ${name}', t.tablename);
           end loop;
           alter function user_profile_search_write() owner to ${name};
         end $$`
        );
        await other.database.query(`revoke create on database ${database} from public`);
        const url = new URL(other.database.env.DATABASE_URL);
        url.username = name;
        url.password = 'limited';
        await other.restart({ DATABASE_URL: url.href });
        expect(other.output()).toContain('pg_trgm could not be created');
        const email = account.email.toUpperCase();
        for (const _q of [email, email.slice(3, 9), account.username]) {
          expect(await find(other, _q)).toEqual([documentId]);
        }
        expect(await find(other, 'zzzqqq')).toEqual([]);
      } finally {
        await other.stop();
      }
    }
  );
});
