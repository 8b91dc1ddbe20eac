import type { Context } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'capture-errors': ReturnType<typeof createCaptureErrors>;
  }
}

const WARN_EVERY_MS = 60_000;

export interface Fault {
  date: string;
  what: string;
  message: string;
}

/** Counts what this instance could not record, so that the panel can say so; the log is not flooded. */
export const createCaptureErrors = ({ strapi }: Context) => {
  let count = 0;
  let missed = 0;
  let last: Fault | null = null;
  const warnedAt = new Map<string, number>();

  const note = (what: string, error: unknown, text: (message: string) => string): void => {
    const message = error instanceof Error ? error.message : String(error);
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
    /** @param what what was not recorded, in words for the log, such as "a login" */
    add(what: string, error: unknown): void {
      missed += 1;
      const remedy = 'the next reconcile pass makes up for it';
      note(what, error, (message) => `could not record ${what}; ${remedy}: ${message}`);
    },

    /** What is emitted on the event hub is not emitted again. @param name of the event */
    addListener(name: string, error: unknown): void {
      note(`a listener of ${name}`, error, (message) => `a listener of ${name} failed: ${message}`);
    },
    count: () => count,
    /** How many of them a reconcile pass can make up for. */
    missed: () => missed,
    last: () => last,
  };
};
