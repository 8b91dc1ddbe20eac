import type { Context as KoaContext } from 'koa';

import {
  confirmPasswordResetBody,
  requestPasswordResetBody,
} from '../../../../shared/contracts/sign-up';
import { proveEmailByReset } from '../../users/linking/prove-email-by-reset';
import { checkAuthInput } from '../../utils/auth-input';
import { getService, type Context } from '../../utils/service';
import { limitRequests } from './limit-requests';
import { publicBody } from './public-body';

export default ({ strapi }: Context) => {
  const reset = () => getService(strapi, 'password-reset');

  return {
    async create(ctx: KoaContext) {
      await limitRequests(strapi, ctx, 'password_reset');
      const body = publicBody(ctx, requestPasswordResetBody);
      await reset().request(ctx, body);
      ctx.body = { data: { sent: true } };
    },

    async confirm(ctx: KoaContext) {
      await limitRequests(strapi, ctx, 'new_password');
      const body = publicBody(ctx, confirmPasswordResetBody);
      checkAuthInput(body);
      await reset().confirm(ctx, body, (account) => proveEmailByReset(strapi, account));
    },
  };
};
