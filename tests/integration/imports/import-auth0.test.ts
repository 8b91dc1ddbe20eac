import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { hashSync } from '@node-rs/bcrypt';

import { createAuth0Record } from '../../support/auth0-records';
import { UIDS } from '../../support/database';
import {
  createFile,
  getImportErrors,
  importFile,
  importRecords,
  toNdjson,
} from '../../support/imports';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser } from '../../support/users';

const BCRYPT = hashSync(PASSWORD, 4);
const MD5 = {
  algorithm: 'md5',
  hash: { value: createHash('md5').update(`salt${PASSWORD}`).digest('hex'), encoding: 'hex' },
  salt: { value: 'salt', position: 'prefix' },
};

describe('the import of an export of Auth0', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  it('creates users who log in with their old passwords', async () => {
    const ada = createAuth0Record({ password_hash: BCRYPT });
    const bob = createAuth0Record({ custom_password_hash: MD5 });
    const eve = createAuth0Record();
    const result = await importRecords(app, [ada, bob, eve]);
    expect(await getImportErrors(app, result)).toEqual([]);
    expect(result).toMatchObject({
      status: 'done',
      format: 'auth0',
      counts: { read: 3, created: 3, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
      progress: 1,
    });

    for (const { email: identifier } of [ada, bob]) {
      expect((await logIn(app, { identifier, password: 'wrong' })).status).toBe(400);
      expect((await logIn(app, { identifier })).status).toBe(200);
    }
    expect((await logIn(app, { identifier: eve.email })).status).toBe(400);
  });

  it('keeps ids, names, dates, counts and metadata', async () => {
    const record = createAuth0Record({ app_metadata: { plan: 'gold' }, locale: 'en-GB' });
    await importRecords(app, [record]);
    const { data: profile } = await getUser(app, record.user_id);
    const { identities: _theirs, updated_at: _then, locale, ...same } = record;
    expect(profile).toMatchObject(same);
    expect(profile.identities).toEqual([
      expect.objectContaining({ connection: 'local', provider: 'local', isSocial: false }),
    ]);
    expect(profile.identities[0].profileData).toMatchObject({ locale });
  });

  it('creates accounts like those of Users & Permissions', async () => {
    const record = createAuth0Record({ password_hash: BCRYPT });
    await importRecords(app, [record]);
    const [account] = await app.database.rows(UIDS.account, { email: record.email });
    expect(account).toMatchObject({ provider: 'local', username: record.email });
    const result = await runInServer(
      app,
      (strapi, email) =>
        strapi.db
          .query('plugin::users-permissions.user')
          .findOne({ where: { email }, populate: ['role'] }),
      record.email
    );
    expect(result).toMatchObject({
      confirmed: true,
      blocked: false,
      password: BCRYPT,
      role: { type: 'authenticated' },
      publishedAt: expect.anything(),
    });
  });

  it('does nothing the second time, whichever way users are recognized', async () => {
    const records = [createAuth0Record(), createAuth0Record({ password_hash: BCRYPT })];
    await importRecords(app, records);
    for (const options of [
      { mode: 'skip', match_by: 'user_id' },
      { mode: 'skip', match_by: 'email' },
    ] as const) {
      const { counts } = await importRecords(app, records, { connection: 'local', ...options });
      expect(counts).toMatchObject({ created: 0, skipped: 2, failed: 0 });
    }
    for (const mode of ['merge', 'replace'] as const) {
      const { counts } = await importRecords(app, records, { connection: 'local', mode });
      expect(counts).toMatchObject({ created: 0, unchanged: 2, updated: 0, failed: 0 });
    }
  });

  it('records one event with the counts', async () => {
    const known = createAuth0Record();
    await importRecords(app, [known]);
    await app.database.remove(UIDS.event);
    await importRecords(app, [
      ...[createAuth0Record(), createAuth0Record(), known],
      createAuth0Record({ email: 'none' }),
    ]);
    const events = await app.database.rows(UIDS.event);
    expect(events.map(({ type, details }) => ({ type, details }))).toEqual([
      {
        type: 'sui',
        details: {
          operation: 'import-users',
          created: 2,
          updated: 0,
          unchanged: 0,
          skipped: 1,
          failed: 1,
          connection: 'local',
          file_name: expect.stringMatching(/\.json$/),
        },
      },
    ]);
  });

  it('reads an array, and a compressed file', async () => {
    const records = [createAuth0Record(), createAuth0Record()];
    const file = createFile(JSON.stringify([records[0]], null, 2));
    expect((await importFile(app, file, { connection: 'local' })).counts.created).toBe(1);
    const compressed = createFile(gzipSync(toNdjson([records[1]])));
    expect(await importFile(app, compressed, { connection: 'local' })).toMatchObject({
      compressed: true,
      counts: { created: 1 },
    });
  });
});
