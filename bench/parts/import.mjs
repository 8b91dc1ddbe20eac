import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { isDeepStrictEqual } from 'node:util';

import { root } from '../../scripts/lib/paths.mjs';
import { authOf } from '../lib/calls.mjs';
import { atEnd } from '../lib/cleanup.mjs';
import { startServer } from '../lib/server.mjs';
import { megabytes } from '../lib/statistics.mjs';
import { createSource } from '../load/index.mjs';
import { loadAccounts } from '../load/people.mjs';
import { loadProfiles } from '../load/profiles.mjs';

const WARM_UP_USERS = 2000;
const RAW_USERS = 50_000;
const FILLED_TABLES = [
  'up_users',
  'up_users_role_lnk',
  'user_profile_users',
  'user_profile_identities',
  'user_profile_devices',
  'user_profile_events',
];
/** How many users of each kind of hash log in after the import. */
const SAMPLED = 10;

const readFixture = (name) =>
  fs.readFileSync(path.join(root, 'tests', 'fixtures', 'imports', name), 'utf8');

const PASSWORDS = JSON.parse(readFixture('passwords.json'));

/** The password of a user in each form that Auth0 exports, and of one without a password. */
const KINDS = readFixture('auth0.ndjson')
  .trim()
  .split('\n')
  .map((line) => {
    const { email, password_hash, custom_password_hash } = JSON.parse(line);
    return { password: PASSWORDS[email], hashes: { password_hash, custom_password_hash } };
  });

const emailOf = (prefix, index) => `${prefix}-${index}@example.com`;

/** A user as Auth0 exports one. */
const recordOf = (prefix, index) => {
  const id = String(index).padStart(24, '0');
  const name = `Sample ${prefix} ${index}`;
  const email = emailOf(prefix, index);
  return {
    user_id: `auth0|${id}`,
    email,
    email_verified: index % 2 === 0,
    name,
    given_name: 'Sample',
    family_name: `${prefix} ${index}`,
    nickname: `${prefix}-${index}`,
    created_at: new Date(1_500_000_000_000 + index * 60_000).toISOString(),
    identities: [
      {
        provider: 'auth0',
        user_id: id,
        connection: 'Username-Password-Authentication',
        isSocial: false,
      },
    ],
    user_metadata: { plan: index % 3 === 0 ? 'paid' : 'free', language: 'en' },
    app_metadata: { origin: 'auth0' },
    ...KINDS[index % KINDS.length].hashes,
  };
};

/** An export of Auth0 with this many users. */
const createFile = async (folder, prefix, from, users) => {
  const file = path.join(folder, `${prefix}.ndjson`);
  const output = fs.createWriteStream(file);
  for (let index = from; index < from + users; index += 1) {
    if (!output.write(`${JSON.stringify(recordOf(prefix, index))}\n`)) {
      await once(output, 'drain');
    }
  }
  output.end();
  await once(output, 'finish');
  return file;
};

/** Identities have the ids of the site's accounts, and no route returns a hash. */
const NOT_COMPARED = ['identities', 'password_hash', 'custom_password_hash'];

const isAsImported = (exported, record) =>
  Object.keys(record)
    .filter((name) => !NOT_COMPARED.includes(name))
    .every((name) => isDeepStrictEqual(exported[name], record[name]));

/** Exports all users, and counts those who have every attribute as in the file. */
const countAsImported = async (server) => {
  let count = 0;
  let rest = '';
  const decoder = new StringDecoder();
  const compareLines = (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const exported = JSON.parse(line);
      const [, index] = /^user-(\d+)@/.exec(exported.email) ?? [];
      if (index !== undefined && isAsImported(exported, recordOf('user', Number(index)))) {
        count += 1;
      }
    }
  };
  await server.call('POST', '/user-profile/users/export', {
    token: await server.adminToken(),
    body: { data: { format: 'ndjson' } },
    onChunk: compareLines,
  });
  return count;
};

/** Some users of each kind of hash, spread over the whole file. */
const sampleUsers = (users) => {
  const step = Math.floor(users / KINDS.length / SAMPLED) * KINDS.length;
  return KINDS.flatMap(({ password }, kind) =>
    Array.from({ length: password ? SAMPLED : 0 }, (_, turn) => ({
      email: emailOf('user', turn * step + kind),
      password,
    }))
  );
};

/**
 * Logs in with the passwords of the other system.
 *
 * @returns how many users now have a hash of the site
 */
const logInWithOldPasswords = async (server, db, sample) => {
  const auth = authOf({ server });
  for (const { email, password } of sample) {
    await auth.logIn(email, { password });
  }
  const emails = sample.map(({ email }) => `'${email}'`).join(', ');
  const [{ count }] = await db.query(
    `select count(*) as count from up_users where email in (${emails}) and password like '$2%'`
  );
  return Number(count);
};

/** The rate of as many users by INSERT ... SELECT into the same tables, with all indexes in place. */
const measureRawSql = async (db, users) => {
  await db.query(`truncate ${FILLED_TABLES.join(', ')} cascade`);
  const source = await createSource(db, { users });
  const started = performance.now();
  await loadAccounts(db, source.dialect);
  await loadProfiles(db, source.dialect, source);
  return users / ((performance.now() - started) / 1000);
};

export default {
  name: 'import',
  title: 'Import of an export of Auth0',
  async run({ report, sites, sizes: { users } }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-import-'));
    atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
    const warmUp = await createFile(folder, 'warm-up', users, WARM_UP_USERS);
    const file = await createFile(folder, 'user', 0, users);

    const database = await sites.createDatabase('import', {});
    const server = await startServer(database, { env: sites.configEnv() });
    const importFile = (source) =>
      server.runService('user-import', 'runFile', [{ path: source, connection: 'local' }]);
    await importFile(warmUp);

    const before = await server.resetProbe();
    const started = performance.now();
    const { counts } = await importFile(file);
    const seconds = (performance.now() - started) / 1000;
    const { peakRss, heap, peakHeap, longestStallMs } = await server.readProbe();
    const problem = counts.created === users ? undefined : `${counts.created} of ${users} users`;
    report.absolute({
      name: 'import',
      value: users / seconds,
      unit: 'users/s',
      atLeast: 3000,
      problem,
    });
    report.absolute({
      name: 'users whose export equals the file, field by field',
      value: await countAsImported(server),
      unit: 'users',
      atLeast: users,
    });
    const sample = sampleUsers(users);
    report.absolute({
      name: 'users who logged in with their old passwords, and have a hash of the site now',
      value: await sites.runInDatabase(database, (db) => logInWithOldPasswords(server, db, sample)),
      unit: 'users',
      atLeast: sample.length,
      note: `${SAMPLED} of each kind of hash`,
    });
    const raw = await sites.runInDatabase(database, (db) =>
      measureRawSql(db, Math.min(users, RAW_USERS))
    );
    report.ratio({
      name: 'import',
      value: users / seconds,
      against: 'raw SQL',
      baseline: raw,
      unit: 'users/s',
    });
    report.absolute({
      name: 'memory that the server keeps after the import',
      value: megabytes(heap - before.heap),
      unit: 'MB more',
      atMost: 100,
    });
    report.absolute({
      name: 'memory in use during the import, after garbage collections',
      value: megabytes(peakHeap - before.heap),
      unit: 'MB more',
      atMost: 100,
    });
    report.absolute({
      name: 'memory of the server during the import',
      value: megabytes(peakRss - before.rss),
      unit: 'MB more',
    });
    report.absolute({
      name: 'longest stall of the event loop during the import',
      value: longestStallMs,
      unit: 'ms',
    });
    await server.stop();
  },
};
