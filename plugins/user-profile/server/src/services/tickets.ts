import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { JsonObject } from '../../../shared/contracts/users';
import { TICKET_UID } from '../database/plain-models';
import { asJson, inTransaction, on, read, type Row } from '../database/rows';

/** What a ticket is good for; one of another kind is never taken for it. */
export type TicketKind = 'redirect' | 'login' | 'email-code' | 'password-reset';

const CODE_DIGITS = 6;

/**
 * One-time secrets, shared by all instances of the site and hashed at rest. A ticket is found by its
 * secret alone; a code is short enough to be typed, is found by whom it is for, and bears few tries.
 */
export const createTickets = ({ strapi }: { strapi: Core.Strapi }) => {
  const table = (trx: Knex.Transaction) => on(strapi, trx, TICKET_UID);

  const keyOf = (kind: TicketKind, secret: string): string =>
    createHash('sha256').update(`${kind}\0${secret}`).digest('hex');

  /** A code of six digits would be found from its bare hash at once; the site's key is not in the database. */
  const hashOfCode = (key: string, code: string): string => {
    const [siteKey] = strapi.config.get<string[]>('server.app.keys', []);
    return createHmac('sha256', siteKey ?? '')
      .update(`${key}\0${code}`)
      .digest('hex');
  };

  const write = (key: string, columns: { kind: TicketKind; data: JsonObject }, ttlMs: number) =>
    inTransaction(strapi, async (trx) => {
      const row = {
        kind: columns.kind,
        data: JSON.stringify(columns.data),
        tries: 0,
        expires_at: new Date(Date.now() + ttlMs),
      };
      await table(trx)
        .insert({ key, ...row })
        .onConflict('key')
        .merge(row);
    });

  /** Whoever deletes the row has it; of two at the same moment that is one. */
  const take = (key: string): Promise<JsonObject | null> =>
    inTransaction(strapi, async (trx) => {
      const row: Row | undefined = await table(trx).where({ key }).forUpdate().first();
      if (!row) return null;
      const deleted: number = await table(trx).where({ id: row.id }).delete();
      const isGood = deleted === 1 && new Date(row.expires_at as string) > new Date();
      return isGood ? asJson<JsonObject>(row.data, {}) : null;
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
    async peek(kind: TicketKind, secret: string): Promise<JsonObject | null> {
      const row: Row | undefined = await read(strapi, TICKET_UID)
        .where({ key: keyOf(kind, secret) })
        .where('expires_at', '>', new Date())
        .first('data');
      return row ? asJson<JsonObject>(row.data, {}) : null;
    },

    /** Takes a ticket, once. @returns what it was issued with; null where it is unknown, used or old */
    redeem: (kind: TicketKind, secret: string): Promise<JsonObject | null> =>
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
    async redeemCode(
      kind: TicketKind,
      subject: string,
      code: string,
      maxTries: number
    ): Promise<JsonObject | null> {
      const key = keyOf(kind, subject);
      // Each try counts before it is looked at: of many at one moment no more than that many are.
      const row = await inTransaction(strapi, async (trx): Promise<Row | undefined> => {
        await table(trx).where({ key }).increment('tries', 1);
        return table(trx).where({ key }).first();
      });
      if (!row || Number(row.tries) > maxTries) return null;
      const expected = String(asJson<JsonObject>(row.data, {}).code_hash ?? '');
      const given = hashOfCode(key, code);
      if (expected.length !== given.length) return null;
      if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return null;
      const data = await take(key);
      if (data?.code_hash !== expected) return null;
      const { code_hash: _used, ...rest } = data;
      return rest;
    },

    /** Removes what is too old to be used. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) => table(trx).where('expires_at', '<', new Date()).delete()),
  };
};
