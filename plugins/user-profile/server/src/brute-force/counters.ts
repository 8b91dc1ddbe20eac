import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { foldIdentifier } from '../../../shared/email';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import { asDate, table, type Row } from '../runtime/database/rows';
import { foldText } from '../utils/fold-text';
import { sha256 } from '../utils/sha256';

export type CounterKind = 'pair' | 'ip' | 'code';

/**
 * What is counted: failed logins by identifier and IP address, and by IP address alone; login codes by
 * recipient; other requests by IP address.
 */
export interface Counter {
  kind: CounterKind;
  key: string;
  /** An IPv4 address or an IPv6 network. */
  ip: string | null;
}

export interface CounterState {
  count: number;
  /** End of the window. */
  end: Date;
}

const UNKNOWN_IP = 'unknown';

/**
 * If the IP address is unknown, the identifier is counted alone: otherwise nothing would limit guessing.
 * Identifiers are counted as they were typed, not by account: a counter shared by an email and a username
 * would reveal that they belong to one user. They are folded, because several spellings find one account:
 * otherwise each spelling would allow more guesses.
 */
export const pairCounter = (identifier: string, ip: string | null): Counter => ({
  kind: 'pair',
  ip,
  key: sha256('pair', foldText(foldIdentifier(identifier)), ip ?? UNKNOWN_IP),
});

export const ipCounter = (ip: string): Counter => ({ kind: 'ip', ip, key: sha256('ip', ip) });

/** Counts login codes per email address across all connections: they fill the same inbox. */
export const codeCounter = (email: string): Counter => ({
  kind: 'code',
  ip: null,
  key: sha256('code', foldIdentifier(email)),
});

const counters = (strapi: Core.Strapi, trx: Knex.Transaction) =>
  table(strapi, trx, LOGIN_FAILURES_UID);

/** The latest end of the blocks on these counters; null if none is blocked. */
export const findBlockEnd = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  wanted: Counter[]
): Promise<Date | null> => {
  const row: Row | undefined = await counters(strapi, trx)
    .whereIn(
      'key',
      wanted.map(({ key }) => key)
    )
    .where('blocked_until', '>', new Date())
    .orderBy('blocked_until', 'desc')
    .first('blocked_until');
  return asDate(row?.blocked_until);
};

/**
 * Counts one event. The first statement locks the row, so of several parallel events exactly one reaches
 * the limit.
 *
 * @param windowMs length of the window, in milliseconds
 * @returns the count within the window, this event included, and the end of the window
 */
export const incrementCounter = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  counter: Counter,
  profile: string | null,
  windowMs: number
): Promise<CounterState> => {
  const now = new Date();
  const windowEnd = new Date(now.getTime() + windowMs);
  const row = () => counters(strapi, trx).where({ key: counter.key });
  await counters(strapi, trx)
    .insert({ ...counter, profile, failures: 0, window_end: windowEnd })
    .onConflict('key')
    .ignore();
  await row().where('window_end', '<=', now).update({ failures: 0, window_end: windowEnd });
  await row().update({ profile }).increment('failures', 1);
  const { failures, window_end: end } = await row().first('failures', 'window_end');
  return { count: Number(failures), end: asDate(end) ?? windowEnd };
};

export const blockCounter = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { key }: Counter,
  until: Date
): Promise<void> => {
  await counters(strapi, trx)
    .where({ key })
    .update({ failures: 0, blocked_until: until, window_end: until });
};

export const clearCounter = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { key }: Counter
): Promise<void> => {
  await counters(strapi, trx).where({ key }).delete();
};
