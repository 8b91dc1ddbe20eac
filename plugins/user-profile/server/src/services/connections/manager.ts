import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import { UIDS } from '../../../../shared/constants';
import type {
  ConnectionTest,
  createConnectionBody,
  deleteConnectionQuery,
  updateConnectionBody,
} from '../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../shared/contracts/users';
import { SourceError } from '../../connections/errors';
import { checkOptions, sealOptions, withKeptSecrets } from '../../connections/options';
import { can, type Strategy } from '../../connections/strategy';
import { inTransaction, on, systemColumns } from '../../database/rows';
import { ConflictError, problem, validationError } from '../../utils/errors';
import { getService } from '../../utils/service';
import { createUsersMover } from './move-users';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from './store';

type NewConnection = z.output<typeof createConnectionBody>['data'];
type Changes = z.output<typeof updateConnectionBody>['data'];
type Fate = z.output<typeof deleteConnectionQuery>;

/** Never the name of a connection of its own: events and identities would be mixed up. */
const RESERVED = new Set(['local', 'email']);

/** Makes, changes and deletes connections. */
export const createConnectionManager = ({ strapi }: { strapi: Core.Strapi }) => {
  const store = () => getService(strapi, 'connections');
  const mover = createUsersMover(strapi);

  const requireRow = async (name: string): Promise<ConnectionRow> => {
    const row = await store().findRow(name);
    if (row) return row;
    throw new errors.NotFoundError(`There is no connection "${name}"`);
  };

  /** What the config or Users & Permissions says is changed there. */
  const requireOwn = ({ name, managed_by: managedBy }: ConnectionRow): void => {
    if (managedBy === 'panel') return;
    const place =
      managedBy === 'config' ? 'the configuration of the plugin' : 'Users & Permissions';
    throw new errors.ApplicationError(`The connection "${name}" is set up in ${place}`);
  };

  const requireStrategy = (name: string): Strategy => {
    const creatable = getService(strapi, 'strategies')
      .all()
      .filter(({ options, configOnly }) => options && !configOnly);
    const strategy = creatable.find((each) => each.name === name);
    if (strategy) return strategy;
    const known = creatable.map((each) => each.name).join(', ');
    throw validationError([
      problem(['strategy'], `There is no strategy "${name}"; there are ${known}`),
    ]);
  };

  const requireFreeName = (name: string): void => {
    const providers: Record<string, unknown> = strapi
      .plugin('users-permissions')
      .service('providers-registry')
      .getAll();
    if (!RESERVED.has(name) && !Object.hasOwn(providers, name)) return;
    throw validationError([
      problem(['name'], `"${name}" is the name of a provider of Users & Permissions`),
    ]);
  };

  const updateRow = (name: string, columns: Record<string, unknown>): Promise<unknown> =>
    inTransaction(strapi, (trx) =>
      on(strapi, trx, UIDS.connection)
        .where({ name })
        .update({ ...columns, updated_at: new Date() })
    );

  const changedOptions = (row: ConnectionRow, sent: JsonObject): string => {
    const strategy = getService(strapi, 'strategies').get(row.strategy);
    const options = checkOptions(strategy, withKeptSecrets(strategy, row.options, sent));
    return JSON.stringify(sealOptions(strapi, strategy, options));
  };

  return {
    /** @throws ValidationError with the path of each problem, ConflictError where the name is taken */
    async create(connection: NewConnection): Promise<void> {
      const strategy = requireStrategy(connection.strategy);
      requireFreeName(connection.name);
      const options = checkOptions(strategy, connection.options ?? {});
      const sealed = sealOptions(strapi, strategy, options);
      await inTransaction(strapi, async (trx) => {
        const table = () => on(strapi, trx, UIDS.connection);
        const row = systemColumns(strapi, UIDS.connection, new Date());
        await table()
          .insert({
            ...row,
            name: connection.name,
            display_name: connection.display_name ?? connection.name,
            strategy: connection.strategy,
            enabled: connection.enabled,
            options: JSON.stringify(sealed),
            managed_by: 'panel',
          })
          .onConflict('name')
          .ignore();
        const stored = await table().where({ name: connection.name }).first('document_id');
        if (stored.document_id !== row.document_id) {
          throw new ConflictError(`There is a connection "${connection.name}" already`, ['name']);
        }
      });
      store().forget(connection.name);
    },

    /** @throws NotFoundError, ValidationError, ApplicationError for what is set up elsewhere */
    async update(name: string, changes: Changes): Promise<void> {
      const row = await requireRow(name);
      const { enabled, display_name: displayName, options } = changes;
      const isProvider = row.managed_by === BY_USERS_PERMISSIONS;
      if (options !== undefined || (enabled !== undefined && !isProvider)) requireOwn(row);
      const sealed = options === undefined ? undefined : changedOptions(row, options);
      if (enabled !== undefined && isProvider) await store().grants.setEnabled(name, enabled);
      await updateRow(name, {
        ...(enabled === undefined ? {} : { enabled }),
        ...(displayName === undefined ? {} : { display_name: displayName }),
        ...(sealed === undefined ? {} : { options: sealed }),
      });
    },

    /**
     * Deletes a connection. Users whose way in it was keep their profiles.
     *
     * @throws ConflictError while users depend on it and `users` does not say what becomes of them
     */
    async remove(name: string, { users, to }: Fate): Promise<{ moved: number; detached: number }> {
      const row = await requireRow(name);
      requireOwn(row);
      const target = users === 'move' && to ? await store().findRow(to) : null;
      if (users === 'move' && (target?.strategy !== row.strategy || to === name)) {
        const message = `"to" must name another connection with the strategy "${row.strategy}"`;
        throw validationError([problem(['to'], message)]);
      }
      const counts = await inTransaction(strapi, async (trx) => {
        const found = await mover.count(trx, name);
        if (found > 0 && users === 'refuse') {
          const message = `${found} users sign in by "${name}". Move them to another connection, or say that they may lose this way in.`;
          throw new ConflictError(message, ['users']);
        }
        const moved = target ? await mover.move(trx, row, target.name) : 0;
        if (users === 'lose') await mover.endSessions(trx, name);
        await on(strapi, trx, UIDS.connection).where({ name }).delete();
        return { moved, detached: found - moved };
      });
      store().forget(name);
      return counts;
    },

    /** Asks the source whether the connection works. @throws NotFoundError, ApplicationError */
    async test(name: string): Promise<ConnectionTest> {
      const row = await requireRow(name);
      const strategy = getService(strapi, 'strategies').get(row.strategy);
      if (!strategy.test || !can(strategy, row, 'test')) {
        throw new errors.ApplicationError(`There is nothing to test about "${name}"`);
      }
      try {
        return await strategy.test(row);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        const { message, detail } = error;
        const told = detail ? `${message} (${detail})` : message;
        return { ok: false, steps: [{ name: 'connect', ok: false, message: told }] };
      }
    },
  };
};
