import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import type { EventReason } from '../../../shared/event-details';
import { getConfig } from '../config/get';
import type { RequestFacts } from '../enrich';
import { neverThrows } from '../runtime/never-throws';
import { clientNetwork } from '../utils/ip-network';
import { getService } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { count } from './counters';

declare module '../utils/service' {
  interface Services {
    'rate-limits': ReturnType<typeof createRateLimits>;
  }
}

export interface Rate {
  /** What is counted, such as `sign_up`. An event states it as the reason. */
  what: EventReason;
  /** For whom it is counted; null if that is unknown. */
  by: string | null;
  max: number;
  windowMs: number;
}

const MINUTE_MS = 60_000;

/** Counts by IP address. Requests from unknown IP addresses have no limit, as they would share one. */
export const ratePerMinute = (what: EventReason, { ip }: RequestFacts, max: number): Rate => ({
  what,
  by: clientNetwork(ip),
  max,
  windowMs: MINUTE_MS,
});

/**
 * Bounds what anybody may ask for without signing in, counted in the database for all instances
 * together.
 */
export const createRateLimits = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** @throws RateLimitError (429); the log tells it once for each time */
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
      count(strapi, trx, counter, null, windowMs)
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
    throw tooMany(strapi, 'Too many requests. Please try again later.', counted.end);
  },
});

/** A 429 that says in a header, too, when it is worth trying again. */
export const tooMany = (
  strapi: Core.Strapi,
  message: string,
  until: Date
): errors.RateLimitError => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000));
  strapi.requestContext.get()?.set('Retry-After', String(seconds));
  return new errors.RateLimitError(message, { until: until.toISOString() });
};
