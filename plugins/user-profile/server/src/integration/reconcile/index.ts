import type { Core } from '@strapi/types';

import type { ReconcileResult } from '../../../../shared/contracts/settings';
import { DAY_MS } from '../../../../shared/durations';
import type { JobRun } from '../../runtime/jobs';
import { getService } from '../../utils/service';
import { reconcileAccounts, reconcileMissingAccounts } from './accounts';
import { foldUsers } from './folded-columns';
import { reconcileSessions } from './sessions';

declare module '../../utils/service' {
  interface Services {
    reconcile: ReturnType<typeof createReconcile>;
  }
}

declare module '../../runtime/jobs' {
  interface Jobs {
    reconcile: ReconcileResult;
  }
}

const JOB = 'reconcile';

/** The progress of the passes. An interrupted pass continues from it. */
interface State {
  /** The id of the last user of an interrupted pass over the folded columns; 0 if it was completed. */
  user: number;
  /** The id of the last account of an interrupted pass; 0 if the last pass was completed. */
  account: number;
  /** The id up to which every session is complete. */
  session: number;
  /** When the last pass over all accounts was completed (milliseconds). */
  accounts_at: number;
}

const START: State = { user: 0, account: 0, session: 0, accounts_at: 0 };

const isDue = (state: State): boolean =>
  state.user > 0 || state.account > 0 || state.accounts_at < Date.now() - DAY_MS;

/**
 * Brings profiles, devices and login events in line with Users & Permissions: for users that are older than
 * the plugin, for writes that bypass lifecycles, and after capture errors.
 */
export const createReconcile = ({ strapi }: { strapi: Core.Strapi }) => {
  let missedErrorsSeen = 0;

  const passUsers = async ({ state, save }: JobRun<State>): Promise<void> => {
    for (let next: number | null = state.user; next !== null;) {
      next = await foldUsers(strapi, next);
      state.user = next ?? 0;
      await save(state);
    }
  };

  const passAccounts = async (
    { state, save }: JobRun<State>,
    result: ReconcileResult
  ): Promise<void> => {
    for (let next: number | null = state.account; next !== null;) {
      next = await reconcileAccounts(strapi, next, result);
      state.account = next ?? 0;
      await save(state);
    }
    await reconcileMissingAccounts(strapi, result);
    state.accounts_at = Date.now();
    await save(state);
  };

  const passSessions = async (
    { state, save }: JobRun<State>,
    result: ReconcileResult
  ): Promise<void> => {
    let isUnbroken = true;
    for (let next: number | null = state.session; next !== null;) {
      const batch = await reconcileSessions(strapi, next);
      result.events += batch.events;
      if (isUnbroken) {
        state.session = batch.completedUpTo;
      }
      isUnbroken = isUnbroken && batch.completedUpTo === batch.last;
      next = batch.last;
      await save(state);
    }
  };

  return {
    /**
     * @param scope `all` checks every account. `recent` does so once a day and after a capture error;
     *   otherwise it checks new sessions only.
     */
    async run(scope: 'all' | 'recent'): Promise<ReconcileResult> {
      const writer = getService(strapi, 'event-writer');
      const result: ReconcileResult = {
        ran: false,
        created: 0,
        updated: 0,
        detached: 0,
        account_missing: 0,
        events: await writer.flush(),
      };
      const missedErrors = getService(strapi, 'capture-errors').missed();
      const done = await getService(strapi, 'jobs').run(JOB, START, async (job) => {
        if (scope === 'all' || missedErrors > missedErrorsSeen || isDue(job.state)) {
          await passUsers(job);
          await passAccounts(job, result);
        }
        await passSessions(job, result);
        missedErrorsSeen = missedErrors;
        return true;
      });
      return { ...result, ran: done === true };
    },
  };
};
