import type { Context as KoaContext } from 'koa';

import type { FindStatus } from '../../../../shared/contracts/status';
import { describeConfig } from '../../config/describe';
import { getConfig } from '../../config/get';
import { findSearchMode } from '../../model/users/search-indexes';
import { findIndexes } from '../../runtime/database/find-indexes';
import { jwtManagement } from '../../sessions/token';
import { getService, type Context } from '../../utils/service';
import { eventCaptureOf } from './settings';

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const { state, builtAt, database } = getService(strapi, 'places').current();
    const [mode, indexes, jobs, imports, operations, webhooks] = await Promise.all([
      findSearchMode(strapi),
      findIndexes(strapi),
      getService(strapi, 'jobs').list(),
      getService(strapi, 'user-import').findTasks(),
      getService(strapi, 'user-bulk').findTasks(),
      getService(strapi, 'event-publisher').findWebhooks(),
    ]);
    ctx.body = {
      data: {
        configuration: describeConfig(getConfig(strapi)),
        places: { state, database, built_at: builtAt?.toISOString() ?? null },
        event_capture: eventCaptureOf(strapi),
        jwt_management: jwtManagement(strapi),
        unknown_proxy_header: getService(strapi, 'request-facts').unknownProxyHeader(ctx),
        confirmed_accounts: getService(strapi, 'confirmed-accounts').describe(),
        search: { mode },
        indexes,
        jobs,
        tasks: [...imports, ...operations],
        webhooks,
      },
    } satisfies FindStatus.Response;
  },
});
