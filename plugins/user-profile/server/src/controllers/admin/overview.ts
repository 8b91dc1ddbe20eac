import type { Context as KoaContext } from 'koa';

import { ADMIN_ACTIONS } from '../../../../shared/constants';
import {
  findOverviewQuery,
  type FindOverview,
  type FindRecentCounts,
} from '../../../../shared/contracts/overview';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** Counts for the panel's Overview page and the home page. */
export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const query = validate(findOverviewQuery, ctx.query);
    const found = await getService(strapi, 'overview-reader').find(query);
    ctx.body = found satisfies FindOverview.Response;
  },

  async findRecent(ctx: KoaContext) {
    const mayReadLog = ctx.state.userAbility?.can(ADMIN_ACTIONS.readLog) === true;
    const data = await getService(strapi, 'recent-counts').find(mayReadLog);
    ctx.body = { data } satisfies FindRecentCounts.Response;
  },
});
