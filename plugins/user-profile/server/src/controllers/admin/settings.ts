import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type {
  FindSettings,
  FindSyncProgress,
  PanelSettings,
  Reconcile,
} from '../../../../shared/contracts/settings';
import { getConfig } from '../../config/get';
import { describeAccountFields } from '../../model/accounts/own-fields';
import { jwtManagement } from '../../sessions/token';
import { getService, type Context } from '../../utils/service';

export const eventCaptureOf = (strapi: Core.Strapi): PanelSettings['event_capture'] => {
  const captureErrors = getService(strapi, 'capture-errors');
  const writer = getService(strapi, 'event-writer');
  return {
    errors: captureErrors.count(),
    last_error: captureErrors.last(),
    queued: writer.waiting(),
    dropped: writer.dropped(),
  };
};

export default ({ strapi }: Context) => ({
  find(ctx: KoaContext) {
    const places = getService(strapi, 'places').current();
    const { map, retention, invitations } = getConfig(strapi);
    ctx.body = {
      data: {
        jwt_management: jwtManagement(strapi),
        places: { state: places.state, attribution: places.attribution },
        map: map.tileUrl ? { tile_url: map.tileUrl, attribution: map.attribution } : null,
        account_fields: describeAccountFields(strapi),
        invitations: invitations.url !== null,
        unknown_proxy_header: getService(strapi, 'request-facts').unknownProxyHeader(ctx),
        history: { retention_days: retention.days },
        event_capture: eventCaptureOf(strapi),
      },
    } satisfies FindSettings.Response;
  },

  async reconcile(ctx: KoaContext) {
    const data = await getService(strapi, 'jobs').trigger('reconcile');
    ctx.body = { data } satisfies Reconcile.Response;
  },

  async findSyncProgress(ctx: KoaContext) {
    const data = await getService(strapi, 'jobs').progress('reconcile');
    ctx.body = { data } satisfies FindSyncProgress.Response;
  },
});
