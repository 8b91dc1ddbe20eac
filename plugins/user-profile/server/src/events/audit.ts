import type { Core } from '@strapi/types';

import type { EventType } from '../../../shared/event-types';
import type { ProfileRef } from '../model/accounts/look-up';
import { afterCommit } from '../runtime/after-commit';
import { getService } from '../utils/service';
import type { EventDetails, NewEvent } from './row';

declare module '../utils/service' {
  interface Services {
    audit: ReturnType<typeof createAudit>;
  }
}

/** Logs what admins and API consumers do; who it was is known from where the call runs. */
export const createAudit = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Logs it once the change is committed: what was undone did not happen. */
  const write = (event: Omit<NewEvent, 'facts'>): Promise<void> => {
    const facts = getService(strapi, 'request-facts').current();
    return afterCommit(strapi, () =>
      getService(strapi, 'event-writer').record({ ...event, facts })
    );
  };

  return {
    record: (type: EventType, profile: ProfileRef, details: EventDetails): Promise<void> =>
      write({ type, profile, details }),

    /** What was done to a connection is in no user's history, but in the log as a whole. */
    recordConnection: (connection: string, details: EventDetails): Promise<void> =>
      write({ type: 'sapi', connection, details }),
  };
};
