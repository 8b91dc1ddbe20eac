import type { Core } from '@strapi/types';

import { configurationError } from '../config/configuration-error';
import { getConfig } from '../config/get';
import { measureSharedClock } from '../runtime/database/shared-clock';
import { jwtManagement } from '../sessions/token';
import { resumeOperations } from '../users/bulk/upkeep';
import { getService } from '../utils/service';

type Task = () => Promise<unknown>;

const EVERY_MINUTE = '0 * * * * *';
/** Soon after midnight UTC too: the weekly and monthly counts of a day are then cheap. */
const EVERY_TEN_MINUTES = '30 */10 * * * *';

/** Counts the error of a task, whose caller has no use for it. */
const counted =
  (strapi: Core.Strapi, what: string, task: Task): Task =>
  async () => {
    try {
      await task();
    } catch (error) {
      getService(strapi, 'capture-errors').add(what, error);
    }
  };

/** Tokens are compared with the time of the database in the mode `legacy-support` only. */
const clockTask = (strapi: Core.Strapi): Task | null =>
  jwtManagement(strapi) === 'legacy-support'
    ? counted(strapi, 'the time of the database', () => measureSharedClock(strapi))
    : null;

/** Measures the time of the database before the first token is checked. */
export const measureClock = async (strapi: Core.Strapi): Promise<void> => {
  await clockTask(strapi)?.();
};

/**
 * Strapi logs an invalid schedule and continues without the job (@strapi/core 5.54.0, services/cron.js): no event
 * would ever be deleted.
 *
 * @throws Error that lists the invalid schedules
 */
export const requireSchedules = (strapi: Core.Strapi): void => {
  const { reconcile, retention } = getConfig(strapi);
  const isValid = (rule: string): boolean => {
    const name = 'user-profile-schedule-check';
    strapi.cron.add({ [name]: { task: () => Promise.resolve(), options: { rule } } });
    const isScheduled = strapi.cron.jobs.some((job) => job.name === name);
    strapi.cron.remove(name);
    return isScheduled;
  };
  const invalid = Object.entries({ reconcile, retention })
    .filter(([, { schedule }]) => !isValid(schedule))
    .map(
      ([section, { schedule }]) =>
        `config.${section}.schedule: must be six fields, seconds first, such as "0 30 2 * * *", but is "${schedule}"`
    );
  if (invalid.length > 0) {
    throw configurationError(invalid);
  }
};

/**
 * Schedules the jobs once the server listens: commands such as `strapi import` also load the application, and
 * no job may write next to them. The start does not wait for the first pass, which is long on a large site.
 */
export const scheduleJobs = (strapi: Core.Strapi): void => {
  const { reconcile, retention } = getConfig(strapi);
  const reconcilePass = (scope: 'all' | 'recent') =>
    counted(strapi, 'a reconcile pass', () => getService(strapi, 'reconcile').run(scope));
  const clock = clockTask(strapi);
  const passRecent = reconcilePass('recent');
  const retain = counted(strapi, 'the retention of events', () =>
    getService(strapi, 'retention').run()
  );
  const countDays = counted(strapi, 'the daily counts', () =>
    getService(strapi, 'daily-counts').run()
  );
  const liftBlocks = () => getService(strapi, 'block-ends').liftAll();
  /** The jobs whose next run can be far away, by the name under which they run. */
  const rare: Record<string, Task> = {
    reconcile: passRecent,
    retention: retain,
    'daily-counts': countDays,
    // Every minute, but not while no block is over.
    'block-ends': () => getService(strapi, 'block-ends').liftAll(true),
  };
  /** Continues those that another instance was running when it crashed. */
  const continueInterrupted = counted(strapi, 'an interrupted job', async () => {
    for (const name of await getService(strapi, 'jobs').findInterrupted()) {
      await rare[name]?.();
    }
  });
  /** Continue what a server that was stopped has begun. */
  const resumed: Record<string, Task> = {
    bulk: () => resumeOperations(strapi),
    import: () => getService(strapi, 'user-import').resume(),
    erasures: () => getService(strapi, 'user-remover').resumeErasures(),
  };

  const schedule = (name: string, rule: string, task: Task) =>
    strapi.cron.add({ [`user-profile-${name}`]: { task, options: { rule } } });

  /** A pass over all accounts adds the events that were missed while the server was down. */
  const onStart = async () => {
    if (reconcile.onStart) {
      await reconcilePass('all')();
    }
    await countDays();
  };

  strapi.server.httpServer.once('listening', () => {
    if (clock) {
      schedule('clock', EVERY_MINUTE, clock);
    }
    schedule('reconcile', reconcile.schedule, passRecent);
    schedule('retention', retention.schedule, retain);
    schedule('blocks', EVERY_MINUTE, liftBlocks);
    schedule('daily-counts', EVERY_TEN_MINUTES, countDays);
    schedule('interrupted', EVERY_MINUTE, continueInterrupted);
    getService(strapi, 'background-tasks').add(onStart());
    for (const [name, resume] of Object.entries(resumed)) {
      schedule(name, EVERY_MINUTE, resume);
      void resume();
    }
  });
};
