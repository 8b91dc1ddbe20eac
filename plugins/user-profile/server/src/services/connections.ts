import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { UIDS } from '../../../shared/constants';
import type { Connection } from '../../../shared/contracts/connections';
import type { ConnectionRef, Strategy } from '../connections/strategy';
import { createGrants } from '../connections/users-permissions/grants';
import {
  asBoolean,
  asIso,
  asText,
  inTransaction,
  on,
  read,
  systemColumns,
  type Row,
} from '../database/rows';
import { getService } from '../utils/service';

type ManagedBy = Connection['managed_by'];

export interface ConnectionRow extends ConnectionRef {
  display_name: string;
  enabled: boolean;
  managed_by: ManagedBy;
}

const MANAGED_BY_USERS_PERMISSIONS: ManagedBy = 'users-permissions';

/** Where in the panel the providers of Users & Permissions are set up. */
const PROVIDERS_PAGE = '/settings/users-permissions/providers';

const capabilitiesOf = (strategy: Strategy): Connection['capabilities'] => ({
  create_users: Boolean(strategy.createAccount),
  change_email: Boolean(strategy.changeEmail),
  change_password: Boolean(strategy.changePassword),
  username: strategy.username,
});

/** The sources that users come from. */
export const createConnections = ({ strapi }: { strapi: Core.Strapi }) => {
  const known = new Set<string>();
  const grants = createGrants(strapi);

  const rowOf = async (row: Row): Promise<ConnectionRow> => {
    const name = String(row.name);
    const managedBy = (asText(row.managed_by) ?? 'panel') as ManagedBy;
    return {
      name,
      strategy: String(row.strategy),
      display_name: asText(row.display_name) ?? name,
      managed_by: managedBy,
      // Users & Permissions knows best whether its own are on.
      enabled:
        managedBy === MANAGED_BY_USERS_PERMISSIONS
          ? await grants.isEnabled(name)
          : asBoolean(row.enabled),
    };
  };

  const statistics = async (): Promise<
    Map<string, { users: number; lastLogin: string | null }>
  > => {
    const users = strapi.db.metadata.get(UIDS.user).tableName;
    const identities = strapi.db.metadata.get(UIDS.identity).tableName;
    const rows: Row[] = await read(strapi, UIDS.identity)
      .join(users, `${users}.id`, `${identities}.user_id`)
      .groupBy(`${identities}.connection`)
      .select(`${identities}.connection as name`)
      .count({ users: '*' })
      .max({ last_login: `${users}.last_login` });
    return new Map(
      rows.map((row) => [
        String(row.name),
        { users: Number(row.users), lastLogin: asIso(row.last_login) },
      ])
    );
  };

  const describe = (row: ConnectionRow, counted: { users: number; lastLogin: string | null }) => {
    const strategy = getService(strapi, 'strategies').get(row.strategy);
    return {
      ...row,
      capabilities: capabilitiesOf(strategy),
      password_rules: strategy.passwordRules(row),
      users: counted.users,
      last_login: counted.lastLogin,
      settings_url: row.managed_by === MANAGED_BY_USERS_PERMISSIONS ? PROVIDERS_PAGE : null,
    } satisfies Connection;
  };

  /** Makes the row of a connection of Users & Permissions where there is none. */
  const ensure = async (trx: Knex.Transaction, name: string): Promise<void> => {
    if (known.has(name)) return;
    const table = () => on(strapi, trx, UIDS.connection);
    if (await table().where({ name }).first('id')) {
      known.add(name);
      return;
    }
    await table()
      .insert({
        ...systemColumns(strapi, UIDS.connection, new Date()),
        name,
        display_name: grants.displayNameOf(name),
        strategy: name,
        enabled: true,
        managed_by: MANAGED_BY_USERS_PERMISSIONS,
      })
      .onConflict('name')
      .ignore();
  };

  const findRow = async (name: string): Promise<ConnectionRow | null> => {
    if (name.includes('\0')) return null;
    const look = (): Promise<Row | undefined> =>
      read(strapi, UIDS.connection).where({ name }).first();
    const found = await look();
    if (found) return rowOf(found);
    if (!(await grants.findUsed()).includes(name)) return null;
    await inTransaction(strapi, (trx) => ensure(trx, name));
    const made = await look();
    return made ? rowOf(made) : null;
  };

  const find = async (): Promise<Connection[]> => {
    await inTransaction(strapi, async (trx) => {
      for (const name of await grants.findUsed()) await ensure(trx, name);
    });
    const rows: Row[] = await read(strapi, UIDS.connection).orderBy('name');
    const counted = await statistics();
    const nobody = { users: 0, lastLogin: null };
    return Promise.all(
      rows.map(async (row) => describe(await rowOf(row), counted.get(String(row.name)) ?? nobody))
    );
  };

  const findOne = async (name: string): Promise<Connection> => {
    const connection = (await find()).find((each) => each.name === name);
    if (!connection) throw new errors.NotFoundError(`There is no connection "${name}"`);
    return connection;
  };

  return {
    ensure,
    findRow,

    /** All connections; those of Users & Permissions are found from its own settings. */
    find,

    /** @throws NotFoundError */
    findOne,

    /**
     * Enables or disables a connection, or gives it another name to show.
     *
     * @throws NotFoundError
     */
    async update(
      name: string,
      changes: { enabled?: boolean; display_name?: string }
    ): Promise<Connection> {
      const { managed_by: managedBy } = await findOne(name);
      const { enabled, display_name: displayName } = changes;
      if (enabled !== undefined && managedBy === MANAGED_BY_USERS_PERMISSIONS) {
        await grants.setEnabled(name, enabled);
      }
      await inTransaction(strapi, (trx) =>
        on(strapi, trx, UIDS.connection)
          .where({ name })
          .update({
            ...(enabled === undefined ? {} : { enabled }),
            ...(displayName === undefined ? {} : { display_name: displayName }),
            updated_at: new Date(),
          })
      );
      return findOne(name);
    },
  };
};
