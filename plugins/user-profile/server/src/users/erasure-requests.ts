import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { RequestErasure } from '../../../shared/contracts/me';
import { HUB_EVENTS } from '../../../shared/hub-events';
import { getConfig } from '../config/get';
import { hubUserOf } from '../model/event-publisher';
import { loadUser, type UserContext } from '../model/users/load-user';
import { asIso, inTransaction, table } from '../runtime/database/rows';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'erasure-requests': ReturnType<typeof createErasureRequests>;
  }
}

/** What becomes of a user's wish that nothing be kept of them. */
export const createErasureRequests = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Webhooks are told as well: somebody has to act on it. */
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

  /** Asked twice, it is the same request. */
  const keep = (id: string): Promise<string> =>
    inTransaction(strapi, async () => {
      const target = await loadUser(strapi, id);
      const pending = asIso(target.row.erasure_requested_at);
      if (pending) {
        return pending;
      }
      const now = new Date();
      await setRequested(target, now);
      await announce(target, now.toISOString());
      return now.toISOString();
    });

  return {
    /** @throws ForbiddenError where the site does not take such requests */
    requireOffered(): void {
      if (getConfig(strapi).me.erasureRequests !== 'off') {
        return;
      }
      throw new errors.ForbiddenError('This site does not take requests for erasure here');
    },

    /**
     * Keeps the request for an admin or, where the site has it so, erases the user at once: account,
     * sessions and profile go, and the log keeps nothing personal.
     *
     * @param id a `documentId` or a `user_id`
     */
    async request(id: string): Promise<RequestErasure.Response['data']> {
      if (getConfig(strapi).me.erasureRequests === 'immediate') {
        await getService(strapi, 'user-remover').remove(id, 'erase');
        return { state: 'erased', requested_at: new Date().toISOString() };
      }
      return { state: 'requested', requested_at: await keep(id) };
    },

    /** @throws NotFoundError where there is no request to take back */
    withdraw: (id: string): Promise<void> =>
      inTransaction(strapi, async () => {
        const target = await loadUser(strapi, id);
        if (target.row.erasure_requested_at === null) {
          throw new errors.NotFoundError('There is no request for erasure to take back');
        }
        await setRequested(target, null);
      }),
  };
};
