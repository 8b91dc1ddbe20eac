import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { Attempt } from '../../request/attempt';
import {
  asBoolean,
  asDate,
  asText,
  query,
  table,
  tableName,
  type Row,
} from '../../runtime/database/rows';
import { toUserRow, type UserRow } from '../users/user-row';
import { ACCOUNT_COLUMNS, accountOf, LOCAL_CONNECTION, type Account } from './account';

/** What a login checks again before its tokens are sent. */
export interface LoginState {
  id: number;
  blocked: boolean;
  passwordHash: string | null;
  /** The identity that logs in as this account. */
  identityKey: string;
}

export interface FoundLoginStates {
  states: LoginState[];
  /** When a password of the user was last changed; null if it never was. */
  passwordChangedAt: Date | null;
  hasSession: boolean;
}

/**
 * The accounts that a user can log in as. The first one is that of the primary identity or, if that account was
 * deleted, of the oldest identity that has one.
 *
 * @param sessionId of the login. `hasSession` says whether it still exists; one statement reads both.
 */
export const findLoginStates = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number,
  sessionId = ''
): Promise<FoundLoginStates> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const users = tableName(strapi, UIDS.user);
  const sessions = tableName(strapi, STRAPI_UIDS.session);
  const rows: Row[] = await table(strapi, trx, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .leftJoin(sessions, (join) => join.onVal(`${sessions}.session_id`, sessionId))
    .where(`${identities}.user_id`, userId)
    .orderBy([
      { column: `${identities}.is_primary`, order: 'desc' },
      { column: `${identities}.id` },
    ])
    .select(
      `${accounts}.id`,
      `${accounts}.blocked`,
      `${accounts}.password`,
      `${identities}.identity_key`,
      `${users}.last_password_reset`,
      `${sessions}.id as session_row`
    );
  const states = rows.map((row) => ({
    id: row.id,
    blocked: asBoolean(row.blocked),
    passwordHash: asText(row.password),
    identityKey: String(row.identity_key),
  }));
  const [first] = rows;
  return {
    states,
    passwordChangedAt: asDate(first?.last_password_reset),
    hasSession: first !== undefined && first.session_row !== null,
  };
};

/** Identifies a profile, for events, devices and the event hub. */
export interface ProfileRef {
  id: number;
  documentId: string;
  userId: string;
  name: string | null;
  connection: string;
  /** The key of the identity that led to the profile; null if none did. */
  identityKey: string | null;
}

/** The profiles that an attempt has looked up, by account id: a login needs its profile several times. */
const remembered = new WeakMap<Attempt, Map<number, ProfileRef>>();

/** Remembers the profile of an account for the rest of an attempt. */
export const rememberProfile = (
  attempt: Attempt | undefined,
  accountId: number,
  profile: ProfileRef | null
): void => {
  if (attempt && profile) {
    remembered.set(attempt, (remembered.get(attempt) ?? new Map()).set(accountId, profile));
  }
};

/**
 * What an attempt remembers of an account's profile. Linking may have deleted the row since then: code that
 * finds it missing must call `ensureProfile`.
 */
export const rememberedProfile = (
  attempt: Attempt | undefined,
  accountId: number | null | undefined
): ProfileRef | null => (attempt && accountId && remembered.get(attempt)?.get(accountId)) || null;

/** @param identityKey of the identity that led to the user */
export const refOf = (row: UserRow, identityKey: string | null): ProfileRef => ({
  id: row.id,
  documentId: row.document_id,
  userId: row.user_id,
  name: row.name,
  connection: row.connection,
  identityKey,
});

/** @param id of the row in the users table */
export const findProfile = async (
  strapi: Core.Strapi,
  id: number,
  identityKey: string | null
): Promise<ProfileRef | null> => {
  const row: Row | undefined = await query(strapi, UIDS.user)
    .where({ id })
    .first('id', 'document_id', 'user_id', 'name', 'connection');
  return row ? refOf(toUserRow(row), identityKey) : null;
};

/** Adds the profile of each account to a query of accounts, so a login needs one statement for both. */
export const withProfile = (strapi: Core.Strapi, rows: Knex.QueryBuilder): Knex.QueryBuilder => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const users = tableName(strapi, UIDS.user);
  return rows
    .leftJoin(identities, `${identities}.account`, `${accounts}.document_id`)
    .leftJoin(users, `${users}.id`, `${identities}.user_id`)
    .select(
      `${users}.id as profile_id`,
      `${users}.document_id as profile_document_id`,
      `${users}.user_id as profile_user_id`,
      `${users}.name as profile_name`,
      `${users}.connection as profile_connection`,
      `${users}.blocked as profile_blocked`,
      `${users}.blocked_until`,
      `${identities}.identity_key`
    );
};

/** Whether the end of a block is over. The clock is that of the server. */
export const isOver = (end: Date | null): boolean => end !== null && end.getTime() <= Date.now();

/** The profile in a row of `withProfile`; null if the account has none yet. */
export const profileIn = (row: Row): ProfileRef | null =>
  row.profile_id === null
    ? null
    : {
        id: Number(row.profile_id),
        documentId: String(row.profile_document_id),
        userId: String(row.profile_user_id),
        name: asText(row.profile_name),
        connection: asText(row.profile_connection) ?? LOCAL_CONNECTION,
        identityKey: asText(row.identity_key),
      };

export const findProfileOfAccount = async (
  strapi: Core.Strapi,
  id: number
): Promise<ProfileRef | null> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const row: Row | undefined = await withProfile(
    strapi,
    query(strapi, STRAPI_UIDS.account).where(`${accounts}.id`, id)
  ).first();
  return row ? profileIn(row) : null;
};

/** @returns the profile that has one of the identities; null if there is no such profile */
export const findProfileByIdentity = async (
  strapi: Core.Strapi,
  keys: string[]
): Promise<ProfileRef | null> => {
  const identity: Row | undefined = await query(strapi, UIDS.identity)
    .whereIn('identity_key', keys)
    .first('user_id', 'identity_key');
  return identity
    ? findProfile(strapi, Number(identity.user_id), asText(identity.identity_key))
    : null;
};

export const findAccount = async (
  strapi: Core.Strapi,
  where: { id: number } | { document_id: string | null }
): Promise<Account | null> => {
  const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
    .where(where)
    .first(...ACCOUNT_COLUMNS);
  return row ? accountOf(row) : null;
};
