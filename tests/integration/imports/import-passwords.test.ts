import fs from 'node:fs';
import path from 'node:path';

import { hashSync } from '@node-rs/bcrypt';
import knex, { type Knex } from 'knex';

import { readAuth0Password } from '../../../plugins/user-profile/server/src/model/accounts/imported-passwords/read-auth0-password';
import { newCredentials, registerAccount } from '../../support/accounts';
import { createAuth0Record } from '../../support/auth0-records';
import { linesOf } from '../../support/command';
import { databaseClient, tableOf, UIDS } from '../../support/database';
import { getStoredPassword } from '../../support/imported-passwords';
import {
  exportWithHashes,
  getImportErrors,
  importFile,
  importRecords,
  type ExportedLine,
} from '../../support/imports';
import { logIn } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userIdOf } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const OLD_HASH = hashSync(PASSWORD, 4);
const NEW_HASH = hashSync(NEW_PASSWORD, 4);
const DJANGO_HASH = 'sha1$salt$0123456789012345678901234567890123456789';

const MERGE = { connection: 'local', mode: 'merge', match_by: 'email' } as const;

const FIXTURES = path.join(__dirname, '..', '..', 'fixtures', 'imports');
const fixture = (name: string): string => path.join(FIXTURES, name);
const textOf = (name: string): string => fs.readFileSync(fixture(name), 'utf8');

/** The passwords of the users of all files by email address; null for users without one. */
const PASSWORDS: Record<string, string | null> = JSON.parse(textOf('passwords.json'));

const usersWith = (hasPassword: boolean): [string, string][] =>
  Object.entries(PASSWORDS)
    .filter(([, password]) => (password !== null) === hasPassword)
    .map(([email, password]) => [email, password ?? '']);

let app: TestStrapi;

beforeAll(async () => {
  app = await startStrapi({ env: SERVER_CODE });
});

afterAll(() => app?.stop());

describe('the hashes of other systems in files', () => {
  beforeAll(async () => {
    const hash_config = JSON.parse(textOf('firebase-hash-config.json'));
    for (const [name, more] of [
      ['auth0.ndjson', {}],
      ['firebase.json', { hash_config }],
      ['users.csv', {}],
    ] as const) {
      const result = await importFile(app, fixture(name), { connection: 'local', ...more });
      expect(await getImportErrors(app, result)).toEqual([]);
      expect(result.status).toBe('done');
    }
  });

  const hashesIn = ({ password_hash, custom_password_hash }: Partial<ExportedLine>) => ({
    password_hash,
    custom_password_hash,
  });

  const withoutHashes = ({
    password_hash: _bcrypt,
    custom_password_hash: _other,
    ...rest
  }: Partial<ExportedLine>) => rest;

  const getAccount = async (email: string) => {
    const [account] = await app.database.rows(UIDS.account, { email });
    return { documentId: account.document_id };
  };

  it('are exported with all that the file of Auth0 has about their users', async () => {
    const records = linesOf<ExportedLine>(textOf('auth0.ndjson'));
    const forAuth0 = await exportWithHashes(app, 'auth0');
    const lines = await exportWithHashes(app, 'ndjson');
    const findBy = (users: ExportedLine[], email: string): Partial<ExportedLine> =>
      users.find((user) => user.email === email) ?? {};
    for (const { email, ...record } of records) {
      const { user_id: id, identities: _own, updated_at: _now, ...facts } = withoutHashes(record);
      const { created_at, last_login, last_ip, logins_count, last_password_reset, ...more } = facts;
      expect(withoutHashes(findBy(forAuth0, email))).toEqual({
        blocked: false,
        ...more,
        email,
        user_id: String(id).slice('auth0|'.length),
      });
      expect(findBy(lines, email)).toMatchObject({ ...facts, email, user_id: id });
    }
    // A hash has several forms: hexadecimal or base64, with or without a salt in its text.
    const hashesOf = (users: ExportedLine[]) =>
      records.map(({ email }) => [email, readAuth0Password(hashesIn(findBy(users, email)))]);
    const expected = hashesOf(records);
    expect(hashesOf(forAuth0)).toEqual(expected);
    expect(hashesOf(lines)).toEqual(expected);
  });

  it.each(usersWith(true))(
    'let %s log in with the old password, and are replaced by that of the site',
    async (email, password) => {
      const account = await getAccount(email);
      const before = await getStoredPassword(app, account);
      const isKept = before.imported === 1;
      expect(before.password).toMatch(isKept ? /^\$imported\$/ : /^\$2y\$/);
      expect((await logIn(app, { identifier: email, password })).status).toBe(200);
      expect(await getStoredPassword(app, account)).toEqual({
        password: isKept ? expect.stringMatching(/^\$2[ab]\$/) : before.password,
        imported: 0,
      });
    }
  );

  it('let no user without one log in', async () => {
    const withoutOne = usersWith(false);
    expect(withoutOne).toHaveLength(3);
    for (const [email] of withoutOne) {
      expect((await logIn(app, { identifier: email, password: PASSWORD })).status).toBe(400);
    }
  });
});

describe('the password of a user who exists', () => {
  const passwordOf = async (email: string): Promise<string | null> => {
    const [account] = await app.database.rows(UIDS.account, { email }, { columns: ['password'] });
    return account.password;
  };

  const createAccount = async () => {
    const { email } = await registerAccount(app, newCredentials());
    const [{ document_id: documentId, password }] = await app.database.rows(UIDS.account, {
      email,
    });
    return { email, documentId, password };
  };

  it('is replaced by that of a later file until the user has logged in', async () => {
    const record = createAuth0Record({ password_hash: OLD_HASH });
    const { email: identifier } = record;
    await importRecords(app, [record]);
    const changed = { ...record, password_hash: NEW_HASH };
    expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ updated: 1 });
    expect(await passwordOf(identifier)).toBe(NEW_HASH);

    await importRecords(app, [record], MERGE);
    expect((await logIn(app, { identifier, password: PASSWORD })).status).toBe(200);
    expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ unchanged: 1 });
    expect(await passwordOf(identifier)).toBe(OLD_HASH);
  });

  it('is replaced if the file has another form of hash than the last one', async () => {
    const record = createAuth0Record({ password_hash: OLD_HASH });
    await importRecords(app, [record]);
    for (const hash of [DJANGO_HASH, NEW_HASH]) {
      const changed = { ...record, password_hash: hash };
      expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ updated: 1 });
      expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ unchanged: 1 });
    }
    expect(await passwordOf(record.email)).toBe(NEW_HASH);
  });

  it('is replaced although the file has a date of its last reset', async () => {
    const reset = { last_password_reset: '2023-01-02T03:04:05.678Z' };
    const record = createAuth0Record({ ...reset, password_hash: OLD_HASH });
    await importRecords(app, [record]);
    const changed = { ...record, password_hash: NEW_HASH };
    expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ updated: 1 });
  });

  it('stays if it was set here before the first login', async () => {
    const record = createAuth0Record({ password_hash: OLD_HASH });
    await importRecords(app, [record]);
    const here = hashSync('set by an admin', 4);
    await app.database.update(UIDS.account, { email: record.email }, { password: here });
    const changed = { ...record, password_hash: NEW_HASH };
    expect((await importRecords(app, [changed], MERGE)).counts).toMatchObject({ unchanged: 1 });
    expect(await passwordOf(record.email)).toBe(here);
  });

  it('stays if the account is older than the plugin', async () => {
    const { email, documentId, password } = await createAccount();
    await app.database.update(UIDS.identity, { account: documentId }, { last_login: null });
    await importRecords(app, [createAuth0Record({ email, password_hash: NEW_HASH })], MERGE);
    expect(await passwordOf(email)).toBe(password);
  });

  it('stays if the account belongs to another connection than the one of the import', async () => {
    const { email, documentId } = await createAccount();
    await app.database.update(
      UIDS.identity,
      { account: documentId },
      { connection: 'google', last_login: null }
    );
    await app.database.update(UIDS.account, { email }, { provider: 'google', password: null });
    const record = createAuth0Record({
      email,
      user_id: userIdOf({ documentId }),
      password_hash: NEW_HASH,
    });
    const { counts } = await importRecords(app, [record], { ...MERGE, match_by: 'user_id' });
    expect(counts).toMatchObject({ created: 0, failed: 0 });
    expect(await passwordOf(email)).toBeNull();
  });

  if (databaseClient() === 'postgres') {
    describe('that changes during the import', () => {
      let locker: Knex;

      beforeAll(() => {
        locker = knex({ client: 'pg', connection: app.env().DATABASE_URL });
      });

      afterAll(() => locker?.destroy());

      const waitForBlocked = () =>
        waitForEqual(
          () =>
            app.database.query<{ count: number }>(
              "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like 'update%'"
            ),
          [{ count: 1 }]
        );

      it.each([
        ['bcrypt', OLD_HASH],
        ['another hash', DJANGO_HASH],
      ])('stays as the user has set it, if the file has %s', async (_what, hash) => {
        const record = createAuth0Record({ password_hash: hashSync(PASSWORD, 4) });
        const { email } = record;
        await importRecords(app, [record]);
        const trx = await locker.transaction();
        const here = hashSync(NEW_PASSWORD, 4);
        await trx(tableOf(UIDS.account)).where({ email }).update({ password: here });
        const importing = importRecords(app, [{ ...record, password_hash: hash }], MERGE);
        await waitForBlocked();
        await trx.commit();
        expect((await importing).counts).toMatchObject({ updated: 0, unchanged: 1 });
        expect(await passwordOf(email)).toBe(here);
        expect(await app.database.count(UIDS.importedPassword)).toBe(0);
      });
    });
  }
});
