import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';

import type { EventReason } from '../../../shared/event-details';
import { getConfig } from '../config/get';
import type { RequestFacts } from '../enrich';
import { guarded } from '../runtime/never-throws';
import { getService } from '../utils/service';
import { count } from './counters';
import { tooMany } from './too-many';

export interface Rate {
  /** What is counted, such as `sign_up`. An event states it as the reason. */
  what: EventReason;
  /** For whom it is counted. */
  by: string;
  max: number;
  windowMs: number;
}

const MINUTE_MS = 60_000;

/** How often one address of the network may ask within a minute; all whose address is unknown are one. */
export const ratePerMinute = (what: EventReason, { ip }: RequestFacts, max: number): Rate => ({
  what,
  by: ip ?? 'unknown',
  max,
  windowMs: MINUTE_MS,
});

/**
 * Bounds what anybody may ask for without signing in, counted in the database for all instances
 * together.
 */
export const createRates = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** @throws RateLimitError (429); the log tells it once for each time */
  async take(
    { what, by, max, windowMs }: Rate,
    facts: RequestFacts,
    connection: string | null
  ): Promise<void> {
    if (!getConfig(strapi).rateLimits.enabled) {
      return;
    }
    const key = createHash('sha256').update(['rate', what, by].join('\0')).digest('hex');
    const counter = { kind: 'ip' as const, key, ip: facts.ip };
    const counted = await guarded(strapi, `the rate limit "${what}"`, (trx) =>
      count(strapi, trx, counter, null, windowMs)
    );
    if (counted === undefined || counted.taken <= max) {
      return;
    }
    if (counted.taken === max + 1) {
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
