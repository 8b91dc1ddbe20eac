import type { Core } from '@strapi/types';
import { errors, z } from '@strapi/utils';

import { PLUGIN_ID, UIDS } from '../../../shared/constants';
import type { Connection, StrategyDescription } from '../../../shared/contracts/connections';
import type { JsonObject } from '../../../shared/contracts/users';
import { LOCAL_CONNECTION } from '../model/accounts/account';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../model/connections/connection-store';
import { secretsIn, withoutSecrets } from '../model/connections/options';
import { can, type ConnectionRef, type Strategy } from '../model/connections/strategy';
import { asIso, query, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { callbackUrl, contentApiUrl } from './redirects';

declare module '../utils/service' {
  interface Services {
    'connection-reader': ReturnType<typeof createConnectionReader>;
  }
}

/** Path in the panel. */
const PROVIDERS_PAGE = '/settings/users-permissions/providers';

interface Counted {
  users: number;
  lastLogin: string | null;
}

const NO_USERS: Counted = { users: 0, lastLogin: null };

type Login = Connection['capabilities']['login'];

const loginOf = (strategy: Strategy, connection: ConnectionRef): Login => {
  if (can(strategy, connection, 'redirect')) {
    return 'redirect';
  }
  if (can(strategy, connection, 'sendCode')) {
    return 'code';
  }
  return can(strategy, connection, 'authenticate') ? 'password' : 'users-permissions';
};

/** The path of the first request of a login, without the prefix of the content API. */
const loginPathOf = (name: string, login: Login): string => {
  if (login === 'users-permissions') {
    return name === LOCAL_CONNECTION ? '/auth/local' : `/connect/${name}`;
  }
  if (login === 'redirect') {
    return `/${PLUGIN_ID}/connect/${name}`;
  }
  return login === 'code' ? `/${PLUGIN_ID}/login/code` : `/${PLUGIN_ID}/login`;
};

const capabilitiesOf = (
  strategy: Strategy,
  connection: ConnectionRef
): Connection['capabilities'] => ({
  create_users: can(strategy, connection, 'createAccount'),
  change_email: can(strategy, connection, 'changeEmail'),
  change_password: can(strategy, connection, 'changePassword'),
  username: strategy.username(connection),
  login: loginOf(strategy, connection),
  test: can(strategy, connection, 'test'),
});

/** Reads connections for the panel and REST. */
export const createConnectionReader = ({ strapi }: { strapi: Core.Strapi }) => {
  const store = () => getService(strapi, 'connection-store');

  /** Counts a user with two identities in one connection once. */
  const statistics = async (only?: string): Promise<Map<string, Counted>> => {
    const rows: Row[] = await query(strapi, UIDS.identity)
      .whereNotNull('user_id')
      .where(only === undefined ? {} : { connection: only })
      .groupBy('connection')
      .select('connection as name')
      .countDistinct({ users: 'user_id' })
      .max({ last_login: 'last_login' });
    return new Map(
      rows.map((row) => [
        String(row.name),
        { users: Number(row.users), lastLogin: asIso(row.last_login) },
      ])
    );
  };

  const describe = (row: ConnectionRow, counted: Counted): Connection => {
    const strategy = getService(strapi, 'strategies').get(row.strategy);
    const capabilities = capabilitiesOf(strategy, row);
    return {
      name: row.name,
      display_name: row.display_name,
      strategy: row.strategy,
      enabled: row.enabled,
      managed_by: row.managed_by,
      capabilities,
      options: withoutSecrets(strategy, row.options),
      secrets_set: secretsIn(strategy, row.options),
      secrets_unreadable: row.unreadable,
      password_rules: strategy.passwordRules(row),
      users: counted.users,
      last_login: counted.lastLogin,
      settings_url: row.managed_by === BY_USERS_PERMISSIONS ? PROVIDERS_PAGE : null,
      login_url: contentApiUrl(strapi, loginPathOf(row.name, capabilities.login)),
      callback_url: capabilities.login === 'redirect' ? callbackUrl(strapi, row.name) : null,
    };
  };

  const find = async (): Promise<Connection[]> => {
    await store().ensureUsed();
    const rows: Row[] = await query(strapi, UIDS.connection).orderBy('name');
    const counted = await statistics();
    return Promise.all(
      rows.map(async (row) =>
        describe(await store().rowOf(row), counted.get(String(row.name)) ?? NO_USERS)
      )
    );
  };

  return {
    /** All connections. First stores those of Users & Permissions, as read from its settings. */
    find,

    /** @throws NotFoundError */
    async findOne(name: string): Promise<Connection> {
      const row = await store().findRow(name);
      if (row?.name !== name) {
        throw new errors.NotFoundError(`The connection "${name}" does not exist`);
      }
      return describe(row, (await statistics(name)).get(name) ?? NO_USERS);
    },

    /** The strategies for which the panel and REST can create connections. */
    findStrategies: (): StrategyDescription[] =>
      getService(strapi, 'strategies')
        .all()
        .filter(({ options, configOnly }) => options && !configOnly)
        .map(({ name, type, options, secrets, destinations }) => ({
          name,
          type,
          options: z.toJSONSchema(options ?? z.object({}), {
            io: 'input',
            unrepresentable: 'any',
          }) as JsonObject,
          secrets: [...(secrets ?? [])],
          destinations: [...(destinations ?? [])],
        })),
  };
};
