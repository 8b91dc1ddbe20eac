import type { Core } from '@strapi/types';

const WARN_EVERY_MS = 60_000;

export interface Fault {
  date: string;
  what: string;
  message: string;
}

/** Counts what this instance could not record, so that the panel can say so; the log is not flooded. */
export const createFaults = ({ strapi }: { strapi: Core.Strapi }) => {
  let count = 0;
  let last: Fault | null = null;
  const warnedAt = new Map<string, number>();

  return {
    /** @param what what was not recorded, in words for the log, such as "a login" */
    add(what: string, error: unknown): void {
      const message = error instanceof Error ? error.message : String(error);
      count += 1;
      last = { date: new Date().toISOString(), what, message };
      const now = Date.now();
      if (now - (warnedAt.get(what) ?? 0) < WARN_EVERY_MS) return;
      warnedAt.set(what, now);
      strapi.log.error(
        `[user-profile] could not record ${what}; the next reconcile pass makes up for it: ${message}`
      );
    },
    count: () => count,
    last: () => last,
  };
};
