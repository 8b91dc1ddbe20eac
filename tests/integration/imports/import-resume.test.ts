import { appendFileSync, openAsBlob } from 'node:fs';

import { callAdmin } from '../../support/admin-api';
import { createAuth0Record } from '../../support/auth0-records';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  createFile,
  importFile,
  streamImport,
  toNdjson,
  waitForImport,
} from '../../support/imports';
import { killAt, restartKilled, waitForDeath } from '../../support/kill-at';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const COUNT = 1200;

/** `npm run faults` sets it. */
const MANY = Number(process.env.FAULTS_IMPORT_USERS ?? 6000);
/** Even a slow machine imports as many users in this time. */
const MANY_MS = 60_000 + MANY;
const KILLS = 3;

describe('an import that is interrupted', () => {
  let app: TestStrapi;

  beforeEach(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterEach(() => app?.stop());

  /** The last user has the email address of the first one. */
  const createContent = () => {
    const records = Array.from({ length: COUNT }, () => createAuth0Record());
    return toNdjson([...records, createAuth0Record({ email: records[0].email })]);
  };

  const upload = async (content: string): Promise<string> =>
    (await streamImport(app, content)).body.data.id;

  const run = (id: string) =>
    callAdmin(app, 'POST', `/imports/${id}/run`, { data: { connection: 'local' } });

  const restart = (id: string) => restartKilled(app, `import:${id}`);

  it.each([
    ['while it inserts users', 'insert into .*user_profile_users', 2],
    ['while it stores the position', 'update .*user_profile_imports. set .position', 2],
    ['before it ends', 'update .*user_profile_imports. set .status. = \\S+ .error.', 1],
  ])(
    'continues after its server was killed %s, and creates each user once',
    async (_when, at, n) => {
      const id = await upload(createContent());
      await killAt(app, at, n);
      await run(id).catch(() => undefined);
      await waitForDeath(app);
      await restart(id);
      expect(await waitForImport(app, id)).toMatchObject({
        status: 'done',
        counts: { read: COUNT + 1, created: COUNT, skipped: 0, failed: 1 },
        errors_stored: 1,
      });
      for (const uid of [UIDS.user, UIDS.identity, UIDS.account, UIDS.accountRole]) {
        expect(await app.database.count(uid)).toBe(COUNT);
      }
      const { body } = await callAdmin(app, 'GET', `/imports/${id}/errors?format=ndjson`);
      expect(JSON.parse(body)).toEqual({
        line: COUNT + 1,
        field: 'email',
        reason: 'Line 1 of the file has the same email address',
        code: 'import_repeated_email',
        params: { line: 1 },
      });
      // Both follow the end of the import.
      await waitForEqual(() => app.database.count(UIDS.event, { type: 'sui' }), 1);
      await waitForEqual(() => app.database.count(UIDS.job, { name: `import:${id}` }), 0);
    }
  );

  it.each([
    ['while it inserts identities', 'insert into .*user_profile_identities', 2],
    ['while it stores the position', 'update .*user_profile_imports. set .position', 2],
  ])(
    'continues after its server was killed %s, and links each identity once',
    async (_when, at, n) => {
      await createConnection(app, { name: 'partners', strategy: 'database' });
      const createLinked = (id: number) => {
        const record = createAuth0Record();
        const profileData = { email: newEmail(`partner${id}`) };
        const linked = { user_id: `p${id}`, connection: 'partners', profileData };
        return {
          ...record,
          identities: [{ ...record.identities[0], connection: 'local' }, linked],
        };
      };
      // The last user has the identity of the first one.
      const ids = [...Array.from({ length: COUNT }, (_, index) => index), 0];
      const file = createFile(toNdjson(ids.map(createLinked)));
      await killAt(app, at, n);
      await importFile(app, file, { connection: 'local' }).catch(() => undefined);
      await waitForDeath(app);
      const [{ key }] = await app.database.rows(UIDS.import);
      await restart(String(key));
      expect(await waitForImport(app, String(key))).toMatchObject({
        status: 'done',
        counts: { read: COUNT + 1, created: COUNT, skipped: 0, failed: 1 },
        errors_stored: 1,
        ignored_fields: {},
      });
      expect(await app.database.count(UIDS.user)).toBe(COUNT);
      for (const connection of ['local', 'partners']) {
        const isPrimary = connection === 'local';
        expect(await app.database.count(UIDS.identity, { connection })).toBe(COUNT);
        expect(await app.database.count(UIDS.identity, { is_primary: isPrimary })).toBe(COUNT);
        expect(await app.database.count(UIDS.account, { provider: connection })).toBe(COUNT);
      }
      expect(await app.database.count(UIDS.accountRole)).toBe(2 * COUNT);
      const owners = await app.database.rows(UIDS.identity, {}, { columns: ['user_id'] });
      expect(new Set(owners.map(({ user_id: owner }) => owner)).size).toBe(COUNT);
    }
  );

  it(
    `continues after ${KILLS} kills at random moments, and creates each user once`,
    async () => {
      const file = createFile('');
      for (let left = MANY; left > 0; left -= COUNT) {
        // Random email addresses would repeat themselves in a million.
        const records = Array.from({ length: Math.min(left, COUNT) }, (_, index) =>
          createAuth0Record({ email: `user-${left - index}@example.com` })
        );
        appendFileSync(file, toNdjson(records));
      }
      const id: string = (await streamImport(app, await openAsBlob(file))).body.data.id;
      await run(id);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const read = (MANY * (kill + Math.random())) / KILLS;
        await waitForImport(app, id, { read, deadlineMs: MANY_MS });
        await app.kill();
        await restart(id);
      }
      expect(await waitForImport(app, id, { deadlineMs: MANY_MS })).toMatchObject({
        status: 'done',
        counts: { read: MANY, created: MANY, skipped: 0, failed: 0 },
      });
      for (const uid of [UIDS.user, UIDS.identity, UIDS.account, UIDS.accountRole]) {
        expect(await app.database.count(uid)).toBe(MANY);
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
    await restart(id);
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
    await restart(id);
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
