import { errors, z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { MAX_SENT_BYTES, MAX_SENT_EVENTS } from '../../../../shared/constants';
import {
  findLogQuery,
  type FindLog,
  type SendEvents,
} from '../../../../shared/contracts/event-log';
import { actingAs, actorOf } from '../../request/actor';
import { getService, type Context } from '../../utils/service';
import { validate } from '../../utils/validate';

const batch = z.strictObject({
  data: z.array(z.unknown(), 'must be an array of events').min(1, 'must hold an event'),
});

/**
 * Only the envelope is checked for all: what is wrong with one event, even with its text, is no reason
 * to refuse the others.
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
 * The site's own limit on bodies comes first, and is another one perhaps. What was parsed is not
 * measured: nesting that is deep enough cannot be written out again.
 */
const requireSize = (bytes: number, events: unknown[]): void => {
  if (bytes > MAX_SENT_BYTES) {
    throw new errors.PayloadTooLargeError(`Send at most ${MAX_SENT_BYTES} bytes at once`);
  }
  if (events.length > MAX_SENT_EVENTS) {
    throw new errors.PayloadTooLargeError(
      `Send at most ${MAX_SENT_EVENTS} events at once; these are ${events.length}`
    );
  }
};

/** The log of the whole site: for programs that follow it, and for those that add to it. */
export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const query = validate(findLogQuery, ctx.query);
    ctx.body = (await getService(strapi, 'event-log-reader').find(
      query
    )) satisfies FindLog.Response;
  },

  async create(ctx: KoaContext) {
    const events = eventsIn(ctx.request.body);
    requireSize(ctx.request.length ?? 0, events);
    const data = await actingAs(actorOf(ctx), () =>
      getService(strapi, 'event-import').take(events)
    );
    ctx.body = { data } satisfies SendEvents.Response;
  },
});
