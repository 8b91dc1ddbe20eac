import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

/** Runs a scheduled job of the plugin now, and waits for its end. Test servers run none at its time (`quick.cjs`). */
export const runJob = (app: TestStrapi, name: string): Promise<void> =>
  runInServer(
    app,
    async (strapi, wanted) => {
      const found = strapi.cron.jobs.find((spec) => spec.name === wanted);
      if (!found) {
        throw new Error(`There is no job named ${wanted}`);
      }
      await (found.job as unknown as { invoke(): Promise<void> }).invoke();
    },
    name
  );
