import type { Core } from '@strapi/types';

import type { EventType } from '../../../shared/event-types';
import type { ProfileRef } from '../model/accounts/look-up';
import { afterCommit } from '../runtime/background-tasks';
import { getService } from '../utils/service';
import type { EventDetails, NewEvent } from './row';

declare module '../utils/service' {
  interface Services {
    audit: ReturnType<typeof createAudit>;
  }
}

/** Records changes by admins and API tokens. The actor comes from the context of the call. */
export const createAudit = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Records the event after the change has committed, and not at all if it is rolled back. */
  const write = (event: Omit<NewEvent, 'facts'>): Promise<void> => {
    const facts = getService(strapi, 'request-facts').current();
    return afterCommit(strapi, () =>
      getService(strapi, 'event-writer').record({ ...event, facts })
    );
  };

  return {
    /** @param actor if it is not that of the call */
    record: (
      type: EventType,
      profile: ProfileRef,
      details: EventDetails,
      actor?: string
    ): Promise<void> => write({ type, profile, details, actor }),

    /**
     * The same change of many users, as one event for each.
     *
     * @param actor if it is not that of the call
     */
    recordForEach(
      type: EventType,
      profiles: ProfileRef[],
      details: EventDetails,
      actor?: string
    ): Promise<void> {
      const facts = getService(strapi, 'request-facts').current();
      const events = profiles.map((profile) => ({ type, profile, details, facts, actor }));
      return afterCommit(strapi, () => getService(strapi, 'event-writer').recordChanges(events));
    },

    /** The summary of a bulk operation or an export is in the log, but in no user's history. */
    recordBulk: (details: EventDetails): Promise<void> => write({ type: 'sapi', details }),

    /** The summary of an import is in the log too, but in no user's history. */
    recordImport: (type: 'sui' | 'fui', details: EventDetails): Promise<void> =>
      write({ type, details }),

    /** A change of a connection is in the log, but in no user's history. */
    recordConnection: (connection: string, details: EventDetails): Promise<void> =>
      write({ type: 'sapi', connection, details }),
  };
};
