import type { Context as KoaContext } from 'koa';

import {
  EVENT_EXPORT_COLUMNS,
  exportEventsBody,
  searchLogQuery,
  type SearchLog,
} from '../../../../shared/contracts/event-log';
import type { LogEvent } from '../../../../shared/contracts/events';
import { exportFile } from '../../utils/export-file';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

const cellsOf = (event: LogEvent): Record<string, unknown> => ({
  ...event,
  ...event.location_info,
  signals: event.signals.join(' '),
  details: JSON.stringify(event.details),
});

/** The events of all users, for the panel's Log page. */
export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const query = validate(searchLogQuery, ctx.query);
    const found = await getService(strapi, 'event-search').find(query);
    ctx.body = found satisfies SearchLog.Response;
  },

  async export(ctx: KoaContext) {
    const { data } = validate(exportEventsBody, ctx.request.body);
    const { format, ...selection } = data;
    const events = getService(strapi, 'event-search').iterate(selection);
    const { stream, contentType, fileName } = exportFile(events, {
      name: 'events',
      format,
      columns: EVENT_EXPORT_COLUMNS,
      valuesOf: cellsOf,
    });
    ctx.attachment(fileName);
    ctx.type = contentType;
    ctx.body = stream;
  },
});
