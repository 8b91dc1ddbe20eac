import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';
import type { Knex } from 'knex';

import type { JobStatus } from '../../../shared/contracts/status';
import { MINUTE_MS } from '../../../shared/durations';
import { getService } from '../utils/service';
import { JOB_UID } from './database/plain-models';
import { asDate, asJson, inTransaction, lockRows, query, table, type Row } from './database/rows';

declare module '../utils/service' {
  interface Services {
    jobs: ReturnType<typeof createJobs>;
  }
}

/**
 * Jobs that can be triggered by name, with what a run returns and how its progress is described. The code that defines
 * a job adds it here by declaration merging, so callers below it need not import it.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Jobs {}

interface Definition {
  start(): Promise<unknown>;
  progress(): Promise<unknown>;
}

/** A job that is one of many of a kind and runs to its end once, such as that of one bulk operation. */
export interface SingleJob {
  kind: string;
  id: string;
}

const nameOf = (job: string | SingleJob): string =>
  typeof job === 'string' ? job : `${job.kind}:${job.id}`;

const idIn = (kind: string, name: unknown): string => String(name).slice(kind.length + 1);

const kindOf = (job: string | SingleJob): string | null =>
  typeof job === 'string' ? null : job.kind;

/** The lease of an instance that crashed expires after this time; a running job renews it with each `save`. */
export const LEASE_MS = MINUTE_MS;

/** Another instance continues an interrupted job within about two minutes, and a single one after its restart. */
const STUCK_AFTER_MS = 10 * MINUTE_MS;

/** As many as a person reads. */
const MAX_STUCK = 10;

export interface JobRun<State> {
  state: State;
  /**
   * Stores the progress and renews the lease. Ends the run if another instance has taken over the job, or if the
   * server is stopping.
   *
   * @throws JobStopped
   */
  save(state: State): Promise<void>;
  /**
   * Renews the lease within a transaction, which thereby changes nothing if another instance has taken over the
   * job, or if the server is stopping.
   *
   * @throws JobStopped
   */
  renew(trx: Knex.Transaction): Promise<void>;
}

const counts = z.object({ done: z.number(), total: z.number() });

/** The progress in the state of a job: of the job itself, or under `progress`. */
const progressIn = (state: unknown): JobStatus['progress'] =>
  z.object({ progress: counts }).safeParse(state).data?.progress ??
  counts.safeParse(state).data ??
  null;

const isLeased = (row: Row | undefined): boolean =>
  (asDate(row?.lease_until)?.getTime() ?? 0) > Date.now();

/** Ends a run. The next run continues from the saved state. */
export class JobStopped extends Error {}

/** Jobs that only one instance runs at a time. */
export const createJobs = ({ strapi }: { strapi: Core.Strapi }) => {
  const holder = randomUUID();
  const definitions = new Map<string, Definition>();
  /** An expired lease does not mean that the work of this process has ended. */
  const active = new Set<string>();
  let isStopping = false;
  const newLease = () => new Date(Date.now() + LEASE_MS);
  const ended = () => ({ lease_until: null, ended_at: new Date() });

  const claim = (name: string, kind: string | null): Promise<boolean> =>
    inTransaction(strapi, async (trx) => {
      const row = () => table(strapi, trx, JOB_UID).where({ name });
      // An INSERT that ignores a conflict locks the row on MariaDB, and would deadlock with the end of another run.
      if (!(await row().first('id'))) {
        await table(strapi, trx, JOB_UID)
          .insert({ name, kind, state: '{}' })
          .onConflict('name')
          .ignore();
      }
      const claimed = await row()
        .where((available) =>
          available
            .whereNull('lease_until')
            .orWhere('lease_until', '<', new Date())
            // Planned by this process. `active` keeps it from running a job twice.
            .orWhere({ holder })
        )
        .update({ holder, lease_until: newLease() });
      return claimed === 1;
    });

  const stateIn = <State>(row: Row | undefined, initial: State): State => ({
    ...initial,
    ...asJson<Partial<State>>(row?.state, {}),
  });

  const readState = <State>(name: string, initial: State): Promise<State> =>
    inTransaction(strapi, async (trx) =>
      stateIn(await table(strapi, trx, JOB_UID).where({ name }).first('state'), initial)
    );

  /** @returns whether this instance still holds the job; if not, nothing was written */
  const write = (name: string, columns: Record<string, unknown>): Promise<boolean> =>
    inTransaction(strapi, async (trx) => {
      const written = await table(strapi, trx, JOB_UID).where({ name, holder }).update(columns);
      return written === 1;
    });

  const save = async (name: string, state: object): Promise<void> => {
    const columns = { state: JSON.stringify(state), lease_until: newLease() };
    const isHeld = await write(name, columns);
    if (!isHeld || isStopping) {
      throw new JobStopped();
    }
  };

  const renew = async (name: string, trx: Knex.Transaction): Promise<void> => {
    const renewed = await table(strapi, trx, JOB_UID)
      .where({ name, holder })
      .update({ lease_until: newLease() });
    if (renewed !== 1 || isStopping) {
      throw new JobStopped();
    }
  };

  const runClaimed = async <State extends object, Result>(
    job: string | SingleJob,
    initial: State,
    work: (run: JobRun<State>) => Promise<Result>
  ): Promise<Result | null> => {
    const name = nameOf(job);
    if (isStopping || active.has(name)) {
      return null;
    }
    active.add(name);
    const isClaimed = await claim(name, kindOf(job)).catch((error: unknown) => {
      active.delete(name);
      throw error;
    });
    if (!isClaimed) {
      active.delete(name);
      return null;
    }
    try {
      const state = await readState(name, initial);
      return await work({
        state,
        save: (next) => save(name, next),
        renew: (trx) => renew(name, trx),
      });
    } catch (error) {
      if (error instanceof JobStopped) {
        return null;
      }
      throw error;
    } finally {
      active.delete(name);
      await write(name, ended());
    }
  };

  const definitionOf = (name: string): Definition => {
    const definition = definitions.get(name);
    if (!definition) {
      throw new Error(`There is no job named "${name}"`);
    }
    return definition;
  };

  return {
    define<Name extends keyof Jobs>(
      name: Name,
      job: {
        start(): Promise<Jobs[Name]['result']>;
        progress(): Promise<Jobs[Name]['progress']>;
      }
    ): void {
      definitions.set(name, job);
    },

    /** @throws Error if no code has defined the job */
    trigger: <Name extends keyof Jobs>(name: Name): Promise<Jobs[Name]['result']> =>
      definitionOf(name).start() as Promise<Jobs[Name]['result']>,

    /** @throws Error if no code has defined the job */
    progress: <Name extends keyof Jobs>(name: Name): Promise<Jobs[Name]['progress']> =>
      definitionOf(name).progress() as Promise<Jobs[Name]['progress']>,

    /**
     * Runs the work unless another instance holds the job. The state that `save` stores is that of the next
     * run.
     *
     * @returns the result of the work; null if another instance holds the job or this one is stopping
     */
    run<State extends object, Result>(
      job: string | SingleJob,
      initial: State,
      work: (run: JobRun<State>) => Promise<Result>
    ): Promise<Result | null> {
      const running = runClaimed(job, initial, work);
      getService(strapi, 'background-tasks').add(running);
      return running;
    },

    /** The saved state of a job, and whether an instance runs it now. */
    async find<State extends object>(
      name: string,
      initial: State
    ): Promise<{ state: State; isRunning: boolean }> {
      const row: Row | undefined = await query(strapi, JOB_UID)
        .where({ name })
        .first('state', 'lease_until');
      return { state: stateIn(row, initial), isRunning: isLeased(row) };
    },

    /** The jobs that have run and will run again. */
    async list(): Promise<JobStatus[]> {
      const rows: Row[] = await query(strapi, JOB_UID)
        .whereNotNull('holder')
        .whereNull('kind')
        .orderBy('name')
        .select('name', 'state', 'lease_until', 'ended_at');
      return rows.map((row) => ({
        name: String(row.name),
        running: isLeased(row),
        ended_at: asDate(row.ended_at)?.toISOString() ?? null,
        progress: progressIn(asJson<unknown>(row.state, null)),
      }));
    },

    /** The names of the jobs that run again and again whose last run did not end, because its instance crashed. */
    async findInterrupted(): Promise<string[]> {
      const rows: Row[] = await query(strapi, JOB_UID)
        .whereNull('kind')
        .where('lease_until', '<', new Date())
        .select('name');
      return rows.map(({ name }) => String(name));
    },

    /** The names of jobs that an instance did not finish, and that no instance has continued. */
    async findStuck(): Promise<string[]> {
      const rows: Row[] = await query(strapi, JOB_UID)
        .where('lease_until', '<', new Date(Date.now() - STUCK_AFTER_MS))
        .orderBy('name')
        .limit(MAX_STUCK)
        .select('name');
      return rows.map(({ name }) => String(name));
    },

    /**
     * Stores that this instance will run a job, in the transaction that makes it necessary: another one finds it
     * if this one dies after the commit.
     */
    async plan(trx: Knex.Transaction, job: SingleJob): Promise<void> {
      await table(strapi, trx, JOB_UID)
        .insert({
          name: nameOf(job),
          kind: job.kind,
          state: '{}',
          holder,
          lease_until: newLease(),
        })
        .onConflict('name')
        .ignore();
    },

    /** Whether a job was planned, as long as its row is kept. Locks the row: MariaDB would read an old view. */
    async isPlanned(trx: Knex.Transaction, job: SingleJob): Promise<boolean> {
      const rows = table(strapi, trx, JOB_UID).where({ name: nameOf(job) });
      const row: Row | undefined = await lockRows(strapi, rows, 'share').first('id');
      return row !== undefined;
    },

    /** The ids of the planned jobs of a kind that have not run to their end. */
    async findPlanned(kind: string): Promise<string[]> {
      const rows: Row[] = await query(strapi, JOB_UID).where({ kind }).orderBy('id').select('name');
      return rows.map(({ name }) => idIn(kind, name));
    },

    /** The ids of the jobs of a kind that an instance has run since a time. */
    async findRunSince(kind: string, since: Date): Promise<string[]> {
      const rows: Row[] = await query(strapi, JOB_UID)
        .where({ kind })
        .where((run) => run.where('lease_until', '>=', since).orWhere('ended_at', '>=', since))
        .select('name');
      return rows.map(({ name }) => idIn(kind, name));
    },

    /**
     * Keeps the row of a job that has run to its end, under another kind, until `removeEnded`. Ends the job at once:
     * nothing would continue one of another kind if the server died before its run returns.
     */
    async keepAs(kind: string, job: SingleJob): Promise<void> {
      await inTransaction(strapi, (trx) =>
        table(strapi, trx, JOB_UID)
          .where({ name: nameOf(job) })
          .update({ kind, ...ended() })
      );
    },

    /** Removes the rows of a kind whose jobs ended before a time. */
    async removeEnded(kind: string, before: Date): Promise<void> {
      await inTransaction(strapi, (trx) =>
        table(strapi, trx, JOB_UID).where({ kind }).where('ended_at', '<', before).delete()
      );
    },

    /** Removes the row of a job that has run to its end. */
    async remove(job: SingleJob): Promise<void> {
      await inTransaction(strapi, (trx) =>
        table(strapi, trx, JOB_UID)
          .where({ name: nameOf(job) })
          .delete()
      );
    },

    /** Ends runs after their current batch, so another instance can continue at once. */
    stop(): void {
      isStopping = true;
    },
  };
};
