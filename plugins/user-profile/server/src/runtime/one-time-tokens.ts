import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

import type { Knex } from 'knex';

import type { JsonObject } from '../../../shared/contracts/users';
import type { Context } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { TICKET_UID } from './database/plain-models';
import { asDate, asJson, inTransaction, table, query, type Row } from './database/rows';

declare module '../utils/service' {
  interface Services {
    'one-time-tokens': ReturnType<typeof createOneTimeTokens>;
  }
}

/** What a ticket is good for; one of another kind is never taken for it. */
export type TicketKind = 'redirect' | 'login' | 'email-code' | 'password-reset';

const CODE_DIGITS = 6;

/** Of one kind, for the whole site: whoever is nobody yet may have some issued. */
const MAX_OPEN = 100_000;

const isOver = (row: Row): boolean => (asDate(row.expires_at) ?? new Date(0)) <= new Date();

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/**
 * One-time secrets, shared by all instances of the site and hashed at rest. A ticket is found by its
 * secret alone; a code is short enough to be typed, is found by whom it is for, and bears few tries.
 */
export const createOneTimeTokens = ({ strapi }: Context) => {
  const tokens = (trx: Knex.Transaction) => table(strapi, trx, TICKET_UID);

  const keyOf = (kind: TicketKind, secret: string): string => sha256(kind, secret);

  /** A code of six digits would be found from its bare hash at once; the site's key is not in the database. */
  const hashOfCode = (key: string, code: string): string => {
    const [siteKey] = strapi.config.get<string[]>('server.app.keys', []);
    return createHmac('sha256', siteKey ?? '')
      .update(`${key}\0${code}`)
      .digest('hex');
  };

  /** Those that are the nearest to their end go first, and they are the oldest. */
  const makeWay = async (trx: Knex.Transaction, kind: TicketKind): Promise<void> => {
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

  const write = (key: string, columns: { kind: TicketKind; data: JsonObject }, ttlMs: number) =>
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
      await makeWay(trx, columns.kind);
    });

  /** Whoever deletes the row has it; of two at the same moment that is one. */
  const take = (key: string): Promise<JsonObject | null> =>
    inTransaction(strapi, async (trx) => {
      const row: Row | undefined = await tokens(trx).where({ key }).forUpdate().first();
      if (!row) {
        return null;
      }
      const deleted: number = await tokens(trx).where({ id: row.id }).delete();
      return deleted === 1 && !isOver(row) ? asJson<JsonObject>(row.data, {}) : null;
    });

  const newSecret = (): string => randomBytes(32).toString('base64url');

  return {
    newSecret,

    /** @returns the secret, which is stored nowhere */
    async issue(
      kind: TicketKind,
      data: JsonObject,
      ttlMs: number,
      secret = newSecret()
    ): Promise<string> {
      await write(keyOf(kind, secret), { kind, data }, ttlMs);
      return secret;
    },

    /** Looks at a ticket without taking it. @returns null where it is unknown, used or old */
    async inspect(kind: TicketKind, secret: string): Promise<JsonObject | null> {
      const row: Row | undefined = await query(strapi, TICKET_UID)
        .where({ key: keyOf(kind, secret) })
        .where('expires_at', '>', new Date())
        .first('data');
      return row ? asJson<JsonObject>(row.data, {}) : null;
    },

    /** Takes a ticket, once. @returns what it was issued with; null where it is unknown, used or old */
    consume: (kind: TicketKind, secret: string): Promise<JsonObject | null> =>
      take(keyOf(kind, secret)),

    /** Makes a code for somebody; the one before it is void. @returns six digits */
    async issueCode(
      kind: TicketKind,
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
     * Takes a code, once. After `maxTries` wrong ones it is void.
     *
     * @returns what it was issued with; null where it is wrong, used or old
     */
    async consumeCode(
      kind: TicketKind,
      subject: string,
      code: string,
      maxTries: number
    ): Promise<JsonObject | null> {
      const key = keyOf(kind, subject);
      return inTransaction(strapi, async (trx) => {
        // The row is held from here on: each try counts before it is looked at, and one takes the code.
        await tokens(trx).where({ key }).increment('tries', 1);
        const row: Row | undefined = await tokens(trx).where({ key }).first();
        if (!row || Number(row.tries) > maxTries || isOver(row)) {
          return null;
        }
        const { code_hash: expected, ...data } = asJson<JsonObject>(row.data, {});
        if (!isSame(String(expected ?? ''), hashOfCode(key, code))) {
          return null;
        }
        await tokens(trx).where({ id: row.id }).delete();
        return data;
      });
    },

    /** Removes what is too old to be used. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) => tokens(trx).where('expires_at', '<', new Date()).delete()),
  };
};
