import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { canonicalEmail } from '../../../../shared/email';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import type { AuthActionWrapper } from './wrapper';

const isUsername = async (strapi: Core.Strapi, username: string): Promise<boolean> =>
  (await strapi.db
    .query(STRAPI_UIDS.account)
    .count({ where: { username, provider: LOCAL_CONNECTION } })) > 0;

/**
 * Users & Permissions compares email addresses in lower case only, and rejects internationalized domains.
 * It therefore gets the form in which they are stored.
 */
export const normalizeEmails: AuthActionWrapper = {
  actions: ['callback', 'register', 'forgotPassword', 'sendEmailConfirmation'],

  wrap: (strapi, _name, action) =>
    async function normalized(ctx, next, ...rest) {
      const body = (ctx.request.body ?? {}) as Record<string, unknown>;
      for (const key of ['email', 'identifier']) {
        const text = body[key];
        const email = typeof text === 'string' ? canonicalEmail(text) : null;
        if (typeof text !== 'string' || email === null || email === text.toLowerCase()) {
          continue;
        }
        if (key === 'email' || !(await isUsername(strapi, text))) {
          body[key] = email;
        }
      }
      return action.call(this, ctx, next, ...rest);
    },
};
