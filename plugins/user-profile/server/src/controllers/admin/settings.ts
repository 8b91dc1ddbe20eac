import type { Context as KoaContext } from 'koa';
import type { FindSettings, JwtManagement, Reconcile } from '../../../../shared/contracts/settings';
import { getService, type Context } from '../../utils/service';

export default ({ strapi }: Context) => ({
  find(ctx: KoaContext) {
    const places = getService(strapi, 'places').current();
    const faults = getService(strapi, 'faults');
    const writer = getService(strapi, 'event-writer');
    ctx.body = {
      data: {
        jwt_management: strapi.config.get<JwtManagement>(
          'plugin::users-permissions.jwtManagement',
          'legacy-support'
        ),
        places: { state: places.state, attribution: places.attribution },
        capture: {
          faults: faults.count(),
          last_fault: faults.last(),
          waiting: writer.waiting(),
          dropped: writer.dropped(),
        },
      },
    } satisfies FindSettings.Response;
  },

  async reconcile(ctx: KoaContext) {
    const data = await getService(strapi, 'reconcile').run('all');
    ctx.body = { data } satisfies Reconcile.Response;
  },
});
