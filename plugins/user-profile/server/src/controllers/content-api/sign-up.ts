import type { Context as KoaContext } from 'koa';

import { signUpBody } from '../../../../shared/contracts/sign-up';
import { checkAuthInput } from '../../utils/auth-input';
import { getService, type Context } from '../../utils/service';
import { limitRequests } from './limit-requests';
import { publicBody } from './public-body';

export default ({ strapi }: Context) => ({
  async create(ctx: KoaContext) {
    await limitRequests(strapi, ctx, 'sign_up');
    const user = publicBody(ctx, signUpBody);
    checkAuthInput(user);
    await getService(strapi, 'sign-up').run(ctx, user);
  },
});
