import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { UIDS } from '../../../shared/constants';
import { on, systemColumns } from '../database/rows';

/** The connections that Users & Permissions has: its own email and password, and its providers. */
export const createConnections = ({ strapi }: { strapi: Core.Strapi }) => {
  const known = new Set<string>();

  return {
    /** Makes the row of a connection of Users & Permissions where there is none. */
    async ensure(trx: Knex.Transaction, name: string): Promise<void> {
      if (known.has(name)) return;
      const table = () => on(strapi, trx, UIDS.connection);
      const existing = await table().where({ name }).first('id');
      if (existing) {
        known.add(name);
        return;
      }
      await table()
        .insert({
          ...systemColumns(strapi, UIDS.connection, new Date()),
          name,
          display_name: name,
          strategy: name,
          enabled: true,
          managed_by: 'users-permissions',
        })
        .onConflict('name')
        .ignore();
    },
  };
};
