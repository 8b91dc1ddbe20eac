import type { Core } from '@strapi/types';
import type { JsonObject } from '../../../shared/contracts/users';
import type { EventType } from '../../../shared/event-types';
import type { ProfileRef } from '../capture/accounts/service';
import { afterCommit } from '../capture/guarded';
import { getService } from '../utils/service';

/** Logs what admins and API consumers do to users; who it was is known from where the call runs. */
export const createAudit = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** Logs it once the change is committed: what was undone did not happen. */
  note(type: EventType, profile: ProfileRef, details: JsonObject): Promise<void> {
    const facts = getService(strapi, 'request-facts').current();
    return afterCommit(strapi, () =>
      getService(strapi, 'event-writer').record({ type, profile, facts, details })
    );
  },
});
