import type { Core } from '@strapi/types';

import type { ReconcileResult } from '../../../../shared/contracts/settings';
import { DAY_MS } from '../../../../shared/durations';
import type { JobRun } from '../../runtime/jobs';
import { getService } from '../../utils/service';
import { detachMissingAccounts, reconcileAccounts } from './accounts';
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

/** How far the passes have come: an interrupted one goes on there. */
interface State {
  /** The last account of an interrupted pass; 0 where the last pass came to its end. */
  account: number;
  /** Up to this one, all sessions are known to be in order. */
  session: number;
  /** When all accounts were last looked at (milliseconds). */
  accounts_at: number;
}

const START: State = { account: 0, session: 0, accounts_at: 0 };

const isDue = (state: State): boolean =>
  state.account > 0 || state.accounts_at < Date.now() - DAY_MS;

/**
 * Brings profiles, devices and login events in line with Users & Permissions: users that were there
 * before the plugin, writes that carry no rows, and whatever could not be recorded when it happened.
 */
export const createReconcile = ({ strapi }: { strapi: Core.Strapi }) => {
  let faultsSeen = 0;

  const passAccounts = async (
    { state, save }: JobRun<State>,
    result: ReconcileResult
  ): Promise<void> => {
    for (let next: number | null = state.account; next !== null;) {
      next = await reconcileAccounts(strapi, next, result);
      state.account = next ?? 0;
      await save(state);
    }
    result.detached = await detachMissingAccounts(strapi);
    state.accounts_at = Date.now();
    await save(state);
  };

  const passSessions = async (
    { state, save }: JobRun<State>,
    result: ReconcileResult
  ): Promise<void> => {
    let unbroken = true;
    for (let next: number | null = state.session; next !== null;) {
      const batch = await reconcileSessions(strapi, next);
      result.events += batch.events;
      if (unbroken) {
        state.session = batch.settled;
      }
      unbroken = unbroken && batch.settled === batch.last;
      next = batch.last;
      await save(state);
    }
  };

  return {
    /**
     * @param scope `all` looks at every account; `recent` does so only once a day, or after something
     *   could not be recorded, and otherwise looks at new sessions alone
     */
    async run(scope: 'all' | 'recent'): Promise<ReconcileResult> {
      const writer = getService(strapi, 'event-writer');
      const result: ReconcileResult = {
        ran: false,
        created: 0,
        updated: 0,
        detached: 0,
        events: await writer.flush(),
      };
      const faults = getService(strapi, 'capture-errors').missed();
      const done = await getService(strapi, 'jobs').run(JOB, START, async (job) => {
        if (scope === 'all' || faults > faultsSeen || isDue(job.state)) {
          await passAccounts(job, result);
        }
        await passSessions(job, result);
        faultsSeen = faults;
        return true;
      });
      return { ...result, ran: done === true };
    },
  };
};

/** Lets the panel start a pass over all accounts. */
export const defineReconcileJob = (strapi: Core.Strapi): void =>
  getService(strapi, 'jobs').define('reconcile', () => getService(strapi, 'reconcile').run('all'));
