import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { table, type Row } from '../runtime/database/rows';

/** Never the name of a connection of its own: events and identities would be mixed up. */
const RESERVED = ['local', 'email'];

/** Whether Users & Permissions has a provider of that name; databases may not tell case apart. */
export const isProviderName = (strapi: Core.Strapi, name: string): boolean => {
  const providers: Record<string, unknown> = strapi
    .plugin('users-permissions')
    .service('providers-registry')
    .getAll();
  const taken = [...RESERVED, ...Object.keys(providers)].map((each) => each.toLowerCase());
  return taken.includes(name.toLowerCase());
};

/**
 * The strategy by which the users of a connection that was deleted signed in. They are that
 * connection's still: under one of another kind, an id would be another person's.
 *
 * @returns null where nobody is left
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
  const account: Row | undefined = await table(strapi, trx, STRAPI_UIDS.account)
    .where({ document_id: identity.account })
    .first('username');
  const [strategy, connection] = String(account?.username).split('|');
  return connection === name ? strategy : null;
};
