import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type {
  ConnectionTest,
  createConnectionBody,
  updateConnectionBody,
} from '../../../shared/contracts/connections';
import type { JsonObject } from '../../../shared/contracts/users';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../model/connections/connection-store';
import { SourceError } from '../model/connections/errors';
import {
  checkOptions,
  editedOptions,
  readOptions,
  sealOptions,
} from '../model/connections/options';
import { can, type Strategy } from '../model/connections/strategy';
import { asJson, inTransaction, table, systemColumns } from '../runtime/database/rows';
import { ConflictError, problem, validationError, coded, codedError } from '../utils/errors';
import { getService } from '../utils/service';
import { lockConnections, requireOwn, requireRow } from './lock-connections';
import { isProviderName, strategyOfFormerUsers } from './names';
import { failedWith } from './strategies/base/external-source/connection-test';

declare module '../utils/service' {
  interface Services {
    'connection-manager': ReturnType<typeof createConnectionManager>;
  }
}

type NewConnection = z.output<typeof createConnectionBody>['data'];
type Changes = z.output<typeof updateConnectionBody>['data'];

/** The changed fields, for the event log. Options appear by name only, since values may be secret. */
const changedParts = ({ options, ...rest }: Changes): string[] => [
  ...Object.keys(rest),
  ...Object.keys(options ?? {}).map((name) => `options.${name}`),
];

/** Creates, updates and tests connections. */
export const createConnectionManager = ({ strapi }: { strapi: Core.Strapi }) => {
  const store = () => getService(strapi, 'connection-store');
  const audit = () => getService(strapi, 'audit');

  const creatable = (): Strategy[] =>
    getService(strapi, 'strategies')
      .all()
      .filter(({ options, configOnly }) => options && !configOnly);

  /** @throws ValidationError that lists every problem of the name, the strategy and the options */
  const requireValid = ({ name, strategy: kind, options: sent = {} }: NewConnection) => {
    const strategy = creatable().find((each) => each.name === kind);
    const { options = {}, problems } = strategy
      ? readOptions(strapi, strategy, sent)
      : { problems: [] };
    const known = creatable().map((each) => each.name);
    const found = [
      ...(isProviderName(strapi, name)
        ? [problem(['name'], coded('connection_name_reserved', { name }))]
        : []),
      ...(strategy
        ? []
        : [
            problem(
              ['strategy'],
              coded('strategy_unknown', { strategy: kind, known: known.join(', ') })
            ),
          ]),
      ...problems,
    ];
    if (!strategy || found.length > 0) {
      throw validationError(found);
    }
    return { strategy, options };
  };

  /** @throws ApplicationError if the options cannot be edited in the panel */
  const requireEditable = ({ name, options, configOnly }: Strategy): void => {
    if (options && !configOnly) {
      return;
    }
    const code = options ? 'connection_only_in_config' : 'strategy_not_installed';
    throw new errors.ApplicationError(...codedError(code, { strategy: name }));
  };

  /** The columns to update, validated against the locked row. */
  const columnsOf = (
    row: ConnectionRow,
    stored: JsonObject,
    { enabled, display_name: displayName, options }: Changes
  ): Record<string, unknown> => {
    const strategy = getService(strapi, 'strategies').get(row.strategy);
    const isOwn = row.managed_by === 'panel';
    if (isOwn && (options !== undefined || enabled === true)) {
      requireEditable(strategy);
    }
    // A connection that has left the configuration has no stored options.
    if (isOwn && enabled === true && options === undefined) {
      checkOptions(strapi, strategy, row.options);
    }
    return {
      ...(enabled === undefined ? {} : { enabled }),
      ...(displayName === undefined ? {} : { display_name: displayName }),
      ...(options === undefined
        ? {}
        : { options: JSON.stringify(editedOptions(strapi, strategy, stored, options)) }),
    };
  };

  return {
    /**
     * @throws ValidationError with the path of each problem
     * @throws ConflictError if the name is taken, or if a deleted connection of this name had another
     *   strategy and still has users
     */
    async create(connection: NewConnection): Promise<void> {
      const { name, display_name: displayName, enabled } = connection;
      const { strategy, options } = requireValid(connection);
      const sealed = sealOptions(strapi, strategy, options);
      await inTransaction(strapi, async (trx) => {
        const connections = () => table(strapi, trx, UIDS.connection);
        const row = systemColumns(strapi, UIDS.connection, new Date());
        await connections()
          .insert({
            ...row,
            name,
            display_name: displayName ?? name,
            strategy: strategy.name,
            enabled,
            options: JSON.stringify(sealed),
            managed_by: 'panel',
          })
          .onConflict('name')
          .ignore();
        const stored = await connections().where({ name }).first('document_id');
        if (stored.document_id !== row.document_id) {
          throw new ConflictError(coded('connection_name_taken', { name }), ['name']);
        }
        const former = await strategyOfFormerUsers(strapi, trx, name);
        if (former !== null && former !== strategy.name) {
          const reason = coded('connection_former_strategy', { name, strategy: former });
          throw new ConflictError(reason, ['name']);
        }
        store().rememberStrategy(name, strategy.name);
        await audit().recordConnection(name, {
          operation: 'create-connection',
          strategy: strategy.name,
        });
      });
    },

    /**
     * @throws NotFoundError, ValidationError
     * @throws ApplicationError if the connection is managed elsewhere
     */
    async update(name: string, changes: Changes): Promise<void> {
      const found = await requireRow(strapi, name);
      const isProvider = found.managed_by === BY_USERS_PERMISSIONS;
      if (!isProvider || changes.options !== undefined) {
        requireOwn(found);
      }
      await inTransaction(strapi, async (trx) => {
        const own = () => table(strapi, trx, UIDS.connection).where({ name });
        const [locked] = await lockConnections(strapi, trx, [name]);
        const row = await store().rowOf(locked);
        const columns = columnsOf(row, asJson<JsonObject>(locked.options, {}), changes);
        if (Object.keys(columns).length === 0) {
          return;
        }
        if (isProvider && changes.enabled !== undefined) {
          await store().grants.setEnabled(name, changes.enabled);
        }
        await own().update({ ...columns, updated_at: new Date() });
        await audit().recordConnection(name, {
          operation: 'update-connection',
          changed: changedParts(changes),
        });
      });
    },

    /**
     * Tests the connection against its source.
     *
     * @throws NotFoundError
     * @throws ApplicationError if the connection has no test
     */
    async test(name: string): Promise<ConnectionTest> {
      const row = await requireRow(strapi, name);
      const strategy = getService(strapi, 'strategies').get(row.strategy);
      if (!strategy.test || !can(strategy, row, 'test')) {
        throw new errors.ApplicationError(...codedError('connection_untestable', { name }));
      }
      try {
        return await strategy.test(row);
      } catch (error) {
        if (!(error instanceof SourceError)) {
          throw error;
        }
        return { ok: false, steps: [failedWith('connect', error)] };
      }
    },
  };
};
