import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asDate, on, type Row } from '../runtime/database/rows';

export type Kind = 'pair' | 'ip' | 'code' | 'code-ip';

/**
 * What is counted: failures of an identifier from an address, and from an address alone; codes that are
 * sent to somebody, and that an address asks for.
 */
export interface Counter {
  kind: Kind;
  key: string;
  ip: string | null;
}

export interface Counted {
  taken: number;
  /** Of the window. */
  end: Date;
}

const UNKNOWN_ADDRESS = 'unknown';

const hash = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex');

/**
 * Identifiers are counted as they are typed, not by the account that they lead to: that an email and a
 * username shared a counter would tell that they belong to one user.
 */
export const pairCounter = (identifier: string, ip: string | null): Counter => ({
  kind: 'pair',
  ip,
  key: hash('pair', identifier.toLowerCase(), ip ?? UNKNOWN_ADDRESS),
});

export const ipCounter = (ip: string): Counter => ({ kind: 'ip', ip, key: hash('ip', ip) });

/** By whom a code is for, over all connections: it is one inbox that they fill. */
export const codeCounter = (email: string): Counter => ({
  kind: 'code',
  ip: null,
  key: hash('code', email.toLowerCase()),
});

export const codeIpCounter = (ip: string): Counter => ({
  kind: 'code-ip',
  ip,
  key: hash('code-ip', ip),
});

const table = (strapi: Core.Strapi, trx: Knex.Transaction) => on(strapi, trx, LOGIN_FAILURES_UID);

/** The latest end of the blocks on these counters; null where none is blocked. */
export const blockedUntil = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  counters: Counter[]
): Promise<Date | null> => {
  const row: Row | undefined = await table(strapi, trx)
    .whereIn(
      'key',
      counters.map(({ key }) => key)
    )
    .where('blocked_until', '>', new Date())
    .orderBy('blocked_until', 'desc')
    .first('blocked_until');
  return asDate(row?.blocked_until);
};

/**
 * Counts a failure, or what else is bounded. The row is locked from the first statement on, so that of
 * many at one moment exactly one reaches the limit.
 *
 * @returns how many there are within the window, this one included, and when it ends
 */
export const count = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  counter: Counter,
  profile: string | null,
  windowMs: number
): Promise<Counted> => {
  const now = new Date();
  const windowEnd = new Date(now.getTime() + windowMs);
  const row = () => table(strapi, trx).where({ key: counter.key });
  await table(strapi, trx)
    .insert({ ...counter, profile, failures: 0, window_end: windowEnd })
    .onConflict('key')
    .ignore();
  await row().where('window_end', '<=', now).update({ failures: 0, window_end: windowEnd });
  await row().update({ profile }).increment('failures', 1);
  const { failures, window_end: end } = await row().first('failures', 'window_end');
  return { taken: Number(failures), end: asDate(end) ?? windowEnd };
};

export const block = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { key }: Counter,
  until: Date
): Promise<void> => {
  await table(strapi, trx)
    .where({ key })
    .update({ failures: 0, blocked_until: until, window_end: until });
};

export const clear = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { key }: Counter
): Promise<void> => {
  await table(strapi, trx).where({ key }).delete();
};
