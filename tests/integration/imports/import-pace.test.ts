import { createAuth0Record } from '../../support/auth0-records';
import { importRecords } from '../../support/imports';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const BATCH = 500;
const COUNT = 2 * BATCH + 1;

/** Each hash of another system is checked while its batch is prepared. */
const CUSTOM_HASH = {
  algorithm: 'sha256',
  hash: { value: '0'.repeat(64), encoding: 'hex' },
};

interface Recorder {
  recorded: unknown[];
  stop(): void;
}

describe('an import beside requests', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  const createRecords = () =>
    Array.from({ length: COUNT }, () => createAuth0Record({ custom_password_hash: CUSTOM_HASH }));

  /** Ends what a test has begun to record. */
  const stopRecording = async (): Promise<unknown[]> => {
    const result = await runInServer(app, async (strapi) => {
      const { recorded, stop } = strapi.config.get<Recorder>('test.recorder');
      stop();
      return recorded;
    });
    return result ?? [];
  };

  it('prepares each batch outside of the transaction that stores the one before', async () => {
    await runInServer(
      app,
      async (strapi, batch, count) => {
        const passwords = strapi.plugin('user-profile').service('imported-passwords');
        const { requireSupport, insertMany } = passwords;
        const recorded: boolean[] = [];
        let stored = 0;
        passwords.requireSupport = (...args: unknown[]) => {
          recorded.push(strapi.db.inTransaction());
          return requireSupport(...args);
        };
        // Keeps the transaction until the next batch is being prepared.
        passwords.insertMany = async (...args: unknown[]) => {
          stored += batch;
          for (
            let tries = 0;
            tries < 1000 && recorded.length < Math.min(count, stored + 1);
            tries += 1
          ) {
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          return insertMany(...args);
        };
        const stop = () => Object.assign(passwords, { requireSupport, insertMany });
        strapi.config.set('test.recorder', { recorded, stop });
      },
      BATCH,
      COUNT
    );
    const { counts } = await importRecords(app, createRecords());
    const recorded = await stopRecording();
    expect(recorded).toEqual(Array.from({ length: COUNT }, () => false));
    expect(counts).toMatchObject({ created: COUNT, failed: 0 });
  });

  it.each([[false], [true]])(
    'leaves time to them after each batch, with a dry run: %s',
    async (dryRun) => {
      await runInServer(app, async (strapi) => {
        const timers = process.getBuiltinModule('node:timers/promises');
        const { setImmediate, setTimeout } = timers;
        const recorded: boolean[] = [];
        const record = () => {
          // The reconcile job pauses too.
          if (/\bpause\b[\s\S]*\brunBatches\b/.test(new Error().stack ?? '')) {
            recorded.push(true);
          }
        };
        Object.assign(timers, {
          setImmediate: (...args: Parameters<typeof setImmediate>) => {
            record();
            return setImmediate(...args);
          },
          setTimeout: (...args: Parameters<typeof setTimeout>) => {
            record();
            return setTimeout(...args);
          },
        });
        const stop = () => Object.assign(timers, { setImmediate, setTimeout });
        strapi.config.set('test.recorder', { recorded, stop });
      });
      const options = { connection: 'local', dry_run: dryRun };
      const { counts } = await importRecords(app, createRecords(), options);
      const recorded = await stopRecording();
      expect(recorded).toHaveLength(Math.ceil(COUNT / BATCH));
      expect(counts).toMatchObject({ created: COUNT });
    }
  );
});
