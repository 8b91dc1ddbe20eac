import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS } from '../../../shared/constants';
import { profileIn, withProfile, type ProfileRef } from '../model/accounts/look-up';
import {
  asBoolean,
  asDate,
  asText,
  query,
  table,
  tableName,
  type Row,
} from '../runtime/database/rows';

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

/** Qualified, because a site may add attributes with these names to accounts, which some queries join. */
const columnsOf = (strapi: Core.Strapi) => {
  const sessions = tableName(strapi, STRAPI_UIDS.session);
  return {
    origin: `${sessions}.origin`,
    sessionId: `${sessions}.session_id`,
    accountId: `${sessions}.user_id`,
    all: `${sessions}.*`,
  };
};

/** The table of sessions, narrowed to those of Users & Permissions. */
export const sessionTable = (strapi: Core.Strapi, trx: Knex.Transaction): Knex.QueryBuilder =>
  table(strapi, trx, STRAPI_UIDS.session).where(columnsOf(strapi).origin, SESSION_ORIGIN);

export const findSession = async (
  strapi: Core.Strapi,
  sessionId: string
): Promise<SessionRow | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.session)
    .where({ origin: SESSION_ORIGIN, session_id: sessionId })
    .first();
  return row ? sessionOf(row) : null;
};

/** A session of this account, with the account's profile, in one statement. */
export const findSessionWithProfile = async (
  strapi: Core.Strapi,
  sessionId: string,
  accountId: number
): Promise<{ session: SessionRow | null; profile: ProfileRef | null }> => {
  const columns = columnsOf(strapi);
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const rows = query(strapi, STRAPI_UIDS.session)
    .where({
      [columns.origin]: SESSION_ORIGIN,
      [columns.sessionId]: sessionId,
      [columns.accountId]: String(accountId),
    })
    .leftJoin(accounts, (join) => join.onVal(`${accounts}.id`, accountId));
  const row: Row | undefined = await withProfile(strapi, rows).first(columns.all);
  return row
    ? { session: sessionOf(row), profile: profileIn(row) }
    : { session: null, profile: null };
};

export interface LockedSession extends SessionRow {
  /** Whether the account of the session is blocked or was deleted. */
  isBlocked: boolean;
}

/** Reads a session again, and whether its account is blocked, in one statement. */
export const findSessionOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  sessionId: string,
  { accountId }: Pick<SessionRow, 'accountId'>
): Promise<LockedSession | null> => {
  const columns = columnsOf(strapi);
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const row: Row | undefined = await sessionTable(strapi, trx)
    .leftJoin(accounts, (join) => join.onVal(`${accounts}.id`, accountId))
    .where(columns.sessionId, sessionId)
    .first(columns.all, `${accounts}.id as account_row`, `${accounts}.blocked`);
  const isBlocked = row?.account_row === null || asBoolean(row?.blocked);
  return row ? { ...sessionOf(row), isBlocked } : null;
};

/**
 * The sessions of accounts whose login used an identity that is not the account's own. Their `metadata`
 * contains its key, a SHA-256, so no other text matches by accident.
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

/**
 * The message of U&P if a new session yields no access token
 * (@strapi/plugin-users-permissions 5.54.0, controllers/auth.js).
 */
const MESSAGE = 'Invalid credentials';

/** The session was ended (by a link, a block, an unlinked device) before its login was complete. */
export const sessionEndedError = (): Error => new errors.ApplicationError(MESSAGE);

/** Whether the plugin or Users & Permissions reported an ended session. */
export const isSessionEndedError = (error: unknown): boolean =>
  error instanceof errors.ApplicationError && error.message === MESSAGE;
