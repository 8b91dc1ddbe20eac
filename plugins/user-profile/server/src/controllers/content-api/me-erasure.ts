import type { Context as KoaContext } from 'koa';

import {
  requestErasureBody,
  type RequestErasure,
  type WithdrawErasure,
} from '../../../../shared/contracts/me';
import { actingAs, actorOf } from '../../request/actor';
import { reauthenticate } from '../../users/reauthenticate';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { ownId } from './own';

export default ({ strapi }: Context) => {
  const erasure = () => getService(strapi, 'erasure-requests');

  return {
    async create(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      erasure().requireOffered();
      const { current_password: password } = validate(requestErasureBody, ctx.request.body).data;
      await reauthenticate(strapi, ctx, password);
      const data = await actingAs(actorOf(ctx), () => erasure().request(id));
      ctx.body = { data } satisfies RequestErasure.Response;
    },

    async delete(ctx: KoaContext) {
      const id = await ownId(strapi, ctx);
      await actingAs(actorOf(ctx), () => erasure().withdraw(id));
      ctx.body = { data: { state: 'withdrawn' } } satisfies WithdrawErasure.Response;
    },
  };
};
