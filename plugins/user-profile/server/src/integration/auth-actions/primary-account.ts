import { setTimeout as sleep } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { issueTokens } from '../../login/issue-tokens';
import { keyOfAccount, reissueForPrimary } from '../../login/reissue-for-primary';
import { LoginRejectedError } from '../../model/connections/errors';
import { currentAttempt } from '../../request/attempt';
import { revokeTokensOf } from '../../sessions/revoke-tokens';
import { jwtManagement } from '../../sessions/token';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** Actions that change the password: sessions that the old one opened must end. */
const PASSWORD_ACTIONS = new Set(['resetPassword', 'changePassword']);

/** The account whose tokens a response contains; null if it contains none. */
export const accountOfTokens = async (ctx: KoaContext): Promise<number | null> => {
  const body = ctx.body as { jwt?: unknown; user?: { id?: unknown } } | undefined;
  // emailConfirmation of U&P does not await the token
  // (@strapi/plugin-users-permissions 5.54.0, controllers/auth.js).
  if (ctx.status >= 400 || !(await body?.jwt)) {
    return null;
  }
  const id = currentAttempt()?.session?.accountId ?? Number(body?.user?.id);
  return Number.isInteger(id) && id > 0 ? id : null;
};

/** Ends what the old password opened. In `refresh` mode, U&P has ended the sessions of the account itself. */
const endEarlierLogins = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<void> => {
  const key = await keyOfAccount(strapi, accountId);
  if (!key) {
    return;
  }
  await getService(strapi, 'sessions').endMadeBy('identity_key', [key]);
  if (jwtManagement(strapi) !== 'refresh') {
    await revokeTokensOf(strapi, key);
    // A token that is issued in the millisecond of the cut-off is rejected too.
    await sleep(2);
    const { jwt } = await issueTokens(strapi, ctx, accountId);
    ctx.body = { ...(ctx.body as object), jwt };
  }
};

/**
 * A linked user has several accounts of Users & Permissions and logs in as one of them, so roles,
 * permissions and content stay the same whichever identity is used.
 */
export const primaryAccount: AuthActionWrapper = {
  actions: ['callback', 'resetPassword', 'changePassword', 'emailConfirmation'],

  wrap: (strapi, name, action) =>
    async function asPrimaryAccount(ctx, next, ...rest) {
      const result = await action.call(this, ctx, next, ...rest);
      const accountId = await accountOfTokens(ctx);
      if (accountId === null) {
        return result;
      }
      if (PASSWORD_ACTIONS.has(name)) {
        await endEarlierLogins(strapi, ctx, accountId);
      }
      try {
        const tokens = await reissueForPrimary(strapi, ctx, accountId);
        ctx.body = tokens ?? ctx.body;
      } catch (error) {
        if (!PASSWORD_ACTIONS.has(name) || !(error instanceof LoginRejectedError)) {
          throw error;
        }
        // The password was changed, so this is no failure; but a blocked user gets no tokens.
        ctx.body = { user: (ctx.body as { user: object }).user };
      }
      return result;
    },
};
