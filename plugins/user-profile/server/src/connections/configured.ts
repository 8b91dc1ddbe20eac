import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { JsonObject } from '../../../shared/contracts/users';
import { configurationError } from '../config/configuration-error';
import { getConfig } from '../config/get';
import type { PluginConfig } from '../config/schema';
import { readOptions } from '../model/connections/options';
import type { Strategy } from '../model/connections/strategy';
import { asText, inTransaction, table, systemColumns, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { isProviderName, strategyOfFormerUsers } from './names';

type Configured = PluginConfig['connections'][number];

const { connection: UID } = UIDS;

const noFunctions: NonNullable<Strategy['functionProblems']> = (functions) =>
  Object.keys(functions).map(
    (name) => `functions.${name}: this strategy takes no functions; remove it`
  );

/** Validates one connection on its own. Replaces its options with the parsed ones, defaults included. */
const problemsOf = (strapi: Core.Strapi, connection: Configured): string[] => {
  const { name, strategy: kind, options: sent } = connection;
  const possible = getService(strapi, 'strategies')
    .all()
    .filter(({ options }) => options);
  const strategy = possible.find((each) => each.name === kind);
  const nameProblems = isProviderName(strapi, name)
    ? [`name: "${name}" is reserved by Users & Permissions; choose another name`]
    : [];
  if (!strategy) {
    const known = possible.map((each) => each.name).join(', ');
    return [...nameProblems, `strategy: unknown strategy "${kind}"; use one of ${known}`];
  }
  const { options, problems } = readOptions(strapi, strategy, sent as JsonObject);
  connection.options = options ?? sent;
  const functionProblems = strategy.functionProblems ?? noFunctions;
  return [
    ...nameProblems,
    ...problems.map(({ message }) => message),
    ...functionProblems(connection.functions),
  ];
};

/** A connection keeps its strategy: the ids of its users are ids of that strategy's source. */
const clashesOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { name, strategy }: Configured
): Promise<string[]> => {
  const row: Row | undefined = await table(strapi, trx, UID).where({ name }).first('strategy');
  const before = asText(row?.strategy) ?? (await strategyOfFormerUsers(strapi, trx, name));
  return before === null || before === strategy
    ? []
    : [
        `strategy: "${name}" has the strategy "${before}", which cannot be changed; choose another name`,
      ];
};

/** @throws Error that lists every problem of every connection, with its path */
const requireValid = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  connections: Configured[]
): Promise<void> => {
  const problems: string[] = [];
  for (const [index, connection] of connections.entries()) {
    const own = [...problemsOf(strapi, connection), ...(await clashesOf(strapi, trx, connection))];
    problems.push(...own.map((text) => `config.connections.${index}.${text}`));
  }
  if (problems.length === 0) {
    return;
  }
  throw configurationError(problems);
};

/**
 * Stores the connections of the plugin's configuration. A connection that has left the configuration is
 * disabled and can be edited or deleted in the panel.
 *
 * @throws Error that lists every problem with its path; it stops the start of Strapi
 */
export const storeConfiguredConnections = async (strapi: Core.Strapi): Promise<void> => {
  const { connections } = getConfig(strapi);
  await inTransaction(strapi, async (trx) => {
    await requireValid(strapi, trx, connections);
    const rows = () => table(strapi, trx, UID);
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
      await rows()
        .insert({ ...systemColumns(strapi, UID, now), name, ...columns })
        .onConflict('name')
        .merge(columns);
    }
    await rows()
      .where({ managed_by: 'config' })
      .whereNotIn(
        'name',
        connections.map(({ name }) => name)
      )
      .update({ enabled: false, managed_by: 'panel', updated_at: now });
  });
};
