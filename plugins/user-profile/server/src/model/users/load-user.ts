import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { isStorable } from '../../../../shared/storable-text';
import { getConfig } from '../../config/get';
import { asText, inTransaction, query, type Row } from '../../runtime/database/rows';
import { groupBy } from '../../utils/group-by';
import { getService } from '../../utils/service';
import { identitiesOfUsers, type IdentityRow } from '../accounts/identities';
import { refOf, type ProfileRef } from '../accounts/look-up';
import type { ConnectionRow } from '../connections/connection-store';
import type { AccountRef, Strategy } from '../connections/strategy';
import { isUserId, userNotFound } from './find-user';
import { toUserRow, type UserRow } from './user-row';

/** A user with connection, strategy and accounts, for an action. */
export interface UserContext {
  row: UserRow;
  profile: ProfileRef;
  connection: ConnectionRow;
  strategy: Strategy;
  /** The account of the primary identity; null if it was deleted. */
  account: AccountRef | null;
  hasPassword: boolean;
  /** Whether this site sends invitations. */
  invites: boolean;
  /** The ids of the accounts of all identities. */
  accountIds: number[];
}

/** Stands in for a deleted connection whose users were kept. */
const deletedConnection = (name: string): ConnectionRow => ({
  name,
  strategy: name,
  options: {},
  display_name: name,
  enabled: false,
  managed_by: 'panel',
  unreadable: [],
});

/** By default, the rows are locked until the end of the transaction. */
export interface LoadOptions {
  /** For a response: it must not wait for a change of the user. */
  lock?: boolean;
}

/** Reads the rows in the order of their ids, so parallel changes that lock the same users do not deadlock. */
const readUserRows = async (
  strapi: Core.Strapi,
  ids: string[],
  lock: boolean
): Promise<Map<string, UserRow>> => {
  const found = new Map<string, UserRow>();
  const [userIds, documentIds] = [true, false].map((kind) =>
    ids.filter((id) => isStorable(id) && isUserId(id) === kind)
  );
  for (const [column, values] of Object.entries({ document_id: documentIds, user_id: userIds })) {
    const users = query(strapi, UIDS.user).whereIn(column, values).orderBy('id');
    const rows: Row[] = values.length > 0 ? await (lock ? users.forUpdate() : users) : [];
    for (const row of rows) {
      found.set(String(row[column]), toUserRow(row));
    }
  }
  return found;
};

const identitiesByUser = async (
  strapi: Core.Strapi,
  users: UserRow[]
): Promise<Map<number, IdentityRow[]>> => {
  const identities = await identitiesOfUsers(
    strapi,
    users.map(({ id }) => id)
  );
  return groupBy(identities, (identity) => identity.user_id);
};

/** The accounts of identities by their `documentId`. */
const accountsOf = async (
  strapi: Core.Strapi,
  identities: IdentityRow[]
): Promise<Map<unknown, Row>> => {
  const documentIds = identities.flatMap(({ account }) => account ?? []);
  const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
    .whereIn('document_id', documentIds)
    .select('id', 'document_id', 'email', 'password');
  return new Map(rows.map((row) => [row.document_id, row]));
};

/** The connections that exist, by name. */
const connectionsNamed = async (
  strapi: Core.Strapi,
  names: Iterable<string>
): Promise<Map<string, ConnectionRow>> => {
  const connections = new Map<string, ConnectionRow>();
  for (const name of new Set(names)) {
    const found = await getService(strapi, 'connection-store').findRow(name);
    if (found) {
      connections.set(name, found);
    }
  }
  return connections;
};

const loadContexts = async (
  strapi: Core.Strapi,
  ids: string[],
  lock: boolean
): Promise<Map<string, UserContext>> => {
  const rows = await readUserRows(strapi, ids, lock);
  const users = [...rows.values()];
  const identities = await identitiesByUser(strapi, users);
  const accounts = await accountsOf(strapi, [...identities.values()].flat());
  const nameOf = ({ id, connection }: UserRow) => identities.get(id)?.[0]?.connection ?? connection;
  const connections = await connectionsNamed(strapi, users.map(nameOf));
  const contextOf = (row: UserRow): UserContext => {
    const own = identities.get(row.id) ?? [];
    const name = nameOf(row);
    const connection = connections.get(name) ?? deletedConnection(name);
    const primary = accounts.get(own[0]?.account);
    return {
      row,
      profile: refOf(row, null),
      connection,
      strategy: getService(strapi, 'strategies').get(connection.strategy),
      account: primary
        ? {
            id: primary.id,
            email: asText(primary.email),
            externalId: own[0]?.external_id ?? '',
          }
        : null,
      hasPassword: asText(primary?.password) !== null,
      invites: getConfig(strapi).invitations.url !== null,
      accountIds: own.flatMap(({ account }) => accounts.get(account)?.id ?? []),
    };
  };
  return new Map([...rows].map(([id, row]) => [id, contextOf(row)]));
};

/**
 * Loads users for an action. The rows stay locked until the end of the transaction, so the second of two
 * parallel changes sees the first.
 *
 * @param ids each a `documentId` or a `user_id`
 * @returns the users by these ids, without those that do not exist
 */
export const loadUsers = (
  strapi: Core.Strapi,
  ids: string[],
  { lock = true }: LoadOptions = {}
): Promise<Map<string, UserContext>> =>
  lock
    ? inTransaction(strapi, () => loadContexts(strapi, ids, true))
    : loadContexts(strapi, ids, false);

/**
 * Loads a user for an action. The row stays locked until the end of the transaction.
 *
 * @param id a `documentId` or a `user_id`
 * @throws NotFoundError
 */
export const loadUser = async (
  strapi: Core.Strapi,
  id: string,
  options?: LoadOptions
): Promise<UserContext> => {
  const found = (await loadUsers(strapi, [id], options)).get(id);
  if (!found) {
    throw userNotFound();
  }
  return found;
};
