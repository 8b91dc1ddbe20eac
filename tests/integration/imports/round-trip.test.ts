import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { linesOf, runCommand } from '../../support/command';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { createFile, getImportErrors, importFile, importRecords } from '../../support/imports';
import { logIn, postUser } from '../../support/logins';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userIdOf, userPath } from '../../support/users';

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

describe('the export of a site', () => {
  const emails = { member: newEmail('member'), imported: newEmail('imported') };
  let account: Account;
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
    expect(result).toMatchObject({ status: 'done', format: 'export', counts: { created: 4 } });
  });

  it('equals the export of that site, field by field and with all password hashes', async () => {
    const before = comparable(exported);
    expect(before).toHaveLength(4);
    expect(before.filter(({ custom_password_hash: hash }) => hash)).toHaveLength(1);
    expect(before.filter(({ password_hash: hash }) => hash?.startsWith('$2'))).toHaveLength(3);
    expect(comparable(await exportUsers(to))).toEqual(before);
  });

  it('lets users log in on the other site with their passwords', async () => {
    const { email: identifier, password } = account;
    const local = await logIn(to, { identifier, password });
    expect(local.status).toBe(200);
    const member = await logIn(to, { identifier: emails.member, connection: MEMBERS.name });
    expect(member.status).toBe(200);
  });

  it('changes nothing if it is imported again', async () => {
    const result = await importFile(to, createFile(exported), { mode: 'replace' });
    expect(result.counts).toMatchObject({ created: 0, failed: 0 });
  });
});
