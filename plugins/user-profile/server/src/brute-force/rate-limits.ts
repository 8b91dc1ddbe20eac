import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { MINUTE_MS } from '../../../shared/durations';
import type { EventReason } from '../../../shared/event-details';
import { getConfig } from '../config/get';
import type { RequestFacts } from '../enrich';
import { neverThrows } from '../runtime/never-throws';
import { clientNetwork } from '../utils/ip-network';
import { getService } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { incrementCounter } from './counters';

declare module '../utils/service' {
  interface Services {
    'rate-limits': ReturnType<typeof createRateLimits>;
  }
}

export interface Rate {
  /** What is counted, such as `sign_up`. An event states it as the reason. */
  what: EventReason;
  /** Whose requests are counted, e.g. a network; null if that is unknown, which disables the limit. */
  by: string | null;
  max: number;
  windowMs: number;
}

/**
 * A limit per minute and client network. Requests from an unknown IP address have no limit: one shared
 * counter would lock all of them out.
 */
export const ratePerMinute = (what: EventReason, { ip }: RequestFacts, max: number): Rate => ({
  what,
  by: clientNetwork(ip),
  max,
  windowMs: MINUTE_MS,
});

/** Limits requests of anonymous clients. The counters are in the database, shared by all instances. */
export const createRateLimits = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** @throws RateLimitError (429); one event per window is recorded */
  async take(
    { what, by, max, windowMs }: Rate,
    facts: RequestFacts,
    connection: string | null
  ): Promise<void> {
    if (by === null || !getConfig(strapi).rateLimits.enabled) {
      return;
    }
    const key = sha256('rate', what, by);
    const counter = { kind: 'ip' as const, key, ip: clientNetwork(facts.ip) };
    const counted = await neverThrows(strapi, `the rate limit "${what}"`, (trx) =>
      incrementCounter(strapi, trx, counter, null, windowMs)
    );
    if (counted === undefined || counted.count <= max) {
      return;
    }
    if (counted.count === max + 1) {
      await getService(strapi, 'event-writer').record({
        type: 'limit_mu',
        facts,
        connection,
        details: { reason: what },
      });
    }
    throw tooManyRequests(strapi, 'Too many requests. Please try again later.', counted.end);
  },
});

/** A 429 with a `Retry-After` header. */
export const tooManyRequests = (
  strapi: Core.Strapi,
  message: string,
  until: Date
): errors.RateLimitError => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000));
  strapi.requestContext.get()?.set('Retry-After', String(seconds));
  return new errors.RateLimitError(message, { until: until.toISOString() });
};
