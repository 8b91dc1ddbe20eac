import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { MINUTE_MS } from '../../../shared/durations';
import { getConfig } from '../config/get';
import { clientNetwork } from '../enrich';
import { rememberedProfile } from '../model/accounts/look-up';
import { currentAttempt, markLogged, type Attempt } from '../request/attempt';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { inTransaction, table } from '../runtime/database/rows';
import { neverThrows } from '../runtime/never-throws';
import { limitConcurrencyPerKey } from '../utils/limit-concurrency';
import { getService } from '../utils/service';
import {
  blockCounter,
  clearCounters,
  findCounters,
  incrementCounter,
  ipCounter,
  pairCounters,
  type Counter,
} from './counters';
import { tooManyRequests } from './rate-limits';

declare module '../utils/service' {
  interface Services {
    'brute-force': ReturnType<typeof createBruteForce>;
  }
}

export interface LoginTry {
  attempt: Pick<Attempt, 'connection' | 'facts'>;
  identifier: string;
  /** The account that has the identifier; null for an unknown identifier. */
  accountId: number | null;
  /** Whether a success leaves the counter as it is. */
  keepsCount?: boolean;
}

/**
 * Blocks logins after too many failures. The counters are in the database, shared by all instances, and count
 * unknown identifiers too, so a block does not reveal whether a user exists.
 */
export const createBruteForce = ({ strapi }: { strapi: Core.Strapi }) => {
  const config = () => getConfig(strapi).bruteForce;
  const runLimited = limitConcurrencyPerKey();

  const countersOf = ({ attempt, identifier }: LoginTry): Counter[] => {
    const ip = clientNetwork(attempt.facts.ip);
    return [...pairCounters(identifier, ip), ...(ip ? [ipCounter(ip)] : [])];
  };

  const limitOf = ({ kind }: Counter): number =>
    kind === 'pair' ? config().maxFailures : config().maxFailuresPerIp;

  /**
   * Runs as many logins of one counter at a time as may fail before the block; the others wait. Otherwise any
   * number of parallel guesses would pass the check before the first of them has failed.
   */
  const serialized = <T>(tried: LoginTry, work: () => Promise<T>): Promise<T> => {
    const counters = config().enabled ? countersOf(tried) : [];
    return counters.reduceRight<() => Promise<T>>(
      (inner, counter) => () => runLimited(counter.key, limitOf(counter), inner),
      work
    )();
  };

  /** Records one event per block; rejected logins get none. */
  const recordBlock = ({ kind }: Counter, tried: LoginTry, until: Date) => {
    const { attempt } = tried;
    const accountId = kind === 'pair' ? tried.accountId : null;
    return getService(strapi, 'event-writer').record({
      type: kind === 'pair' ? 'limit_wc' : 'limit_mu',
      facts: attempt.facts,
      profile: rememberedProfile(currentAttempt(), accountId),
      accountId,
      connection: attempt.connection,
      details: { until: until.toISOString() },
    });
  };

  const profileOf = async (
    trx: Knex.Transaction,
    accountId: number | null
  ): Promise<string | null> => {
    if (accountId === null) {
      return null;
    }
    const profile =
      rememberedProfile(currentAttempt(), accountId) ??
      (await getService(strapi, 'accounts').ensureProfile(trx, accountId));
    return profile?.documentId ?? null;
  };

  /**
   * What the counters say. An error of the database blocks no login. Outside a transaction, one read does not need
   * one, which saves two statements.
   */
  const readCounters = async (tried: LoginTry) => {
    const what = 'a check of login blocks';
    const read = () => findCounters(strapi, countersOf(tried));
    if (strapi.db.inTransaction()) {
      return neverThrows(strapi, what, read);
    }
    try {
      return await read();
    } catch (error) {
      getService(strapi, 'capture-errors').add(what, error);
      return undefined;
    }
  };

  /**
   * @returns the keys of the counters that exist
   * @throws RateLimitError (429) while the identifier from this IP address, or the IP address, is blocked
   */
  const check = async (tried: LoginTry): Promise<Set<string>> => {
    if (!config().enabled) {
      return new Set();
    }
    const read = await readCounters(tried);
    if (read?.blockEnd) {
      throw tooManyRequests(
        strapi,
        'Too many failed attempts. Please try again later.',
        read.blockEnd
      );
    }
    return read?.found ?? new Set();
  };

  const recordFailure = async (tried: LoginTry): Promise<void> => {
    if (!config().enabled) {
      return;
    }
    const { windowMinutes, blockMinutes } = config();
    const until = new Date(Date.now() + blockMinutes * MINUTE_MS);
    const reached = await neverThrows(strapi, 'a failed login', async (trx) => {
      const profile = await profileOf(trx, tried.accountId);
      const full: Counter[] = [];
      for (const counter of countersOf(tried)) {
        const profileOfCounter = counter.kind === 'pair' ? profile : null;
        const window = windowMinutes * MINUTE_MS;
        const { count: failures } = await incrementCounter(
          strapi,
          trx,
          counter,
          profileOfCounter,
          window
        );
        if (failures !== limitOf(counter)) {
          continue;
        }
        await blockCounter(strapi, trx, counter, profileOfCounter, until);
        full.push(counter);
      }
      return full;
    });
    // An identifier with two counters is still one block.
    const blocked = new Map((reached ?? []).map((counter) => [counter.kind, counter]));
    for (const counter of blocked.values()) {
      await recordBlock(counter, tried, until);
    }
  };

  const recordSuccess = async (
    { attempt, identifier, accountId, keepsCount }: LoginTry,
    counted: Set<string>
  ): Promise<void> => {
    const keys = pairCounters(identifier, clientNetwork(attempt.facts.ip))
      .map(({ key }) => key)
      .filter((key) => counted.has(key));
    if (!keepsCount && keys.length > 0) {
      await neverThrows(strapi, 'a login', async (trx) =>
        clearCounters(strapi, trx, keys, await profileOf(trx, accountId))
      );
    }
  };

  return {
    /**
     * Runs a login. A blocked one is rejected before it runs, wrong credentials are counted, and a success
     * clears the failures of the identifier's user, unless the try keeps them.
     *
     * @param isFailedGuess whether an error of the login means wrong credentials
     * @returns the result of the login
     * @throws RateLimitError (429) while the identifier or the IP address is blocked
     */
    protect: <T>(
      tried: LoginTry,
      logIn: () => Promise<T>,
      isFailedGuess: (error: unknown) => boolean
    ): Promise<T> =>
      serialized(tried, async () => {
        let counted: Set<string>;
        try {
          counted = await check(tried);
        } catch (error) {
          markLogged(currentAttempt());
          throw error;
        }
        try {
          const result = await logIn();
          await recordSuccess(tried, counted);
          return result;
        } catch (error) {
          if (isFailedGuess(error)) {
            await recordFailure(tried);
          }
          throw error;
        }
      }),

    /** Removes expired counters. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) =>
        table(strapi, trx, LOGIN_FAILURES_UID).where('window_end', '<', new Date()).delete()
      ),
  };
};
