import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { foldIdentifier } from '../../../shared/email';
import { LOGIN_FAILURES_UID } from '../runtime/database/plain-models';
import {
  asDate,
  hasReturning,
  query,
  table,
  tableName,
  withReturning,
  type Row,
} from '../runtime/database/rows';
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

/** In place of a profile: the failures of one counter were those of several users. */
const SEVERAL_PROFILES = '';

/**
 * What the collations of MySQL and MariaDB ignore besides accents: the marks of other scripts, control characters
 * and code points without a character.
 */
const IGNORED = /[\p{M}\p{C}]/gu;

/**
 * What an identifier is counted under. Some collations compare ß with `s`, others with `ss`, which are different
 * identifiers everywhere. So one with ß is counted under both.
 */
const countedForms = (identifier: string): string[] => {
  const folded = foldIdentifier(identifier);
  return [...new Set([folded.replaceAll('ß', 's'), folded])].map((text) =>
    foldText(text).normalize('NFD').replace(IGNORED, '')
  );
};

/**
 * If the IP address is unknown, the identifier is counted alone: otherwise nothing would limit guessing.
 * Identifiers are counted as they were typed, not by account: a counter shared by an email and a username
 * would reveal that they belong to one user. They are folded, because several spellings find one account:
 * otherwise each spelling would allow more guesses.
 *
 * @returns one counter or, for an identifier with ß, two. The one of the shorter form is first, so logins that wait
 *   for both cannot wait for each other.
 */
export const pairCounters = (identifier: string, ip: string | null): Counter[] =>
  countedForms(identifier).map((form) => ({
    kind: 'pair',
    ip,
    key: sha256('pair', form, ip ?? UNKNOWN_IP),
  }));

export const ipCounter = (ip: string): Counter => ({ kind: 'ip', ip, key: sha256('ip', ip) });

/** Counts login codes per email address across all connections: they fill the same inbox. */
export const codeCounter = (email: string): Counter => ({
  kind: 'code',
  ip: null,
  key: sha256('code', foldIdentifier(email)),
});

const counters = (strapi: Core.Strapi, trx: Knex.Transaction) =>
  table(strapi, trx, LOGIN_FAILURES_UID);

/** What the counters say before a login: one read, which needs no transaction. */
export const findCounters = async (
  strapi: Core.Strapi,
  wanted: Counter[]
): Promise<{ found: Set<string>; blockEnd: Date | null }> => {
  const rows: Row[] = await query(strapi, LOGIN_FAILURES_UID)
    .whereIn(
      'key',
      wanted.map(({ key }) => key)
    )
    .select('key', 'blocked_until');
  const ends = rows.map((row) => asDate(row.blocked_until)?.getTime() ?? 0);
  const latest = Math.max(0, ...ends);
  return {
    found: new Set(rows.map((row) => String(row.key))),
    blockEnd: latest > Date.now() ? new Date(latest) : null,
  };
};

/**
 * Counts one event. The statement locks the row, so of several parallel events exactly one reaches the
 * limit.
 *
 * @param profile of the user that the event is about. The counter names it while all its events do.
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
  const stored = (column: string) => `${tableName(strapi, LOGIN_FAILURES_UID)}.${column}`;
  const isOver = [stored('window_end'), now];
  const isSame =
    profile === null
      ? trx.raw('?? is null', [stored('profile')])
      : trx.raw('?? = ?', [stored('profile'), profile]);
  const upsert = counters(strapi, trx)
    .insert({ ...counter, profile, failures: 1, window_end: windowEnd })
    .onConflict('key')
    .merge({
      profile: trx.raw('case when ?? <= ? or ? then ? else ? end', [
        ...isOver,
        isSame,
        profile,
        SEVERAL_PROFILES,
      ]),
      // MySQL assigns from left to right, so the column that both conditions read is last.
      failures: trx.raw('case when ?? <= ? then 1 else ?? + 1 end', [
        ...isOver,
        stored('failures'),
      ]),
      window_end: trx.raw('case when ?? <= ? then ? else ?? end', [
        ...isOver,
        windowEnd,
        stored('window_end'),
      ]),
    });
  const counted: unknown = await withReturning(strapi, upsert, ['failures', 'window_end']);
  const { failures, window_end: end } = (
    hasReturning(strapi)
      ? (counted as Row[])[0]
      : await counters(strapi, trx).where({ key: counter.key }).first('failures', 'window_end')
  ) as Row;
  return { count: Number(failures), end: asDate(end) ?? windowEnd };
};

/** @param profile of the user whose login block it is. Admins find the block by it. */
export const blockCounter = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { key }: Counter,
  profile: string | null,
  until: Date
): Promise<void> => {
  await counters(strapi, trx)
    .where({ key })
    .update({ profile, failures: 0, blocked_until: until, window_end: until });
};

/**
 * Forgets the failures of one user. Those of another user stay: otherwise an attacker could clear them by a login
 * with a similar identifier. So does a block.
 */
export const clearCounters = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  keys: string[],
  profile: string | null
): Promise<void> => {
  await counters(strapi, trx)
    .whereIn('key', keys)
    .where({ profile })
    .where('failures', '>', 0)
    .delete();
};
