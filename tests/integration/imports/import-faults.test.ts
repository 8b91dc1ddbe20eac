import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import knex from 'knex';

import { callAdmin } from '../../support/admin-api';
import { createAuth0Record } from '../../support/auth0-records';
import { runCommand } from '../../support/command';
import { tableOf, UIDS } from '../../support/database';
import {
  createFile,
  importRecords,
  streamImport,
  toNdjson,
  waitForImport,
} from '../../support/imports';
import { onPostgres } from '../../support/on-database';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { runJob } from '../../support/run-job';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const FULL_DISK = '/dev/full';

const COUNT = 1200;

describe('an import', () => {
  const directory = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'faults-')), 'imports');
  let app: TestStrapi;

  beforeAll(async () => {
    const config = JSON.stringify({ imports: { directory } });
    app = await startStrapi({ env: { ...SERVER_CODE, USER_PROFILE_CONFIG: config } });
  });

  afterAll(() => app?.stop());

  const upload = () => streamImport(app, toNdjson([createAuth0Record()]));

  const countImports = async (): Promise<number> =>
    (await callAdmin(app, 'GET', '/imports')).body.data.length;

  /** Every write of a new file fails, as on a full disk. */
  const fillDisk = () =>
    runInServer(
      app,
      async (strapi, device) => {
        const files = process.getBuiltinModule('node:fs');
        const { createWriteStream } = files;
        const toDevice = () => createWriteStream(device, { flags: 'w' });
        Object.assign(files, { createWriteStream: toDevice });
        Object.assign(strapi, { emptyDisk: () => Object.assign(files, { createWriteStream }) });
      },
      FULL_DISK
    );

  const emptyDisk = () =>
    runInServer(app, async (strapi) => {
      (strapi as unknown as { emptyDisk(): void }).emptyDisk();
    });

  (fs.existsSync(FULL_DISK) ? it : it.skip)(
    'is rejected with 413 if the disk is full, and leaves nothing behind',
    async () => {
      await fillDisk();
      const { status, body } = await upload();
      await emptyDisk();
      expect([status, body.error.message]).toEqual([413, expect.stringContaining('no room')]);
      expect(fs.readdirSync(directory)).toEqual([]);
      expect(await countImports()).toBe(0);
      expect((await upload()).status).toBe(201);
    }
  );

  it('is rejected if its folder cannot be used, and works once it can', async () => {
    const before = await countImports();
    fs.renameSync(directory, `${directory}-away`);
    fs.writeFileSync(directory, '');
    expect((await upload()).status).toBe(500);
    expect(await countImports()).toBe(before);
    expect(app.output()).toContain(directory);
    fs.rmSync(directory);
    fs.renameSync(`${directory}-away`, directory);
    expect((await upload()).status).toBe(201);
  });

  const resume = () => runJob(app, 'user-profile-import');

  onPostgres(
    'continues after the database ended all connections, and creates each user once',
    async () => {
      const records = Array.from({ length: COUNT }, () => createAuth0Record());
      const { body } = await streamImport(app, toNdjson(records));
      const { id } = body.data;
      const database = knex({ client: 'pg', connection: app.env().DATABASE_URL });
      try {
        const locked = await database.transaction();
        await locked.raw('lock table ?? in exclusive mode', [tableOf(UIDS.identity)]);
        await callAdmin(app, 'POST', `/imports/${id}/run`, { data: { connection: 'local' } });
        await waitForEqual(
          () =>
            app.database.query<{ count: number }>(
              "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like 'insert into%'"
            ),
          [{ count: 1 }]
        );
        await locked.raw(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
        );
        await locked.rollback();
      } finally {
        await database.destroy();
      }
      // The run ends with this line.
      await waitForEqual(
        () => Promise.resolve(app.output().includes('could not record an import')),
        true
      );
      await resume();
      expect(await waitForImport(app, id)).toMatchObject({
        status: 'done',
        counts: { read: COUNT, created: COUNT, skipped: 0, failed: 0 },
      });
      for (const uid of [UIDS.user, UIDS.identity, UIDS.account]) {
        expect(await app.database.count(uid)).toBe(COUNT);
      }
      await waitForEqual(() => app.database.count(UIDS.event, { type: 'sui' }), 1);
      expect(app.output()).not.toContain(records[0].email);
    }
  );

  onPostgres('compares a user with what others have changed while it waited', async () => {
    const record = createAuth0Record({ email_verified: false });
    await importRecords(app, [record]);
    const email = newEmail();
    const database = knex({ client: 'pg', connection: app.env().DATABASE_URL });
    const locked = await database.transaction();
    try {
      for (const uid of [UIDS.account, UIDS.user]) {
        await locked(tableOf(uid)).where({ email: record.email }).update({ email });
      }
      const verified = { ...record, email_verified: true };
      const options = { connection: 'local', mode: 'merge' } as const;
      const importing = importRecords(app, [verified], options);
      await waitForEqual(
        () =>
          app.database.query<{ count: number }>(
            "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
          ),
        [{ count: 1 }]
      );
      await locked.commit();
      expect((await importing).counts).toMatchObject({ updated: 0, failed: 1 });
    } finally {
      await database.destroy();
    }
    const [user] = await app.database.rows(UIDS.user, { user_id: record.user_id });
    expect([user.email, Boolean(user.email_verified)]).toEqual([email, false]);
  });

  describe('by the command', () => {
    const createCommand = () => {
      const records = Array.from({ length: COUNT }, () => createAuth0Record());
      return ['import', createFile(toNdjson(records)), '--connection=local'];
    };

    /** Imports wait for the table of identities while the work runs. */
    const whileLocked = async (work: () => Promise<void>): Promise<void> => {
      const database = knex({ client: 'pg', connection: app.env().DATABASE_URL });
      try {
        const locked = await database.transaction();
        await locked.raw('lock table ?? in exclusive mode', [tableOf(UIDS.identity)]);
        // Otherwise a work that fails would leave a transaction for which `destroy` waits.
        await work().finally(() => locked.rollback());
      } finally {
        await database.destroy();
      }
    };

    /** Commands need seconds to start, and wait as soon as they have read the first batch. */
    const waitForWaiting = async (count: number) => {
      await waitForEqual(() => app.database.count(UIDS.import, { status: 'running' }), count);
      await waitForEqual(
        () =>
          app.database.query<{ count: number }>(
            "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
          ),
        [{ count }]
      );
    };

    onPostgres('creates each user once if two commands import the same file at once', async () => {
      const args = createCommand();
      const before = await app.database.count(UIDS.user);
      let results: ReturnType<typeof runCommand>[] = [];
      await whileLocked(async () => {
        results = [1, 2].map(() => runCommand(app, args));
        await waitForWaiting(2);
      });
      expect((await Promise.all(results)).map(({ code }) => code)).toEqual([0, 0]);
      for (const uid of [UIDS.user, UIDS.identity, UIDS.account]) {
        expect(await app.database.count(uid)).toBe(before + COUNT);
      }
      const runs = await app.database.rows(UIDS.event, { type: 'sui' }, { newestFirst: true });
      const counts = runs.slice(0, 2).map(({ details }) => details as Record<string, number>);
      const sumOf = (name: string) => counts.reduce((sum, each) => sum + each[name], 0);
      expect([sumOf('created'), sumOf('skipped'), sumOf('failed')]).toEqual([COUNT, COUNT, 0]);
    });

    onPostgres('ends after the current batch at Ctrl+C, with the exit code 1', async () => {
      const before = await app.database.count(UIDS.user);
      let child: ChildProcess | undefined;
      let running: ReturnType<typeof runCommand> | undefined;
      await whileLocked(async () => {
        running = runCommand(app, createCommand(), undefined, (started) => {
          child = started;
        });
        await waitForWaiting(1);
        child?.kill('SIGINT');
        await waitForEqual(() => app.database.count(UIDS.import, { is_cancelled: true }), 1);
      });
      expect(await running).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('cancelled: 500 created'),
      });
      expect(await app.database.count(UIDS.user)).toBe(before + 500);
    });
  });
});
