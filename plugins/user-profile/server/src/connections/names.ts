import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { findAccount } from '../model/accounts/look-up';
import { table, type Row } from '../runtime/database/rows';

/** Names of Users & Permissions' own logins: another connection of this name would mix up their events. */
const RESERVED = ['local', 'email'];

/** Ignores case, since the name column may have a case-insensitive collation. */
export const isProviderName = (strapi: Core.Strapi, name: string): boolean => {
  const providers: Record<string, unknown> = strapi
    .plugin('users-permissions')
    .service('providers-registry')
    .getAll();
  const taken = [...RESERVED, ...Object.keys(providers)].map((each) => each.toLowerCase());
  return taken.includes(name.toLowerCase());
};

/**
 * The strategy of a deleted connection that still has users. A new connection of the same name takes them
 * over, so it needs the same strategy: under another one, an id could belong to another person.
 *
 * @returns null if no user of such a connection is left
 */
export const strategyOfFormerUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  name: string
): Promise<string | null> => {
  const identity: Row | undefined = await table(strapi, trx, UIDS.identity)
    .where({ connection: name })
    .whereNotNull('account')
    .first('account');
  if (!identity) {
    return null;
  }
  const account = await findAccount(strapi, { document_id: String(identity.account) });
  const [strategy, connection] = String(account?.username).split('|');
  return connection === name ? strategy : null;
};
