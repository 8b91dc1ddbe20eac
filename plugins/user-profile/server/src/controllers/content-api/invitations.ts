import type { Context as KoaContext } from 'koa';

import { acceptInvitationBody } from '../../../../shared/contracts/sign-up';
import { checkAuthInput } from '../../utils/auth-input';
import { getService, type Context } from '../../utils/service';
import { limitRequests } from './limit-requests';
import { publicBody } from './public-body';

export default ({ strapi }: Context) => ({
  async accept(ctx: KoaContext) {
    await limitRequests(strapi, ctx, 'accept_invitation');
    const body = publicBody(ctx, acceptInvitationBody);
    checkAuthInput(body);
    await getService(strapi, 'invitations').accept(ctx, body);
  },
});
