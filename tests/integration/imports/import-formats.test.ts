import { mustCall } from '../../support/admin-api';
import { createAuth0Record } from '../../support/auth0-records';
import { runCommand } from '../../support/command';
import { createConnection } from '../../support/connections';
import { tableOf, UIDS } from '../../support/database';
import {
  createFile,
  getImportErrors,
  importFile,
  importRecords,
  toNdjson,
} from '../../support/imports';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail } from '../../support/users';

const MEMBERS = {
  name: 'members',
  strategy: 'database',
  options: { requires_username: true, username_max: 30 },
};

describe('an import', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    await createConnection(app, MEMBERS);
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    for (const uid of [UIDS.identity, UIDS.user, UIDS.accountRole, UIDS.account]) {
      await app.database.remove(uid);
    }
  });

  it('of an export of this plugin gives the same users', async () => {
    await importRecords(app, [
      createAuth0Record({ app_metadata: { plan: 'gold' }, phone_number: '+15551234567' }),
      createAuth0Record({ blocked: true }),
    ]);
    const exportUsers = async (): Promise<string> =>
      (await runCommand(app, ['export', 'users', '-o', '-', '--with-password-hashes'])).stdout;
    const before = await exportUsers();
    for (const uid of [UIDS.identity, UIDS.user, UIDS.accountRole, UIDS.account]) {
      await app.database.remove(uid);
    }
    const result = await importFile(app, createFile(before));
    expect(await getImportErrors(app, result)).toEqual([]);
    expect(result).toMatchObject({ format: 'export', counts: { created: 2 }, ignored_fields: {} });
    const after = await exportUsers();
    const withoutIds = (lines: string) =>
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
        .map(({ documentId: _id, updated_at: _at, identities, ...user }) => ({
          ...user,
          identities: (identities as { user_id: string }[]).map(
            ({ user_id: _userId, ...each }) => each
          ),
        }));
    expect(withoutIds(after)).toEqual(withoutIds(before));
  });

  it('into a connection of the plugin creates users who log in there', async () => {
    const record = createAuth0Record({ username: 'Ada.L', password_hash: undefined });
    const { counts } = await importRecords(app, [record], { connection: MEMBERS.name });
    expect(counts).toMatchObject({ created: 1, failed: 0 });
    const [account] = await app.database.rows(UIDS.account, { email: record.email });
    const externalId = record.user_id.slice('auth0|'.length);
    expect(account).toMatchObject({
      provider: MEMBERS.name,
      username: `database|${MEMBERS.name}|${externalId}`,
    });
    const again = await importRecords(app, [record], { connection: MEMBERS.name });
    expect(again.counts).toMatchObject({ skipped: 1 });
  });

  it('reports what cannot be imported, line by line, and imports the others', async () => {
    const first = createAuth0Record();
    const taken = createAuth0Record();
    await importRecords(app, [taken]);
    const records = [
      first,
      createAuth0Record({ email: first.email.toUpperCase() }),
      createAuth0Record({ user_id: first.user_id }),
      createAuth0Record({ email: taken.email }),
      createAuth0Record({ email: null }),
      createAuth0Record({ picture: 'javascript:alert(1)' }),
      createAuth0Record({ password_hash: 'abc' }),
      createAuth0Record({ created_at: 'yesterday' }),
      createAuth0Record({ user_metadata: { 'a.b': 1 } }),
      createAuth0Record({ app_metadata: { email: 'x' } }),
      createAuth0Record({ name: 'a\0b' }),
    ];
    const polluted = `{"email":"${newEmail()}","__proto__":{"blocked":false}}\n`;
    const file = createFile(toNdjson(records) + polluted);
    const result = await importFile(app, file, { connection: 'local' });
    const errors = await getImportErrors(app, result);
    expect(errors.map(({ line, field }) => [line, field])).toEqual([
      [2, 'email'],
      [3, 'user_id'],
      [4, 'email'],
      [5, 'email'],
      [6, 'picture'],
      [7, 'password_hash'],
      [8, 'created_at'],
      [9, 'user_metadata'],
      [10, 'app_metadata.email'],
      [12, null],
    ]);
    expect(result.counts).toMatchObject({ read: 12, created: 2, failed: 10 });
    expect(JSON.stringify(errors)).not.toContain('abc');
  });

  /** The database rejects users with this nickname while the work runs. */
  const withRejected = async (nickname: string, work: () => Promise<void>) => {
    const users = tableOf(UIDS.user);
    const constraint = `alter table ${users} add constraint no_rejected check (nickname <> '${nickname}')`;
    const create = {
      sqlite: `create trigger no_rejected before insert on ${users} when new.nickname = '${nickname}'
        begin select raise(abort, 'rejected'); end`,
      postgres: constraint,
      mariadb: constraint,
    };
    const drop = {
      sqlite: 'drop trigger no_rejected',
      postgres: `alter table ${users} drop constraint no_rejected`,
      mariadb: `alter table ${users} drop constraint no_rejected`,
    };
    await app.database.query(create[app.database.client]);
    try {
      await work();
    } finally {
      await app.database.query(drop[app.database.client]);
    }
  };

  it('reports a user whom the database rejects, and imports the others', async () => {
    await withRejected('rejected', async () => {
      const nicknames = ['one', 'rejected', 'two'];
      const records = nicknames.map((nickname) => createAuth0Record({ nickname }));
      const result = await importRecords(app, records);
      expect(result.counts).toMatchObject({ created: 2, failed: 1 });
      expect(await getImportErrors(app, result)).toEqual([
        {
          line: 2,
          field: null,
          code: 'import_not_stored',
          reason: expect.stringContaining('database does not accept'),
        },
      ]);
    });
  });

  it('stores the report of 10,000 wrong lines', async () => {
    const file = createFile('{"email": "wrong"}\n'.repeat(10_000));
    const result = await importFile(app, file, { connection: 'local' });
    expect(result).toMatchObject({ counts: { failed: 10_000 }, errors_stored: 10_000 });
    expect(await getImportErrors(app, result)).toHaveLength(10_000);
  });

  it('says which connections do not exist', async () => {
    const file = createFile(toNdjson([createAuth0Record()]));
    await expect(importFile(app, file, { connection: 'unknown' })).rejects.toThrow('unknown');
    const record = { ...createAuth0Record(), documentId: 'a' };
    const result = await importRecords(app, [record], {});
    expect(await getImportErrors(app, result)).toEqual([
      {
        line: 1,
        field: 'connection',
        reason: expect.stringContaining('does not exist'),
        code: 'import_connection_unknown',
        params: { name: expect.any(String) },
      },
    ]);
  });

  it('merges and replaces the users who exist', async () => {
    const record = createAuth0Record({ user_metadata: { language: 'en', size: 1 } });
    await importRecords(app, [record]);
    const changed = {
      ...record,
      given_name: 'Augusta',
      family_name: undefined,
      user_metadata: { size: 2 },
      blocked: true,
    };
    const options = { connection: 'local', match_by: 'email' } as const;
    const merged = await importRecords(app, [changed], { ...options, mode: 'merge' });
    expect(merged.counts).toMatchObject({ updated: 1 });
    expect((await getUser(app, record.user_id)).data).toMatchObject({
      given_name: 'Augusta',
      family_name: 'Lovelace',
      user_metadata: { language: 'en', size: 2 },
      blocked: true,
    });
    const replaced = await importRecords(app, [{ ...changed, blocked: undefined }], {
      ...options,
      mode: 'replace',
    });
    expect(replaced.counts).toMatchObject({ updated: 1 });
    const { data } = await getUser(app, record.user_id);
    // The file does not mention the block.
    expect(data).toMatchObject({ user_metadata: { size: 2 }, blocked: true });
    expect(data).not.toHaveProperty('family_name');
  });

  it('marks another phone number as not verified, unless the file says so', async () => {
    const record = createAuth0Record({ phone_number: '+4911111', phone_verified: true });
    await importRecords(app, [record]);
    const merge = async (changed: object) => {
      const { phone_verified: _verified, ...rest } = record;
      await importRecords(app, [{ ...rest, ...changed }], { connection: 'local', mode: 'merge' });
      const { phone_number: number, phone_verified: verified } = (
        await getUser(app, record.user_id)
      ).data;
      return [number, verified];
    };
    expect(await merge({})).toEqual(['+4911111', true]);
    expect(await merge({ phone_number: '+4922222' })).toEqual(['+4922222', false]);
    expect(await merge({ phone_number: '+4933333', phone_verified: true })).toEqual([
      '+4933333',
      true,
    ]);
  });

  it('verifies no phone number of another one than the file has', async () => {
    const record = createAuth0Record({ phone_number: '+4911111' });
    await importRecords(app, [record]);
    await app.database.update(
      UIDS.user,
      { user_id: record.user_id },
      { overrides: '["phone_number"]' }
    );
    const identity = await app.database.rows(UIDS.identity);
    await app.database.update(UIDS.identity, { id: identity[0].id }, { is_primary: false });
    const changed = { ...record, phone_number: '+4933333', phone_verified: true };
    await importRecords(app, [changed], { connection: 'local', mode: 'merge' });
    const [row] = await app.database.rows(UIDS.user, { user_id: record.user_id });
    expect([row.phone_number, row.phone_verified]).toEqual(['+4911111', false]);
  });

  it('keeps ids that stay if the users move to another connection', async () => {
    for (const name of ['imported-from', 'imported-to']) {
      await createConnection(app, { name, strategy: 'database' });
    }
    const record = createAuth0Record();
    await importRecords(app, [record], { connection: 'imported-from' });
    const { revision } = (await getUser(app, record.user_id)).meta;
    const path = '/connections/imported-from?users=move&to=imported-to';
    expect(await mustCall(app, 'DELETE', path)).toMatchObject({ data: { moved: 1 } });
    const { data, meta } = await getUser(app, record.user_id);
    expect(data).toMatchObject({
      user_id: record.user_id,
      identities: [{ connection: 'imported-to' }],
    });
    expect(meta.revision).toBeGreaterThan(revision);
    const [row] = await app.database.rows(UIDS.user, { user_id: record.user_id });
    expect(row.connection).toBe('imported-to');
  });

  it('reports a block of a user whose account is missing, and changes nothing', async () => {
    const record = createAuth0Record();
    await importRecords(app, [record]);
    await app.database.remove(UIDS.account, { email: record.email });
    const { revision } = (await getUser(app, record.user_id)).meta;
    const result = await importRecords(app, [{ ...record, given_name: 'Augusta', blocked: true }], {
      connection: 'local',
      mode: 'merge',
    });
    expect(result.counts).toMatchObject({ updated: 0, failed: 1 });
    expect(await getImportErrors(app, result)).toMatchObject([
      { field: 'blocked', code: 'account_deleted' },
    ]);
    expect((await getUser(app, record.user_id)).meta.revision).toBe(revision);
  });
});
