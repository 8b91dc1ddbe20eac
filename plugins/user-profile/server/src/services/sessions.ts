import type { Core } from '@strapi/types';
import { SESSION_ORIGIN } from '../../../shared/constants';

/** Ends sessions of Users & Permissions. */
export const createSessions = ({ strapi }: { strapi: Core.Strapi }) => ({
  /**
   * Ends every session of the accounts. Strapi drops a criterion that is empty, which would end the
   * sessions of everybody: ids are checked first.
   */
  async endAll(accountIds: number[]): Promise<void> {
    if (!strapi.sessionManager.hasOrigin(SESSION_ORIGIN)) return;
    for (const id of accountIds) {
      if (!Number.isInteger(id) || id <= 0) throw new Error(`${id} is not the id of an account`);
      await strapi.sessionManager(SESSION_ORIGIN).invalidateRefreshToken(String(id));
    }
  },
});
