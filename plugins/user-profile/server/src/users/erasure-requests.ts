import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { RequestErasure } from '../../../shared/contracts/me';
import { HUB_EVENTS } from '../../../shared/hub-events';
import { getConfig } from '../config/get';
import { hubUserOf } from '../model/event-publisher';
import { loadUser, type UserContext } from '../model/users/load-user';
import { inTransaction, table } from '../runtime/database/rows';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'erasure-requests': ReturnType<typeof createErasureRequests>;
  }
}

/** Requests of users to be erased. */
export const createErasureRequests = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Webhooks can then inform the admin who has to act. */
  const announce = ({ profile }: UserContext, requestedAt: string): Promise<void> =>
    getService(strapi, 'event-publisher').emit(HUB_EVENTS.erasureRequested, async () => ({
      user: hubUserOf(profile),
      requested_at: requestedAt,
    }));

  const setRequested = async (target: UserContext, date: Date | null): Promise<void> => {
    await inTransaction(strapi, (trx) =>
      table(strapi, trx, UIDS.user)
        .where({ id: target.row.id })
        .update({ erasure_requested_at: date })
    );
    const operation = date ? 'request-erasure' : 'withdraw-erasure';
    await getService(strapi, 'audit').record('sapi', target.profile, { operation });
  };

  /**
   * A second request leaves the first unchanged.
   * @returns the date of the request
   */
  const storeRequest = (id: string): Promise<string> =>
    inTransaction(strapi, async () => {
      const target = await loadUser(strapi, id);
      const pending = target.row.erasure_requested_at;
      if (pending) {
        return pending.toISOString();
      }
      const now = new Date();
      await setRequested(target, now);
      await announce(target, now.toISOString());
      return now.toISOString();
    });

  return {
    /** @throws ForbiddenError if the site does not accept erasure requests */
    requireOffered(): void {
      if (getConfig(strapi).me.erasureRequests !== 'off') {
        return;
      }
      throw new errors.ForbiddenError('This site does not accept erasure requests');
    },

    /**
     * Stores the request for an admin. If the site is configured so, erases the user at once instead: deletes
     * account, sessions and profile, and the personal data in the log.
     *
     * @param id a `documentId` or a `user_id`
     */
    async request(id: string): Promise<RequestErasure.Response['data']> {
      if (getConfig(strapi).me.erasureRequests === 'immediate') {
        await getService(strapi, 'user-remover').remove(id, 'erase');
        return { state: 'erased', requested_at: new Date().toISOString() };
      }
      return { state: 'requested', requested_at: await storeRequest(id) };
    },

    /** @throws NotFoundError if there is no request */
    withdraw: (id: string): Promise<void> =>
      inTransaction(strapi, async () => {
        const target = await loadUser(strapi, id);
        if (target.row.erasure_requested_at === null) {
          throw new errors.NotFoundError('There is no erasure request to withdraw');
        }
        await setRequested(target, null);
      }),
  };
};
