import { createHmac, randomBytes, randomInt } from 'node:crypto';

import type { Knex } from 'knex';

import type { JsonObject } from '../../../shared/contracts/users';
import { isEqualInConstantTime } from '../utils/is-equal-in-constant-time';
import type { Context } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { ONE_TIME_TOKEN_UID } from './database/plain-models';
import { asDate, asJson, inTransaction, table, query, type Row } from './database/rows';

declare module '../utils/service' {
  interface Services {
    'one-time-tokens': ReturnType<typeof createOneTimeTokens>;
  }
}

/** The purpose of a token. A token of one kind is not accepted for another. */
export type OneTimeTokenKind =
  'redirect' | 'login' | 'email-code' | 'password-reset' | 'invitation';

const CODE_DIGITS = 6;

/** The maximum number of tokens of one kind, because anonymous clients can request them. */
const MAX_OPEN = 100_000;

/** The kinds that only admins can request: their number has no limit. */
const UNLIMITED: ReadonlySet<OneTimeTokenKind> = new Set(['invitation']);

const hasExpired = (row: Row): boolean => (asDate(row.expires_at) ?? new Date(0)) <= new Date();

/**
 * One-time secrets, stored as hashes and shared by all instances. A token is found by its secret alone. A code
 * is short enough to be typed, is found by its recipient, and allows few attempts.
 */
export const createOneTimeTokens = ({ strapi }: Context) => {
  const tokens = (trx: Knex.Transaction) => table(strapi, trx, ONE_TIME_TOKEN_UID);

  const keyOf = (kind: OneTimeTokenKind, secret: string): string => sha256(kind, secret);

  /** Keyed with an app key, which is not in the database: a plain hash of six digits is easily reversed. */
  const hashOfCode = (key: string, code: string): string => {
    const [appKey] = strapi.config.get<string[]>('server.app.keys', []);
    return createHmac('sha256', appKey ?? '')
      .update(`${key}\0${code}`)
      .digest('hex');
  };

  /** Deletes the tokens of a kind that exceed `MAX_OPEN`, those that expire first. */
  const evictOldest = async (trx: Knex.Transaction, kind: OneTimeTokenKind): Promise<void> => {
    const last: Row | undefined = await tokens(trx)
      .where({ kind })
      .orderBy('expires_at', 'desc')
      .offset(MAX_OPEN)
      .first('expires_at');
    const end = asDate(last?.expires_at);
    if (end) {
      await tokens(trx).where({ kind }).where('expires_at', '<=', end).delete();
    }
  };

  const write = (
    key: string,
    columns: { kind: OneTimeTokenKind; data: JsonObject },
    ttlMs: number
  ) =>
    inTransaction(strapi, async (trx) => {
      const row = {
        kind: columns.kind,
        data: JSON.stringify(columns.data),
        tries: 0,
        expires_at: new Date(Date.now() + ttlMs),
      };
      await tokens(trx)
        .insert({ key, ...row })
        .onConflict('key')
        .merge(row);
      if (!UNLIMITED.has(columns.kind)) {
        await evictOldest(trx, columns.kind);
      }
    });

  /** Of parallel calls, only the one that deletes the row gets the data. */
  const consumeKey = (key: string): Promise<JsonObject | null> =>
    inTransaction(strapi, async (trx) => {
      const row: Row | undefined = await tokens(trx).where({ key }).forUpdate().first();
      if (!row) {
        return null;
      }
      const deleted: number = await tokens(trx).where({ id: row.id }).delete();
      return deleted === 1 && !hasExpired(row) ? asJson<JsonObject>(row.data, {}) : null;
    });

  const newSecret = (): string => randomBytes(32).toString('base64url');

  return {
    newSecret,

    /** The hash that a token is stored under. */
    keyOf,

    /** Voids the token with a hash. */
    discard: (key: string): Promise<void> =>
      inTransaction(strapi, async (trx) => {
        await tokens(trx).where({ key }).delete();
      }),

    /** @returns the secret, of which only a hash is stored */
    async issue(
      kind: OneTimeTokenKind,
      data: JsonObject,
      ttlMs: number,
      secret = newSecret()
    ): Promise<string> {
      await write(keyOf(kind, secret), { kind, data }, ttlMs);
      return secret;
    },

    /**
     * Reads a token without consuming it.
     * @returns its data; null if it is unknown, used or expired
     */
    async inspect(kind: OneTimeTokenKind, secret: string): Promise<JsonObject | null> {
      const row: Row | undefined = await query(strapi, ONE_TIME_TOKEN_UID)
        .where({ key: keyOf(kind, secret) })
        .where('expires_at', '>', new Date())
        .first('data');
      return row ? asJson<JsonObject>(row.data, {}) : null;
    },

    /**
     * Consumes a token.
     * @returns its data; null if it is unknown, used or expired
     */
    consume: (kind: OneTimeTokenKind, secret: string): Promise<JsonObject | null> =>
      consumeKey(keyOf(kind, secret)),

    /**
     * Issues a code to a recipient and voids the previous one.
     * @returns six digits
     */
    async issueCode(
      kind: OneTimeTokenKind,
      subject: string,
      data: JsonObject,
      ttlMs: number
    ): Promise<string> {
      const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
      const key = keyOf(kind, subject);
      await write(key, { kind, data: { ...data, code_hash: hashOfCode(key, code) } }, ttlMs);
      return code;
    },

    /**
     * Consumes a code. After `maxTries` wrong attempts it is void.
     *
     * @returns its data; null if it is wrong, used or expired
     */
    async consumeCode(
      kind: OneTimeTokenKind,
      subject: string,
      code: string,
      maxTries: number
    ): Promise<JsonObject | null> {
      const key = keyOf(kind, subject);
      return inTransaction(strapi, async (trx) => {
        // The UPDATE locks the row, so every attempt is counted before it is checked, and only one succeeds.
        await tokens(trx).where({ key }).increment('tries', 1);
        const row: Row | undefined = await tokens(trx).where({ key }).first();
        if (!row || Number(row.tries) > maxTries || hasExpired(row)) {
          return null;
        }
        const { code_hash: expected, ...data } = asJson<JsonObject>(row.data, {});
        if (!isEqualInConstantTime(String(expected ?? ''), hashOfCode(key, code))) {
          return null;
        }
        await tokens(trx).where({ id: row.id }).delete();
        return data;
      });
    },

    /** Removes expired tokens. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) => tokens(trx).where('expires_at', '<', new Date()).delete()),
  };
};
