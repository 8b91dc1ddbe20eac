import { MINUTE_MS } from '../../../shared/durations';
import { errorText } from '../utils/error-text';
import { logError } from '../utils/log-error';
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

  const report = (what: string, error: unknown, text: string): void => {
    count += 1;
    last = { date: new Date().toISOString(), what, message: errorText(error) };
    const now = Date.now();
    if (now - (warnedAt.get(what) ?? 0) < WARN_EVERY_MS) {
      return;
    }
    warnedAt.set(what, now);
    logError(strapi, text, error);
  };

  return {
    /** @param what names what could not be recorded, for the log, such as "a login" */
    add(what: string, error: unknown): void {
      missed += 1;
      const remedy = 'the next reconcile pass repairs it';
      report(what, error, `could not record ${what}; ${remedy}`);
    },

    /**
     * Counts an error of a reconcile pass, which would fail in the next one too.
     * @param what as in `add`
     */
    addErrorOfPass(what: string, error: unknown): void {
      report(what, error, `could not record ${what}; reconcile tries it again once a day`);
    },

    /** Counts what was left to a reconcile pass on purpose. */
    leaveToPass(): void {
      missed += 1;
    },

    /**
     * Counts the error of a listener of the event hub. Events are not emitted again.
     * @param name of the event
     */
    addListenerError(name: string, error: unknown): void {
      report(`a listener of ${name}`, error, `a listener of ${name} failed`);
    },

    /**
     * Counts the error of a hook of the site.
     * @param name of the hook
     */
    addHookError(name: string, error: unknown): void {
      report(`the hook ${name}`, error, `the hook ${name} failed`);
    },
    count: () => count,
    /** The number of changes that a reconcile pass has to repair. */
    missed: () => missed,
    last: () => last,
  };
};
