import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { connectionName } from '../../../shared/contracts/connections';
import { MINUTE_MS } from '../../../shared/durations';
import type { EventReason } from '../../../shared/event-details';
import { getConfig } from '../config/get';
import type { PluginConfig } from '../config/schema';
import { clientNetwork, type RequestFacts } from '../enrich';
import { markLogged, reject, type Attempt } from '../request/attempt';
import { neverThrows } from '../runtime/never-throws';
import { getService } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { codeCounter, incrementCounter } from './counters';

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

const PASSWORD_RESETS_PER_MINUTE = 50;

const perMinute = (max: number) => ({ max, windowMs: MINUTE_MS });

/** The limits per client network of public routes. */
const PUBLIC_RATES = {
  sign_up: ({ signUpsPerMinute }) => perMinute(signUpsPerMinute),
  redirect_login: ({ redirectLoginsPerMinute }) => perMinute(redirectLoginsPerMinute),
  redirect_callback: ({ redirectLoginsPerMinute }) => perMinute(redirectLoginsPerMinute),
  redirect_code: ({ redirectLoginsPerMinute }) => perMinute(redirectLoginsPerMinute),
  password_reset: () => perMinute(PASSWORD_RESETS_PER_MINUTE),
  new_password: () => perMinute(PASSWORD_RESETS_PER_MINUTE),
  accept_invitation: () => perMinute(PASSWORD_RESETS_PER_MINUTE),
  too_many_codes: ({ loginCodesPerIp, loginCodeWindowMinutes }) => ({
    max: loginCodesPerIp,
    windowMs: loginCodeWindowMinutes * MINUTE_MS,
  }),
} satisfies Partial<
  Record<EventReason, (limits: PluginConfig['rateLimits']) => Pick<Rate, 'max' | 'windowMs'>>
>;

export type PublicRate = keyof typeof PUBLIC_RATES;

/** Limits requests that need no login. The counters are in the database, shared by all instances. */
export const createRateLimits = ({ strapi }: { strapi: Core.Strapi }) => {
  /** The request is not validated yet, so it may name a connection that does not exist. */
  const existingConnection = async (sent: unknown): Promise<string | null> => {
    const { data: name } = connectionName.safeParse(sent);
    const row = name && (await getService(strapi, 'connection-store').findRow(name));
    return row ? row.name : null;
  };

  /** @throws RateLimitError (429); one event per window is recorded */
  const take = async (
    { what, by, max, windowMs }: Rate,
    facts: RequestFacts,
    connection: unknown
  ): Promise<void> => {
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
        connection: await existingConnection(connection),
        details: { reason: what },
      });
    }
    throw tooManyRequests(strapi, 'Too many requests. Please try again later.', counted.end);
  };

  return {
    take,

    /**
     * Counts a request by client network. Requests from an unknown IP address have no limit: one shared
     * counter would lock all of them out.
     *
     * @param connection as sent. The event names it if it exists.
     * @throws RateLimitError (429)
     */
    takePublic(what: PublicRate, facts: RequestFacts, connection: unknown): Promise<void> {
      const { max, windowMs } = PUBLIC_RATES[what](getConfig(strapi).rateLimits);
      return take({ what, by: clientNetwork(facts.ip), max, windowMs }, facts, connection);
    },

    /**
     * Counts a requested login code, also for unknown email addresses. The first rejected request gets an
     * event.
     *
     * @throws RateLimitError (429) if too many codes were requested
     */
    async takeLoginCode(attempt: Attempt, email: string): Promise<void> {
      const { enabled, loginCodesPerEmail, loginCodeWindowMinutes } = getConfig(strapi).rateLimits;
      if (!enabled) {
        return;
      }
      const windowMs = loginCodeWindowMinutes * MINUTE_MS;
      const counted = await neverThrows(strapi, 'a requested login code', (trx) =>
        incrementCounter(strapi, trx, codeCounter(email), null, windowMs)
      );
      if (!counted || counted.count <= loginCodesPerEmail) {
        return;
      }
      if (counted.count > loginCodesPerEmail + 1) {
        markLogged(attempt);
      }
      reject(attempt, 'api_limit', 'too_many_codes');
      throw tooManyRequests(
        strapi,
        'Too many codes were requested. Please try again later.',
        counted.end
      );
    },
  };
};

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
