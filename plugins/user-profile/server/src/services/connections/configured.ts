import type { Core } from '@strapi/types';
import { UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { checkOptions } from '../../connections/options';
import { getConfig } from '../../config/get';
import { inTransaction, on, systemColumns } from '../../database/rows';
import { getService } from '../../utils/service';

/**
 * Enters the connections of the site's config, and switches off those that are no longer there.
 *
 * @throws Error that stops the start, where one of them is not valid
 */
export const enterConfiguredConnections = async (strapi: Core.Strapi): Promise<void> => {
  const { connections } = getConfig(strapi);
  const strategies = getService(strapi, 'strategies');
  for (const connection of connections) {
    const strategy = strategies.all().find(({ name }) => name === connection.strategy);
    if (!strategy?.options) {
      throw new Error(
        `user-profile: the connection "${connection.name}" has the strategy "${connection.strategy}", which is none that a connection can have`
      );
    }
    connection.options = checkOptions(strategy, connection.options as JsonObject);
  }
  await inTransaction(strapi, async (trx) => {
    const table = () => on(strapi, trx, UIDS.connection);
    const now = new Date();
    for (const { name, strategy, display_name: displayName, enabled } of connections) {
      const columns = {
        display_name: displayName ?? name,
        strategy,
        enabled,
        managed_by: 'config',
        options: null,
        updated_at: now,
      };
      await table()
        .insert({ ...systemColumns(strapi, UIDS.connection, now), name, ...columns })
        .onConflict('name')
        .merge(columns);
    }
    await table()
      .where({ managed_by: 'config' })
      .whereNotIn(
        'name',
        connections.map(({ name }) => name)
      )
      .update({ enabled: false, updated_at: now });
  });
};
