import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/types';

import { getService } from '../utils/service';
import { JOB_UID } from './database/plain-models';
import { asJson, inTransaction, table } from './database/rows';

declare module '../utils/service' {
  interface Services {
    jobs: ReturnType<typeof createJobs>;
  }
}

/**
 * Jobs that can be triggered by name, with what a run returns. The code that defines a job adds it here by
 * declaration merging, so callers below it need not import it.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Jobs {}

/** A holder that died gives its job up after this long; one that lives renews it with each batch. */
const LEASE_MS = 60_000;

export interface JobRun<State> {
  state: State;
  /** Keeps how far the job has come, and the lease with it. Ends the run where the server stops. */
  save(state: State): Promise<void>;
}

/** Unwinds a run; the next one goes on from the state that was saved. */
class Stopped extends Error {}

/** Jobs of which one instance at a time does the work, whatever the number of instances. */
export const createJobs = ({ strapi }: { strapi: Core.Strapi }) => {
  const holder = randomUUID();
  const triggers = new Map<string, () => Promise<unknown>>();
  let isStopping = false;
  const leaseEnd = () => new Date(Date.now() + LEASE_MS);

  const claim = (name: string): Promise<boolean> =>
    inTransaction(strapi, async (trx) => {
      await table(strapi, trx, JOB_UID).insert({ name, state: '{}' }).onConflict('name').ignore();
      const claimed = await table(strapi, trx, JOB_UID)
        .where({ name })
        .where((free) => free.whereNull('lease_until').orWhere('lease_until', '<', new Date()))
        .update({ holder, lease_until: leaseEnd() });
      return claimed === 1;
    });

  const readState = <State>(name: string, initial: State): Promise<State> =>
    inTransaction(strapi, async (trx) => {
      const row = await table(strapi, trx, JOB_UID).where({ name }).first('state');
      return { ...initial, ...asJson<Partial<State>>(row?.state, {}) };
    });

  const write = (name: string, columns: Record<string, unknown>): Promise<unknown> =>
    inTransaction(strapi, (trx) =>
      table(strapi, trx, JOB_UID).where({ name, holder }).update(columns)
    );

  const save = async (name: string, state: object): Promise<void> => {
    await write(name, { state: JSON.stringify(state), lease_until: leaseEnd() });
    if (isStopping) {
      throw new Stopped();
    }
  };

  const runClaimed = async <State extends object, Result>(
    name: string,
    initial: State,
    work: (run: JobRun<State>) => Promise<Result>
  ): Promise<Result | null> => {
    if (isStopping || !(await claim(name))) {
      return null;
    }
    try {
      const state = await readState(name, initial);
      return await work({ state, save: (next) => save(name, next) });
    } catch (error) {
      if (error instanceof Stopped) {
        return null;
      }
      throw error;
    } finally {
      await write(name, { lease_until: null });
    }
  };

  return {
    define<Name extends keyof Jobs>(name: Name, start: () => Promise<Jobs[Name]>): void {
      triggers.set(name, start);
    },

    /** @throws Error if no code has defined the job */
    trigger<Name extends keyof Jobs>(name: Name): Promise<Jobs[Name]> {
      const start = triggers.get(name);
      if (!start) {
        throw new Error(`There is no job named "${String(name)}"`);
      }
      return start() as Promise<Jobs[Name]>;
    },

    /**
     * Does the work unless another instance is at it. What `save` keeps is the state of the next run.
     *
     * @returns what the work returns, or null where another instance holds the job or this one stops
     */
    run<State extends object, Result>(
      name: string,
      initial: State,
      work: (run: JobRun<State>) => Promise<Result>
    ): Promise<Result | null> {
      const running = runClaimed(name, initial, work);
      getService(strapi, 'background-tasks').add(running);
      return running;
    },

    /** Lets runs end with the batch that they are at, so that another instance can go on at once. */
    stop(): void {
      isStopping = true;
    },
  };
};
