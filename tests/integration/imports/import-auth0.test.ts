import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { hashSync } from '@node-rs/bcrypt';

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
import { getUser, newEmail } from '../../support/users';

const BCRYPT = hashSync(PASSWORD, 4);
const MD5 = {
  algorithm: 'md5',
  hash: { value: createHash('md5').update(`salt${PASSWORD}`).digest('hex'), encoding: 'hex' },
  salt: { value: 'salt', position: 'prefix' },
};

let sequence = 0;

/** A user as Auth0 exports one. */
const createRecord = <More extends object>(more?: More) => {
  sequence += 1;
  const id = `5f7c8ec7c33c6c00${String(sequence).padStart(8, '0')}`;
  const email = newEmail();
  return {
    user_id: `auth0|${id}`,
    email,
    email_verified: true,
    name: `Ada Lovelace ${sequence}`,
    given_name: 'Ada',
    family_name: 'Lovelace',
    nickname: 'ada',
    picture: 'https://s.gravatar.com/avatar/a.png',
    identities: [
      {
        user_id: id,
        provider: 'auth0',
        connection: 'Username-Password-Authentication',
        isSocial: false,
      },
    ],
    user_metadata: { language: 'en' },
    created_at: '2020-10-06T15:32:55.123Z',
    updated_at: '2024-01-02T03:04:05.678Z',
    last_login: '2024-01-02T03:04:05.678Z',
    last_ip: '203.0.113.7',
    logins_count: 17,
    ...(more as More),
  };
};

describe('the import of an export of Auth0', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  it('creates users who log in with their old passwords', async () => {
    const ada = createRecord({ password_hash: BCRYPT });
    const bob = createRecord({ custom_password_hash: MD5 });
    const eve = createRecord();
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
    const record = createRecord({ app_metadata: { plan: 'gold' }, locale: 'en-GB' });
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
    const record = createRecord({ password_hash: BCRYPT });
    await importRecords(app, [record]);
    const [account] = await app.database.rows(UIDS.account, { email: record.email });
    expect(account).toMatchObject({ provider: 'local', username: record.email });
    const { result } = await runInServer(
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
    const records = [createRecord(), createRecord({ password_hash: BCRYPT })];
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
    await app.database.remove(UIDS.event);
    await importRecords(app, [createRecord(), createRecord({ email: 'none' })]);
    const events = await app.database.rows(UIDS.event);
    expect(events.map(({ type }) => type)).toEqual(['sui']);
  });

  it('reads an array, and a compressed file', async () => {
    const records = [createRecord(), createRecord()];
    const file = createFile(JSON.stringify([records[0]], null, 2));
    expect((await importFile(app, file, { connection: 'local' })).counts.created).toBe(1);
    const compressed = createFile(gzipSync(toNdjson([records[1]])));
    expect(await importFile(app, compressed, { connection: 'local' })).toMatchObject({
      compressed: true,
      counts: { created: 1 },
    });
  });
});
