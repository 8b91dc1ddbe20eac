import type { Core } from '@strapi/types';

import type { LoginBlock } from '../../../shared/contracts/users';
import { getConfig } from '../config/get';
import { loadUser } from '../model/users/load-user';
import { currentAttempt, markLogged, reject, type Attempt } from '../request/attempt';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asIso, asText, inTransaction, table, query, type Row } from '../runtime/database/rows';
import { neverThrows } from '../runtime/never-throws';
import { clientNetwork } from '../utils/ip-network';
import { getService } from '../utils/service';
import {
  block,
  blockedUntil,
  clear,
  codeCounter,
  count,
  ipCounter,
  pairCounter,
  type Counter,
} from './counters';
import { tooMany } from './rate-limits';

declare module '../utils/service' {
  interface Services {
    'brute-force': ReturnType<typeof createBruteForce>;
  }
}

const MINUTE_MS = 60_000;

export interface Tried {
  attempt: Pick<Attempt, 'connection' | 'facts'>;
  identifier: string;
  /** The account that has the identifier, if one has. */
  accountId: number | null;
}

/**
 * Stops guessing of passwords. Counted in the database, for all instances together, and for
 * identifiers that nobody has just as for those of users: a block tells nothing of who exists.
 */
export const createBruteForce = ({ strapi }: { strapi: Core.Strapi }) => {
  const config = () => getConfig(strapi).bruteForce;

  const countersOf = ({ attempt, identifier }: Tried): Counter[] => {
    const ip = clientNetwork(attempt.facts.ip);
    return [pairCounter(identifier, ip), ...(ip ? [ipCounter(ip)] : [])];
  };

  const limitOf = ({ kind }: Counter): number =>
    kind === 'pair' ? config().maxFailures : config().maxFailuresPerIp;

  /** One event for each block, and none for the tries that it refuses. */
  const recordBlock = ({ kind }: Counter, { attempt, accountId }: Tried, until: Date) =>
    getService(strapi, 'event-writer').record({
      type: kind === 'pair' ? 'limit_wc' : 'limit_mu',
      facts: attempt.facts,
      accountId: kind === 'pair' ? accountId : null,
      connection: attempt.connection,
      details: { until: until.toISOString() },
    });

  const profileOf = (accountId: number | null): Promise<string | null> =>
    inTransaction(strapi, async (trx) => {
      if (accountId === null) {
        return null;
      }
      const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
      return profile?.documentId ?? null;
    });

  /** @throws RateLimitError (429) while the identifier from this IP address, or the IP address, is blocked */
  const check = async (tried: Tried): Promise<void> => {
    if (!config().enabled) {
      return;
    }
    const until = await neverThrows(strapi, 'a look at login blocks', (trx) =>
      blockedUntil(strapi, trx, countersOf(tried))
    );
    if (!until) {
      return;
    }
    throw tooMany(strapi, 'Too many failed attempts. Please try again later.', until);
  };

  const recordFailure = async (tried: Tried): Promise<void> => {
    if (!config().enabled) {
      return;
    }
    const { windowMinutes, blockMinutes } = config();
    const until = new Date(Date.now() + blockMinutes * MINUTE_MS);
    const reached = await neverThrows(strapi, 'a failed login', async (trx) => {
      const profile = await profileOf(tried.accountId);
      const full: Counter[] = [];
      for (const counter of countersOf(tried)) {
        const owner = counter.kind === 'pair' ? profile : null;
        const window = windowMinutes * MINUTE_MS;
        const { count: failures } = await count(strapi, trx, counter, owner, window);
        if (failures !== limitOf(counter)) {
          continue;
        }
        await block(strapi, trx, counter, until);
        full.push(counter);
      }
      return full;
    });
    for (const counter of reached ?? []) {
      await recordBlock(counter, tried, until);
    }
  };

  const recordSuccess = async ({ attempt, identifier }: Tried): Promise<void> => {
    if (!config().enabled) {
      return;
    }
    const counter = pairCounter(identifier, clientNetwork(attempt.facts.ip));
    await neverThrows(strapi, 'a login', (trx) => clear(strapi, trx, counter));
  };

  return {
    /**
     * Runs a login behind the protection: a blocked one is rejected before it runs, a failed guess is
     * counted, and a success clears the counter of the identifier.
     *
     * @param isFailedGuess whether an error of the login means wrong credentials
     * @returns what the login returns
     * @throws RateLimitError (429) while the identifier or the IP address is blocked
     */
    async protect<T>(
      tried: Tried,
      logIn: () => Promise<T>,
      isFailedGuess: (error: unknown) => boolean
    ): Promise<T> {
      try {
        await check(tried);
      } catch (error) {
        markLogged(currentAttempt());
        throw error;
      }
      try {
        const result = await logIn();
        await recordSuccess(tried);
        return result;
      } catch (error) {
        if (isFailedGuess(error)) {
          await recordFailure(tried);
        }
        throw error;
      }
    },

    /**
     * Counts a code that somebody asks for, whoever has the address. One event tells of the first that
     * is too many.
     *
     * @throws RateLimitError (429) once too many were asked for
     */
    async countCode(attempt: Attempt, email: string): Promise<void> {
      const { enabled, loginCodesPerEmail, loginCodeWindowMinutes } = getConfig(strapi).rateLimits;
      if (!enabled) {
        return;
      }
      const windowMs = loginCodeWindowMinutes * MINUTE_MS;
      const counted = await neverThrows(strapi, 'a code that was asked for', (trx) =>
        count(strapi, trx, codeCounter(email), null, windowMs)
      );
      if (!counted || counted.count <= loginCodesPerEmail) {
        return;
      }
      if (counted.count > loginCodesPerEmail + 1) {
        markLogged(attempt);
      }
      reject(attempt, 'api_limit', 'too_many_codes');
      throw tooMany(strapi, 'Too many codes were asked for. Please try again later.', counted.end);
    },

    /** The blocks in force, by the `documentId` of the users whose identifiers they are on. */
    async findBlocks(profiles: string[]): Promise<Map<string, LoginBlock[]>> {
      const rows: Row[] = await query(strapi, LOGIN_FAILURES_UID)
        .whereIn('profile', profiles)
        .where('blocked_until', '>', new Date())
        .orderBy('id');
      const blocks = new Map<string, LoginBlock[]>();
      for (const row of rows) {
        const profile = String(row.profile);
        const found = { ip: asText(row.ip), until: asIso(row.blocked_until) ?? '' };
        blocks.set(profile, [...(blocks.get(profile) ?? []), found]);
      }
      return blocks;
    },

    /**
     * Lifts every block on a user's identifiers, from whatever address.
     *
     * @param id a `documentId` or a `user_id`
     * @returns how many were lifted
     */
    lift: (id: string): Promise<number> =>
      inTransaction(strapi, async (trx) => {
        const { profile } = await loadUser(strapi, id);
        const lifted: number = await table(strapi, trx, LOGIN_FAILURES_UID)
          .where({ profile: profile.documentId })
          .delete();
        if (lifted > 0) {
          await getService(strapi, 'audit').note('ublkdu', profile, { lifted });
        }
        return lifted;
      }),

    /** Removes counters whose time is over. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) =>
        table(strapi, trx, LOGIN_FAILURES_UID).where('window_end', '<', new Date()).delete()
      ),
  };
};
