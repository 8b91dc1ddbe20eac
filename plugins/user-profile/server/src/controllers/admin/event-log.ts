import type { Context as KoaContext } from 'koa';

import {
  countHistoryQuery,
  countLogQuery,
  type CountEvents,
  searchHistoryQuery,
  searchLogQuery,
  type SearchLog,
} from '../../../../shared/contracts/event-log';
import { exportEventsBody, exportHistoryBody } from '../../../../shared/contracts/exports';
import type { EventSelection } from '../../events/event-search';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';
import { sendFile } from '../handlers/send-file';

const createEventLogController = (
  { strapi }: Context,
  /** The part of the log that the request is about. */
  selectionIn: (ctx: KoaContext, selection: EventSelection) => Promise<EventSelection>,
  schemas: {
    find: typeof searchLogQuery | typeof searchHistoryQuery;
    count: typeof countLogQuery | typeof countHistoryQuery;
    export: typeof exportEventsBody | typeof exportHistoryBody;
  }
) => ({
  async find(ctx: KoaContext) {
    const { pagination, ...selection } = validate(schemas.find, ctx.query);
    const search = getService(strapi, 'event-search');
    const found = await search.find({ ...(await selectionIn(ctx, selection)), pagination });
    ctx.body = found satisfies SearchLog.Response;
  },

  async count(ctx: KoaContext) {
    const { after, ...selection } = validate(schemas.count, ctx.query);
    const search = getService(strapi, 'event-search');
    const data = await search.count(await selectionIn(ctx, selection), after);
    ctx.body = { data } satisfies CountEvents.Response;
  },

  async export(ctx: KoaContext) {
    const { data } = validate(schemas.export, ctx.request.body);
    const { format, ...selection } = data;
    const found = await selectionIn(ctx, selection);
    const file = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'user-export').foundEvents(format, found)
    );
    sendFile(ctx, file);
  },
});

/** The events of all users, for the panel's Log page. */
export const createLogController = (context: Context) =>
  createEventLogController(context, async (_ctx, selection) => selection, {
    find: searchLogQuery,
    count: countLogQuery,
    export: exportEventsBody,
  });

/** The events of one user, for the panel's History tab. */
export const createHistoryController = (context: Context) =>
  createEventLogController(
    context,
    async (ctx, { filters, ...selection }) => {
      const row = await getService(context.strapi, 'user-reader').getRow(ctx.params.id);
      return { ...selection, filters: { ...filters, user: { $eq: String(row.document_id) } } };
    },
    { find: searchHistoryQuery, count: countHistoryQuery, export: exportHistoryBody }
  );
