import type { Core } from '@strapi/types';

import type { SyncStep } from '../../../../shared/contracts/settings';
import { SECOND_MS } from '../../../../shared/durations';

/** Rows that were read together. */
export interface RowBatch {
  /** The id of the last row; null after the last batch. */
  last: number | null;
  /** The number of rows. */
  size: number;
  /** Writes what is missing. */
  write(): Promise<void>;
}

/** The progress of a step, as it is saved with the job for all instances. */
export interface SavedProgress {
  step: SyncStep;
  done: number;
  total: number;
  per_second: number;
}

const LOG_EVERY_MS = 10 * SECOND_MS;

/** Seconds until a step ends at its present rate; null if the rate is not known yet. */
export const secondsLeft = ({ done, total, per_second: rate }: SavedProgress): number | null =>
  rate > 0 ? Math.ceil(Math.max(0, total - done) / rate) : null;

const describe = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? 'less than a minute' : `about ${minutes} minute${minutes === 1 ? '' : 's'}`;
};

const inEnglish = new Intl.NumberFormat('en');

const logLine = (progress: SavedProgress): string => {
  const [done, total, rate] = [progress.done, progress.total, progress.per_second].map((count) =>
    inEnglish.format(count)
  );
  const left = secondsLeft(progress);
  const end = left === null ? '' : `, ${describe(left)} left`;
  return `[user-profile] syncing ${progress.step}: ${done} of ${total}, ${rate} per second${end}`;
};

/**
 * Follows the progress of a step, and logs it every ten seconds.
 *
 * @param interrupted the saved progress of a run that was interrupted in this step
 */
export const startProgress = (
  strapi: Core.Strapi,
  step: SyncStep,
  total: number,
  interrupted: SavedProgress | null
) => {
  const before = interrupted?.step === step ? interrupted : null;
  const start = { at: Date.now(), done: before?.done ?? 0 };
  let current: SavedProgress = { step, done: start.done, total, per_second: 0 };
  let loggedAt = start.at;

  return {
    current: (): SavedProgress => current,

    add(rows: number): void {
      const now = Date.now();
      const done = current.done + rows;
      const seconds = Math.max(1, now - start.at) / SECOND_MS;
      current = {
        step,
        done,
        // Rows that were inserted since the step began.
        total: Math.max(total, done),
        per_second: Math.round((done - start.done) / seconds),
      };
      if (now - loggedAt >= LOG_EVERY_MS) {
        loggedAt = now;
        strapi.log.info(logLine(current));
      }
    },
  };
};
