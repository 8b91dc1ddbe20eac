import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';

import { UIDS } from '../../../../../shared/constants';
import type { ImportOptions } from '../../../../../shared/contracts/imports';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import {
  BY_USERS_PERMISSIONS,
  type ConnectionRow,
} from '../../../model/connections/connection-store';
import { userIdFor } from '../../../model/connections/source-profile';
import type { Strategy } from '../../../model/connections/strategy';
import { query, type Row } from '../../../runtime/database/rows';
import { getService } from '../../../utils/service';
import { sha256 } from '../../../utils/sha256';
import type { ImportUser, LinkedUser } from '../records/import-user';

/** A connection that users are imported into. */
export interface Target {
  connection: ConnectionRow;
  strategy: Strategy;
  /** Whether Users & Permissions or one of its providers logs its users in. */
  isNative: boolean;
  /** Whether the passwords of its users are stored here. */
  storesPasswords: boolean;
}

/** The ids of a new user. */
export interface NewIds {
  userId: string;
  externalId: string;
  /** The `documentId` of the account; null for any. */
  documentId: string | null;
}

/** What Strapi makes of a cuid2. */
const DOCUMENT_ID = /^[a-z][a-z0-9]{23}$/;

/** The longest external id that a `user_id` with strategy and connection has room for. */
const MAX_EXTERNAL_ID = 255;

/** The email address as an id, in the form that the strategy `email` gives new users. */
const idOfEmail = (email: string): string => sha256(email).slice(0, 24);

const afterBar = (id: string): string => id.slice(id.indexOf('|') + 1);

const nativeIds = (name: string, { userId, externalId }: ImportUser): NewIds => {
  const own = userId?.startsWith(`${name}|`) ? afterBar(userId) : null;
  // An export of this plugin: the user keeps the account's `documentId`, which both ids contain.
  const documentId = [own, externalId].find((id) => id !== null && DOCUMENT_ID.test(id)) ?? null;
  const isOwn = own !== null && own === documentId;
  const plain = userId !== null && !userId.includes('|') ? `${name}|${userId}` : userId;
  return { userId: plain ?? '', externalId: '', documentId: isOwn ? documentId : null };
};

/** @returns null if the user has no id, and the connection cannot give one */
const sourceIds = ({ connection, strategy }: Target, user: ImportUser): NewIds | null => {
  const { userId, externalId, attributes } = user;
  const prefix = userIdFor(connection.strategy, connection.name, '');
  const own = userId?.startsWith(prefix) ? userId.slice(prefix.length) : '';
  // Auth0 puts the connection in front of the external id of such a user.
  const isOwn = own !== '' && (externalId === null || externalId === `${connection.name}|${own}`);
  const known = isOwn ? own : (externalId ?? (userId === null ? null : afterBar(userId)));
  const made =
    strategy.name === 'database'
      ? randomBytes(12).toString('hex')
      : strategy.name === 'email' && attributes.email
        ? idOfEmail(attributes.email)
        : null;
  const id = known ?? made;
  if (id === null || id.length > MAX_EXTERNAL_ID) {
    return null;
  }
  const generated = userIdFor(connection.strategy, connection.name, id);
  return { userId: userId?.includes('|') ? userId : generated, externalId: id, documentId: null };
};

/** The ids of a user who is created; an empty `userId` follows from the account. */
export const idsFor = (target: Target, user: ImportUser): NewIds | null =>
  target.isNative ? nativeIds(target.connection.name, user) : sourceIds(target, user);

/** Finds the connections of users, each once. */
export const createTargets = (
  strapi: Core.Strapi,
  { connection: chosen, connections = {} }: Pick<ImportOptions, 'connection' | 'connections'>
) => {
  const known = new Map<string, Target | null>();

  const find = async (name: string): Promise<Target | null> => {
    const connection = await getService(strapi, 'connection-store').findRow(name);
    if (!connection) {
      return null;
    }
    const strategy = getService(strapi, 'strategies').get(connection.strategy);
    return {
      connection,
      strategy,
      isNative: connection.managed_by === BY_USERS_PERMISSIONS,
      storesPasswords: name === LOCAL_CONNECTION || connection.strategy === 'database',
    };
  };

  const get = async (name: string): Promise<Target | null> => {
    if (!known.has(name)) {
      known.set(name, await find(name));
    }
    return known.get(name) ?? null;
  };

  const mappedNameOf = (connection: string | null): string | undefined =>
    connection !== null && Object.hasOwn(connections, connection)
      ? connections[connection]
      : undefined;

  return {
    get,

    /**
     * The connection whose logins create users with such an id, unless the user is its own; null for none. The first
     * login of that person would take over a user who has the id.
     */
    async idOwnerFor(
      { connection }: Target,
      { userId, externalId }: NewIds
    ): Promise<string | null> {
      if (userId === userIdFor(connection.strategy, connection.name, externalId)) {
        return null;
      }
      const [strategy, name = '', id] = userId.split('|');
      const owner = id === undefined ? null : await get(name);
      // MariaDB compares ids without case.
      const isOwner = owner?.connection.strategy === strategy.toLowerCase() && !owner.isNative;
      return isOwner ? owner.connection.name : null;
    },

    /** The name of the connection of a user; null if neither the file nor the options name one. */
    nameFor: ({ connection }: ImportUser): string | null =>
      mappedNameOf(connection) ?? chosen ?? connection,

    /** That of a further identity, which the connection that was chosen for all users is not for. */
    linkedNameFor: ({ connection }: LinkedUser): string | null =>
      mappedNameOf(connection) ?? connection,
  };
};

/**
 * The names of connections that were deleted since they were found. A deletion holds the lock for unique accounts, like
 * the transaction that this must run in.
 */
export const findGone = async (
  strapi: Core.Strapi,
  targets: readonly Target[]
): Promise<ReadonlySet<string>> => {
  const known = new Map(targets.map(({ connection: { name, strategy } }) => [name, strategy]));
  const rows: Row[] = await query(strapi, UIDS.connection)
    .whereIn('name', [...known.keys()])
    .select('id', 'name', 'strategy');
  // Another one may have got the name.
  const left = rows.filter((row) => known.get(String(row.name)) === row.strategy);
  const names = new Set(left.map(({ name }) => String(name)));
  return new Set([...known.keys()].filter((name) => !names.has(name)));
};

export type Targets = ReturnType<typeof createTargets>;
