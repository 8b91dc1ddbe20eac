import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { appendFile } from 'node:fs/promises';

import { hashSync } from '@node-rs/bcrypt';

import { callAdmin } from '../../support/admin-api';
import { createAuth0Record } from '../../support/auth0-records';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  createFile,
  exportWithHashes,
  importFile,
  streamImport,
  toNdjson,
  waitForImport,
  type ExportedLine,
} from '../../support/imports';
import { killAt, restartKilled, waitForDeath } from '../../support/kill-at';
import { reconcile } from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const COUNT = 1200;

/** `npm run faults` sets it. */
const MANY = Number(process.env.FAULTS_IMPORT_USERS ?? 3000);
/** Even a slow machine imports as many users in this time. */
const MANY_MS = 60_000 + MANY;
const KILLS = 3;
/** The users of `npm run faults` do not fit into memory twice, so it compares their numbers only. */
const MAX_COMPARED = 10_000;

const BCRYPT = hashSync('password', 4);

const md5Of = (text: string) => createHash('md5').update(text).digest('hex');

const base64Of = (id: number): string =>
  Buffer.from(md5Of(String(id)), 'hex')
    .toString('base64')
    .replace(/=+$/, '');

/** In turn, and different for each user, so one that another user got would show. */
const HASHES: ((id: number) => object)[] = [
  () => ({}),
  () => ({ password_hash: BCRYPT }),
  (id) => ({
    custom_password_hash: {
      algorithm: 'md5',
      hash: { value: md5Of(`salt${id}`), encoding: 'hex' },
      salt: { value: 'salt', position: 'prefix' },
    },
  }),
  (id) => ({
    custom_password_hash: {
      algorithm: 'pbkdf2',
      hash: { value: `$pbkdf2-sha256$i=1000,l=16$c2FsdA$${base64Of(id)}`, encoding: 'utf8' },
    },
  }),
];

const hashOf = (id: number): object => HASHES[id % HASHES.length](id);

const CREATED = [
  UIDS.identity,
  UIDS.user,
  UIDS.importedPassword,
  UIDS.accountRole,
  UIDS.account,
  UIDS.event,
  UIDS.importError,
  UIDS.import,
];

/** Without what each import assigns anew. */
const comparable = (lines: ExportedLine[]) =>
  lines
    .map(({ documentId: _id, updated_at: _now, identities, ...line }) => ({
      ...line,
      identities: (identities as ExportedLine[]).map(({ user_id: id, ...identity }) => ({
        ...identity,
        // That of `local` is the `documentId` of the account.
        ...(identity.connection === 'local' ? {} : { id }),
      })),
    }))
    .sort((one, other) => (one.email < other.email ? -1 : 1));

describe('an import that is interrupted', () => {
  let app: TestStrapi;

  const removeAll = async () => {
    // The pass that begins with a server must not create users of the accounts that are being removed.
    await reconcile(app);
    for (const uid of CREATED) {
      await app.database.remove(uid);
    }
  };

  const getResult = async () => comparable(await exportWithHashes(app, 'ndjson'));

  // Each kill ends a process, and the next one begins with the modules of Strapi. So all tests have one server.
  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    await createConnection(app, { name: 'partners', strategy: 'database' });
  });

  beforeEach(removeAll);

  afterAll(() => app?.stop());

  /** The last user has the email address of the first one. */
  const createContent = () => {
    const records = Array.from({ length: COUNT }, () => createAuth0Record());
    return toNdjson([...records, createAuth0Record({ email: records[0].email })]);
  };

  const upload = async (content: string): Promise<string> =>
    (await streamImport(app, content)).body.data.id;

  const run = (id: string) =>
    callAdmin(app, 'POST', `/imports/${id}/run`, { data: { connection: 'local' } });

  const createLinked = (id: number) => {
    const record = createAuth0Record();
    const profileData = { email: newEmail(`partner${id}`) };
    const linked = { user_id: `p${id}`, connection: 'partners', profileData };
    return {
      ...record,
      ...hashOf(id),
      identities: [{ ...record.identities[0], connection: 'local' }, linked],
    };
  };

  describe('with linked identities', () => {
    const linkedFile = createFile(
      // The last user has the identity of the first one.
      toNdjson([...Array.from({ length: COUNT }, (_, index) => index), 0].map(createLinked))
    );

    /** The result of an import that nothing interrupts. */
    let unkilled: unknown;

    const COUNTS = { read: COUNT + 1, created: COUNT, skipped: 0, failed: 1 };

    beforeAll(async () => {
      await removeAll();
      const { counts } = await importFile(app, linkedFile, { connection: 'local' });
      expect(counts).toMatchObject(COUNTS);
      unkilled = await getResult();
    });

    it.each([
      ['while it inserts users', 'insert into .*user_profile_users', 2],
      ['while it inserts identities', 'insert into .*user_profile_identities', 2],
      ['while it stores the position', 'update .*user_profile_imports. set .position', 2],
      ['before it ends', 'update .*user_profile_imports. set .status. = \\S+ .error.', 1],
    ])(
      'continues after its server was killed %s, and ends with the same users, identities and hashes',
      async (_when, at, n) => {
        await killAt(app, at, n);
        await importFile(app, linkedFile, { connection: 'local' }).catch(() => undefined);
        await waitForDeath(app);
        const [{ key }] = await app.database.rows(UIDS.import);
        const id = String(key);
        await restartKilled(app);
        expect(await waitForImport(app, id)).toMatchObject({
          status: 'done',
          counts: COUNTS,
          errors_stored: 1,
          ignored_fields: {},
        });
        expect(await getResult()).toEqual(unkilled);
        for (const uid of [UIDS.identity, UIDS.account, UIDS.accountRole]) {
          expect(await app.database.count(uid)).toBe(2 * COUNT);
        }
        const { body } = await callAdmin(app, 'GET', `/imports/${id}/errors?format=ndjson`);
        expect(JSON.parse(body)).toMatchObject({ line: COUNT + 1 });
        // Both follow the end of the import.
        await waitForEqual(() => app.database.count(UIDS.event, { type: 'sui' }), 1);
        await waitForEqual(() => app.database.count(UIDS.job, { name: `import:${id}` }), 0);
      }
    );
  });

  it(
    `continues after ${KILLS} kills at random moments, and ends with the same users and hashes`,
    async () => {
      const file = createFile('');
      for (let left = MANY; left > 0; left -= COUNT) {
        // Random email addresses would repeat themselves in a million.
        const records = Array.from({ length: Math.min(left, COUNT) }, (_, index) =>
          createAuth0Record({
            ...hashOf(left - index),
            email: `user-${left - index}@example.com`,
          })
        );
        // Asynchronous: the server closes idle connections in the meantime, which only the event loop notices.
        await appendFile(file, toNdjson(records));
      }
      const isCompared = MANY <= MAX_COMPARED;
      let unkilled: unknown;
      if (isCompared) {
        await importFile(app, file, { connection: 'local' });
        unkilled = await getResult();
        await removeAll();
      }
      const id: string = (await streamImport(app, await openAsBlob(file))).body.data.id;
      await run(id);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const read = (MANY * (kill + Math.random())) / KILLS;
        await waitForImport(app, id, { read, deadlineMs: MANY_MS });
        await app.kill();
        await restartKilled(app);
      }
      expect(await waitForImport(app, id, { deadlineMs: MANY_MS })).toMatchObject({
        status: 'done',
        counts: { read: MANY, created: MANY, skipped: 0, failed: 0 },
      });
      for (const uid of [UIDS.user, UIDS.identity, UIDS.account, UIDS.accountRole]) {
        expect(await app.database.count(uid)).toBe(MANY);
      }
      if (isCompared) {
        expect(await getResult()).toEqual(unkilled);
      }
    },
    120_000 + KILLS * MANY_MS
  );

  it('fails if it has stopped at the same place several times', async () => {
    const id = await upload(createContent());
    await killAt(app, 'insert into .*user_profile_users', 2);
    await run(id).catch(() => undefined);
    await waitForDeath(app);
    const [{ position }] = await app.database.rows(UIDS.import, { key: id });
    await app.database.update(
      UIDS.job,
      { name: `import:${id}` },
      { state: JSON.stringify({ position, starts: 3 }) }
    );
    await restartKilled(app);
    expect(await waitForImport(app, id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('same place'),
      error_code: 'import_stopped',
      can_run: true,
    });
  });

  it('ends at once if it is cancelled after the server was killed', async () => {
    const id = await upload(createContent());
    await killAt(app, 'insert into .*user_profile_users', 2);
    await run(id).catch(() => undefined);
    await waitForDeath(app);
    await app.database.update(UIDS.import, { key: id }, { is_cancelled: true });
    await restartKilled(app);
    const { status, counts, can_run: canRun } = await waitForImport(app, id);
    expect({ status, canRun }).toEqual({ status: 'cancelled', canRun: true });
    expect(counts.created).toBeLessThan(COUNT);
    expect(await app.database.count(UIDS.account)).toBe(counts.created);

    await run(id);
    expect(await waitForImport(app, id)).toMatchObject({
      status: 'done',
      counts: { skipped: counts.created, created: COUNT - counts.created },
    });
  });
});
