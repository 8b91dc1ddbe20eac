import fs from 'node:fs';
import path from 'node:path';

import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { linesOf, runCommand } from '../../support/command';
import { createConnection } from '../../support/connections';
import { databaseClient, UIDS } from '../../support/database';
import { createFile, getImportErrors, importFile, importRecords } from '../../support/imports';
import { mustLink } from '../../support/linking';
import { logIn, postUser } from '../../support/logins';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, userIdOf, userPath } from '../../support/users';

type Line = Profile & { password_hash?: string; custom_password_hash?: object };

const MEMBERS = { name: 'members', strategy: 'database' } as const;

/** SHA-256 with a salt, which is kept apart until the first login. */
const CUSTOM_HASH = {
  algorithm: 'sha256',
  hash: {
    value: '0000000000000000000000000000000000000000000000000000000000000000',
    encoding: 'hex',
  },
  salt: { value: 'c2FsdA==', encoding: 'base64', position: 'prefix' },
};

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');

const DATABASES = { postgres: 'PostgreSQL', sqlite: 'SQLite', mariadb: 'MySQL and MariaDB' };

/** The statement of the guide from Users & Permissions, for the database of the test. */
const getGuideStatement = (): string => {
  const guide = fs.readFileSync(path.join(DOCS, 'import.md'), 'utf8');
  const [, block] = guide.split(`   ${DATABASES[databaseClient()]}:\n`);
  return /```sql\n([^]+?)```/.exec(block)?.[1] ?? '';
};

describe('the export of a site', () => {
  const emails = { member: newEmail('member'), imported: newEmail('imported') };
  let account: Account;
  /** Its user is linked to another one. */
  let secondAccount: Account;
  let from: TestStrapi;
  let to: TestStrapi;
  let exported: string;

  beforeAll(async () => {
    from = await startStrapi({ env: SERVER_CODE });
    await createConnection(from, MEMBERS);
    account = await registerAccount(from);
    await mustCall(from, 'PUT', userPath(userIdOf(account)), {
      data: {
        name: "'Ünï, =1+1",
        given_name: 'Ünï',
        phone_number: '+491701234567',
        picture: 'https://example.com/a.png',
        user_metadata: { colours: ['green'], size: 2, address: { town: 'Ünï' } },
      },
    });
    await from.database.update(
      UIDS.user,
      { email: account.email },
      { app_metadata: '{"plan":{"name":"gold"}}' }
    );
    expect((await postUser(from, MEMBERS.name, { email: emails.member })).status).toBe(201);
    await logIn(from, { identifier: emails.member, connection: MEMBERS.name });
    await importRecords(
      from,
      [{ user_id: 'abc', email: emails.imported, custom_password_hash: CUSTOM_HASH }],
      { connection: MEMBERS.name }
    );
    const [linked, second] = [await registerAccount(from), await registerAccount(from)];
    await mustLink(from, userIdOf(linked), userIdOf(second));
    secondAccount = second;
    const blocked = await registerAccount(from);
    await mustCall(from, 'POST', userPath(userIdOf(blocked), '/block'));
    await mustCall(from, 'PUT', userPath(userIdOf(blocked), '/role'), { data: { role: 'public' } });

    to = await startStrapi({ env: SERVER_CODE });
    await createConnection(to, MEMBERS);
  });

  afterAll(async () => {
    await from?.stop();
    await to?.stop();
  });

  const exportUsers = async (app: TestStrapi) => {
    const { code, stdout, stderr } = await runCommand(app, [
      'export',
      'users',
      '--output=-',
      '--with-password-hashes',
    ]);
    expect({ code, stderr: code === 0 || stderr }).toEqual({ code: 0, stderr: true });
    return stdout;
  };

  /** Without what each site assigns. The order is that of the rows. */
  const comparable = (lines: string) =>
    linesOf<Line>(lines)
      .map(({ documentId: _id, updated_at: _changed, role, ...line }) => ({
        ...line,
        role: role?.type,
      }))
      .sort((a, b) => a.user_id.localeCompare(b.user_id));

  it('is imported into an empty site without an error', async () => {
    exported = await exportUsers(from);
    const result = await importFile(to, createFile(exported, 'users.ndjson'));
    expect(await getImportErrors(to, result)).toEqual([]);
    expect(result).toMatchObject({
      status: 'done',
      format: 'export',
      counts: { created: 5 },
      ignored_fields: {},
    });
  });

  it('equals the export of that site, field by field and with all password hashes', async () => {
    const before = comparable(exported);
    expect(before).toHaveLength(5);
    const linked = before.flatMap(({ identities }) => identities.slice(1));
    expect(linked).toEqual([expect.objectContaining({ password_hash: expect.any(String) })]);
    expect(before.filter(({ custom_password_hash: hash }) => hash)).toHaveLength(1);
    expect(before.filter(({ password_hash: hash }) => hash?.startsWith('$2'))).toHaveLength(4);
    expect(comparable(await exportUsers(to))).toEqual(before);
  });

  it('lets users log in on the other site with their passwords', async () => {
    const { email: identifier, password } = account;
    const local = await logIn(to, { identifier, password });
    expect(local.status).toBe(200);
    const member = await logIn(to, { identifier: emails.member, connection: MEMBERS.name });
    expect(member.status).toBe(200);
    const linked = await logIn(to, {
      identifier: secondAccount.email,
      password: secondAccount.password,
    });
    expect(linked.status).toBe(200);
    expect(linked.body.user.email).not.toBe(secondAccount.email);
  });

  it('changes nothing if it is imported again', async () => {
    const result = await importFile(to, createFile(exported), { mode: 'replace' });
    expect(result.counts).toMatchObject({ created: 0, failed: 0 });
  });

  it('is not needed from a site without the plugin: the guide has a statement', async () => {
    const newcomer = await registerAccount(from);
    const rows = await from.database.query<Record<string, unknown>>(getGuideStatement());
    const [columns] = rows.map(Object.keys);
    const sample = fs.readFileSync(path.join(DOCS, 'import-samples/users-permissions.csv'), 'utf8');
    expect(sample.split('\n')[0]).toBe(columns.join(','));
    const lines = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? '')))];
    const csv = lines.map((line) => line.join(',')).join('\n');
    const result = await importFile(to, createFile(csv, 'users.csv'), { connection: 'local' });
    expect(await getImportErrors(to, result)).toEqual([]);
    expect(result.counts).toMatchObject({ created: 1, skipped: rows.length - 1 });

    const [before, after] = await Promise.all(
      [from, to].map(async (app) => (await getUser(app, userIdOf(newcomer))).data)
    );
    expect(after).toMatchObject({
      email: before.email,
      username: before.username,
      created_at: before.created_at,
    });
    const { email: identifier, password } = newcomer;
    expect((await logIn(to, { identifier, password })).status).toBe(200);
  });
});
