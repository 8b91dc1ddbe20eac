import { errors, z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { MAX_SENT_BYTES, MAX_SENT_EVENTS } from '../../../../shared/constants';
import {
  findLogQuery,
  type FindLog,
  type SendEvents,
} from '../../../../shared/contracts/event-log';
import { withoutBlockReason } from '../../events/serializer';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

const batch = z.strictObject({
  data: z
    .array(z.unknown(), 'must be an array of events')
    .min(1, 'must contain at least one event'),
});

/**
 * Validates the envelope only. The events are validated one by one later, since an invalid event must not
 * cause the others to be rejected.
 *
 * @throws ValidationError
 */
const eventsIn = (body: unknown): unknown[] => {
  const { data } = (body ?? {}) as { data?: unknown };
  if (!Array.isArray(data)) {
    return validate(batch, body).data;
  }
  validate(batch, { ...(body as object), data: data.map(() => null) });
  return data;
};

/**
 * Checks the size from the `Content-Length` header. Serializing the parsed body to measure it would
 * overflow the stack on deeply nested input. The body parser of the site has its own limit, which applies
 * before this one.
 */
const requireSize = (bytes: number, body: unknown): void => {
  const { data: events } = (body ?? {}) as { data?: unknown };
  if (bytes > MAX_SENT_BYTES) {
    throw new errors.PayloadTooLargeError(
      `The request is too large. Send at most ${MAX_SENT_BYTES} bytes at once.`
    );
  }
  if (Array.isArray(events) && events.length > MAX_SENT_EVENTS) {
    throw new errors.PayloadTooLargeError(
      `The request has ${events.length} events. Send at most ${MAX_SENT_EVENTS} at once.`
    );
  }
};

/** The events of all users: read by programs that follow the log, and imported from other systems. */
export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const query = validate(findLogQuery, ctx.query);
    const { data, meta } = await getService(strapi, 'event-log-reader').find(query);
    ctx.body = { data: data.map(withoutBlockReason), meta } satisfies FindLog.Response;
  },

  async create(ctx: KoaContext) {
    requireSize(ctx.request.length ?? 0, ctx.request.body);
    const events = eventsIn(ctx.request.body);
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'event-import').importEvents(events)
    );
    ctx.body = { data } satisfies SendEvents.Response;
  },
});
