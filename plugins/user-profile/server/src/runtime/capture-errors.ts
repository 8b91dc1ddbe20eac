import { MINUTE_MS } from '../../../shared/durations';
import { errorText } from '../utils/error-text';
import type { Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'capture-errors': ReturnType<typeof createCaptureErrors>;
  }
}

const WARN_EVERY_MS = MINUTE_MS;

export interface CaptureError {
  date: string;
  what: string;
  message: string;
}

/** Counts capture errors of this instance for the panel, and logs each kind at most once a minute. */
export const createCaptureErrors = ({ strapi }: Context) => {
  let count = 0;
  let missed = 0;
  let last: CaptureError | null = null;
  const warnedAt = new Map<string, number>();

  const report = (what: string, error: unknown, text: (message: string) => string): void => {
    const message = errorText(error);
    count += 1;
    last = { date: new Date().toISOString(), what, message };
    const now = Date.now();
    if (now - (warnedAt.get(what) ?? 0) < WARN_EVERY_MS) {
      return;
    }
    warnedAt.set(what, now);
    strapi.log.error(`[user-profile] ${text(message)}`);
  };

  return {
    /** @param what names what could not be recorded, for the log, such as "a login" */
    add(what: string, error: unknown): void {
      missed += 1;
      const remedy = 'the next reconcile pass repairs it';
      report(what, error, (message) => `could not record ${what}; ${remedy}: ${message}`);
    },

    /** Counts the error of a listener of the event hub. Events are not emitted again. @param name of the event */
    addListenerError(name: string, error: unknown): void {
      report(
        `a listener of ${name}`,
        error,
        (message) => `a listener of ${name} failed: ${message}`
      );
    },

    /** Counts the error of a hook of the site. @param name of the hook */
    addHookError(name: string, error: unknown): void {
      report(`the hook ${name}`, error, (message) => `the hook ${name} failed: ${message}`);
    },
    count: () => count,
    /** The number of errors that a reconcile pass can repair. */
    missed: () => missed,
    last: () => last,
  };
};
