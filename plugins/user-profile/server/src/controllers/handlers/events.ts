import type { Context as KoaContext } from 'koa';

import {
  findEventsQuery,
  type FindEvents,
  type LogEvent,
} from '../../../../shared/contracts/events';
import { findLocationsQuery, type FindLocations } from '../../../../shared/contracts/locations';
import type { UserRow } from '../../model/users/user-row';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

/** What an API shows of an event. */
type EventView = (event: LogEvent) => LogEvent;

const showAll: EventView = (event) => event;

/**
 * Created for each API separately; see `createUserHandlers`.
 *
 * @param viewFor what the API shows of the events of a user; omitted to show all
 */
export const createEventHandlers = (
  { strapi }: Context,
  viewFor: (row: UserRow) => EventView | Promise<EventView> = () => showAll
) => {
  const rowOf = (ctx: KoaContext): Promise<UserRow> =>
    getService(strapi, 'user-reader').getRow(ctx.params.id);

  return {
    async find(ctx: KoaContext) {
      const query = validate(findEventsQuery, ctx.query);
      const row = await rowOf(ctx);
      const view = await viewFor(row);
      const reader = getService(strapi, 'event-reader');
      const { data, meta } = await reader.findForProfile(row.document_id, query);
      ctx.body = { data: data.map(view), meta } satisfies FindEvents.Response;
    },

    async findLocations(ctx: KoaContext) {
      const { filters } = validate(findLocationsQuery, ctx.query);
      const locations = getService(strapi, 'locations');
      const { document_id: profile } = await rowOf(ctx);
      const found = await locations.findForProfile(profile, filters.date);
      ctx.body = found satisfies FindLocations.Response;
    },
  };
};
