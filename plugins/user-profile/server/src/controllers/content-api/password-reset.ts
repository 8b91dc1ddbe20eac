import type { Context as KoaContext } from 'koa';

import {
  confirmPasswordResetBody,
  requestPasswordResetBody,
} from '../../../../shared/contracts/sign-up';
import { proveEmailByReset } from '../../users/linking/prove-email';
import { checkAuthInput } from '../../utils/auth-input';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { limitRequests } from './limit-requests';

export default ({ strapi }: Context) => {
  const reset = () => getService(strapi, 'password-reset');

  return {
    async create(ctx: KoaContext) {
      await limitRequests(strapi, ctx, 'password_reset');
      const body = validate(requestPasswordResetBody, ctx.request.body);
      await reset().request(ctx, body);
      ctx.body = { data: { sent: true } };
    },

    async confirm(ctx: KoaContext) {
      await limitRequests(strapi, ctx, 'new_password');
      const body = validate(confirmPasswordResetBody, ctx.request.body);
      checkAuthInput(body);
      await reset().confirm(ctx, body, (account) => proveEmailByReset(strapi, account));
    },
  };
};
