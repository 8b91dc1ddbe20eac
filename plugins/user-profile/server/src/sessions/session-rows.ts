import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../shared/constants';
import { asDate, asText, table, type Row } from '../runtime/database/rows';

export interface SessionRow {
  sessionId: string;
  childId: string | null;
  accountId: number;
  deviceId: string | null;
  status: string;
  createdAt: Date;
}

const sessionOf = (row: Row): SessionRow => ({
  sessionId: String(row.session_id),
  childId: asText(row.child_id),
  accountId: Number(row.user_id),
  deviceId: asText(row.device_id),
  status: String(row.status),
  createdAt: asDate(row.created_at) ?? new Date(0),
});

/** The table of sessions, narrowed to those of Users & Permissions. */
export const sessionTable = (strapi: Core.Strapi, trx: Knex.Transaction): Knex.QueryBuilder =>
  table(strapi, trx, STRAPI_UIDS.session).where({ origin: SESSION_ORIGIN });

export const findSession = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  sessionId: string
): Promise<SessionRow | null> => {
  const row: Row | undefined = await sessionTable(strapi, trx)
    .where({ session_id: sessionId })
    .first();
  return row ? sessionOf(row) : null;
};

/**
 * The sessions of accounts that were signed in by an identity which is not the account's own. Their
 * `metadata` holds its key, which nothing else can hold by accident.
 */
export const sessionsMadeBy = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[],
  identityKey: string
): Knex.QueryBuilder => {
  const text = strapi.db.dialect.client === 'mysql' ? 'char' : 'text';
  return sessionTable(strapi, trx)
    .whereIn('user_id', accountIds.map(String))
    .whereRaw(`cast(?? as ${text}) like ?`, ['metadata', `%${identityKey}%`]);
};

/** What Users & Permissions says where there is no access token to be had for a session just made. */
const MESSAGE = 'Invalid credentials';

/** A session that was ended (by a link, a block, an unlinked device) while its login was under way. */
export const endedMeanwhile = (): Error => new errors.ApplicationError(MESSAGE);

/** Whether that is what went wrong, whoever noticed it. */
export const isEndedMeanwhile = (error: unknown): boolean =>
  error instanceof errors.ApplicationError && error.message === MESSAGE;
