import type { Context as KoaContext } from 'koa';

import {
  findEventsQuery,
  type FindEvents,
  type LogEvent,
} from '../../../../shared/contracts/events';
import { findLocationsQuery, type FindLocations } from '../../../../shared/contracts/locations';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/**
 * Created for each API separately; see `createUserHandlers`.
 *
 * @param view what the API shows of an event; omitted to show all
 */
export const createEventHandlers = (
  { strapi }: Context,
  view: (event: LogEvent) => LogEvent = (event) => event
) => {
  const profileOf = async (ctx: KoaContext): Promise<string> => {
    const row = await getService(strapi, 'user-reader').getRow(ctx.params.id);
    return String(row.document_id);
  };

  return {
    async find(ctx: KoaContext) {
      const query = validate(findEventsQuery, ctx.query);
      const reader = getService(strapi, 'event-reader');
      const { data, meta } = await reader.findForProfile(await profileOf(ctx), query);
      ctx.body = { data: data.map(view), meta } satisfies FindEvents.Response;
    },

    async findLocations(ctx: KoaContext) {
      const { filters } = validate(findLocationsQuery, ctx.query);
      const locations = getService(strapi, 'locations');
      const found = await locations.findForProfile(await profileOf(ctx), filters.date);
      ctx.body = found satisfies FindLocations.Response;
    },
  };
};
