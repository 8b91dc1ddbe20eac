import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { ReconcileResult, SyncProgress } from '../../../../shared/contracts/settings';
import { DAY_MS, SECOND_MS } from '../../../../shared/durations';
import { analyzeTables } from '../../runtime/database/analyze-tables';
import { inTransaction, table } from '../../runtime/database/rows';
import type { JobRun } from '../../runtime/jobs';
import { createPace } from '../../runtime/pace';
import { getService } from '../../utils/service';
import {
  reconcileAccounts,
  reconcileImportedPasswords,
  reconcileMissingAccounts,
} from './accounts';
import { foldUsers } from './folded-columns';
import { secondsLeft, startProgress, type RowBatch, type SavedProgress } from './progress';
import { reconcileSessions } from './sessions';

declare module '../../utils/service' {
  interface Services {
    reconcile: ReturnType<typeof createReconcile>;
  }
}

declare module '../../runtime/jobs' {
  interface Jobs {
    reconcile: { result: ReconcileResult; progress: SyncProgress };
  }
}

const JOB = 'reconcile';

/** A run that takes longer continues in the background: proxies end requests that take a minute. */
const MAX_WAIT_MS = 25 * SECOND_MS;

/** A login commits its session before its event. A pass between the two would record it with fewer details. */
const LOGIN_MS = 10 * SECOND_MS;

/** While one batch is in the database, the server prepares the next one. */
const MAX_IN_FLIGHT = 2;

/** After how many new users the statistics of their tables are renewed, and by what factor that number grows. */
const FIRST_ANALYSIS = 2000;
const ANALYSIS_GROWTH = 4;

/** The state of the passes. An interrupted pass continues from it. */
interface State {
  /** The id of the last user of an interrupted pass over the folded columns; 0 if it was completed. */
  user: number;
  /** The id of the last account of an interrupted pass; 0 if the last pass was completed. */
  account: number;
  /** The id up to which every session is complete. */
  session: number;
  /** When the last pass over all accounts was completed (milliseconds). */
  accounts_at: number;
  /** Null between two steps. */
  progress: SavedProgress | null;
}

const noResult = (): ReconcileResult => ({
  ran: false,
  finished: false,
  created: 0,
  updated: 0,
  detached: 0,
  account_missing: 0,
  failed: 0,
  events: 0,
});

const START: State = { user: 0, account: 0, session: 0, accounts_at: 0, progress: null };

const isDue = (state: State): boolean =>
  state.user > 0 || state.account > 0 || state.accounts_at < Date.now() - DAY_MS;

const countRows = (strapi: Core.Strapi, uid: string): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const [{ count }] = await table(strapi, trx, uid).count({ count: '*' });
    return Number(count);
  });

/**
 * Brings profiles, devices and login events in line with Users & Permissions: for users that are older than
 * the plugin, for writes that bypass lifecycles, and after capture errors.
 */
export const createReconcile = ({ strapi }: { strapi: Core.Strapi }) => {
  const pace = createPace(strapi);
  /** A start takes longer than a login: those that began before are complete, on every instance. */
  const startedAt = Date.now();
  let missedErrorsSeen = 0;

  /**
   * Goes through a table by id. The position is saved after each batch, so a run that is killed repeats two
   * batches at most.
   */
  const passRows = async (
    { state, save }: JobRun<State>,
    step: 'users' | 'accounts',
    read: (after: number) => Promise<RowBatch>
  ): Promise<void> => {
    const [uid, position] =
      step === 'users'
        ? ([UIDS.user, 'user'] as const)
        : ([STRAPI_UIDS.account, 'account'] as const);
    const total = await countRows(strapi, uid);
    const progress = startProgress(
      strapi,
      step,
      total,
      state[position] > 0 ? state.progress : null
    );
    let saved: Promise<void> = Promise.resolve();
    /** Batches are written at the same time, and saved one after the other. */
    const complete = ({ last, size, write }: RowBatch): Promise<void> => {
      const before = saved;
      // Waits for its own write first: if an earlier batch fails, the pass must not end before this one is written.
      saved = write().then(async () => {
        await before;
        progress.add(size);
        state[position] = last ?? 0;
        state.progress = last === null ? null : progress.current();
        await save(state);
      });
      // The loop awaits it later. Until then Node.js must not take a failure for an unhandled one and exit.
      saved.catch(() => undefined);
      return saved;
    };
    const running: Promise<void>[] = [];
    try {
      for (let next: number | null = state[position]; next !== null;) {
        const since = Date.now();
        const batch: RowBatch = await read(next);
        running.push(complete(batch));
        const inFlight = pace.isBusy() ? 0 : MAX_IN_FLIGHT - 1;
        while (running.length > inFlight) {
          await running.shift();
        }
        await pace.pause(since);
        next = batch.last;
      }
    } finally {
      await Promise.allSettled(running);
    }
    await saved;
  };

  const passAccounts = async (job: JobRun<State>, result: ReconcileResult): Promise<void> => {
    let nextAnalysis = FIRST_ANALYSIS;
    await passRows(job, 'accounts', async (after) => {
      const batch = await reconcileAccounts(strapi, after, result, pace.isBusy());
      if (result.created >= nextAnalysis) {
        nextAnalysis *= ANALYSIS_GROWTH;
        await analyzeTables(strapi, [UIDS.user, UIDS.identity]);
      }
      return batch;
    });
    await reconcileMissingAccounts(strapi, result, () => job.save(job.state));
    await reconcileImportedPasswords(strapi, () => job.save(job.state));
    job.state.accounts_at = Date.now();
    await job.save(job.state);
  };

  const passSessions = async (
    { state, save }: JobRun<State>,
    result: ReconcileResult,
    settledBefore: number
  ): Promise<void> => {
    let isUnbroken = true;
    for (let next: number | null = state.session; next !== null;) {
      const since = Date.now();
      const batch = await reconcileSessions(strapi, next, settledBefore);
      result.events += batch.events;
      if (isUnbroken) {
        state.session = batch.completedUpTo;
      }
      isUnbroken = isUnbroken && batch.completedUpTo === batch.last;
      next = batch.last;
      await save(state);
      await pace.pause(since);
    }
  };

  const run = async (
    scope: 'all' | 'recent',
    result: ReconcileResult,
    settledBefore = Infinity
  ): Promise<void> => {
    result.events += await getService(strapi, 'event-writer').flush();
    const missed = getService(strapi, 'capture-errors').missed();
    const pass = async (job: JobRun<State>): Promise<void> => {
      if (scope === 'all' || missed > missedErrorsSeen || isDue(job.state)) {
        await passRows(job, 'users', (after) => foldUsers(strapi, after));
        await passAccounts(job, result);
      }
      await passSessions(job, result, settledBefore);
      // The pass may have gone past what was missed after its start.
      missedErrorsSeen = missed;
      result.ran = true;
    };
    await pace.during(() => getService(strapi, 'jobs').run(JOB, START, pass));
    result.finished = true;
  };

  return {
    /**
     * Runs beside logins, and leaves those of the past seconds to the next pass.
     *
     * @param scope `all` checks every account. `recent` does so once a day and after a capture error;
     *   otherwise it checks new sessions only.
     */
    async run(scope: 'all' | 'recent'): Promise<ReconcileResult> {
      const result = noResult();
      await run(scope, result, Math.max(startedAt, Date.now() - LOGIN_MS));
      return result;
    },

    /**
     * Runs in the background, for an admin, with the logins of the past seconds.
     * @returns the result once it is complete, or what there is after 25 seconds
     */
    async start(): Promise<ReconcileResult> {
      const result = noResult();
      const running = run('all', result);
      const timer = new AbortController();
      const late = sleep(MAX_WAIT_MS, undefined, { signal: timer.signal, ref: false });
      try {
        await Promise.race([running, late]);
      } finally {
        timer.abort();
      }
      running.catch((error: unknown) =>
        getService(strapi, 'capture-errors').add('a reconcile pass', error)
      );
      return { ...result, ran: result.ran || !result.finished };
    },

    /** The progress of the run, whichever instance runs it. */
    async progress(): Promise<SyncProgress> {
      const { state, isRunning } = await getService(strapi, 'jobs').find(JOB, START);
      const { progress } = state;
      return {
        running: isRunning,
        first: state.accounts_at === 0 && (isRunning || state.account > 0),
        progress:
          progress && isRunning ? { ...progress, seconds_left: secondsLeft(progress) } : null,
      };
    },
  };
};
