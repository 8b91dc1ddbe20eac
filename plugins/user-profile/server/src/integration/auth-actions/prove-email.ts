import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { findByToken } from '../../model/accounts/account-finders';
import { neverThrows } from '../../runtime/never-throws';
import { proveEmailByReset } from '../../users/linking/prove-email-by-reset';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** The account and the email address that the token of a request was mailed to. */
const findMailed = async (strapi: Core.Strapi, name: string, ctx: KoaContext) => {
  const { code } = (ctx.request.body ?? {}) as { code?: unknown };
  const token: unknown = name === 'resetPassword' ? code : ctx.query.confirmation;
  const column = name === 'resetPassword' ? 'reset_password_token' : 'confirmation_token';
  if (typeof token !== 'string' || token === '') {
    return null;
  }
  const account = await findByToken(strapi, column, token);
  return account?.email ? { id: account.id, email: account.email } : null;
};

/** The tokens of these actions are mailed, so using one proves the email address that it was sent to. */
export const proveEmail: AuthActionWrapper = {
  actions: ['emailConfirmation', 'resetPassword'],

  wrap: (strapi, name, action) =>
    async function withProof(ctx, next, ...rest) {
      const mailed = await findMailed(strapi, name, ctx);
      const result = await action.call(this, ctx, next, ...rest);
      if (!mailed || ctx.status >= 400) {
        return result;
      }
      if (name === 'emailConfirmation') {
        const accounts = getService(strapi, 'accounts');
        await neverThrows(strapi, 'a verified email', async (trx) => {
          await accounts.ensureProfile(trx, mailed.id);
          await accounts.markVerified(trx, mailed.id, mailed.email);
        });
        return result;
      }
      await proveEmailByReset(strapi, mailed);
      return result;
    },
};
