import type { Core } from '@strapi/types';
import { errors, z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { Connection, StrategyDescription } from '../../../shared/contracts/connections';
import type { JsonObject } from '../../../shared/contracts/users';
import { getConfig } from '../config/get';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../model/connections/connection-store';
import { secretsIn, withoutSecrets } from '../model/connections/options';
import { can, type ConnectionRef, type Strategy } from '../model/connections/strategy';
import { asIso, query, type Row } from '../runtime/database/rows';
import { countOrEstimate, totalMeta } from '../runtime/paging';
import { codedError } from '../utils/errors';
import { getService } from '../utils/service';
import { loginOf, loginPathOf } from './login-paths';
import { callbackUrl, contentApiUrl } from './redirects';

declare module '../utils/service' {
  interface Services {
    'connection-reader': ReturnType<typeof createConnectionReader>;
  }
}

/** Path in the panel. */
const PROVIDERS_PAGE = '/settings/users-permissions/providers';

interface Statistics {
  users: number;
  usersEstimated: boolean;
  lastLogin: string | null;
}

const capabilitiesOf = (
  strapi: Core.Strapi,
  strategy: Strategy,
  connection: ConnectionRef
): Connection['capabilities'] => ({
  create_users: can(strategy, connection, 'createAccount'),
  invite_users:
    getConfig(strapi).invitations.url !== null && can(strategy, connection, 'createInvited'),
  change_email: can(strategy, connection, 'changeEmail'),
  change_password: can(strategy, connection, 'changePassword'),
  username: strategy.username(connection),
  login: loginOf(strategy, connection),
  test: can(strategy, connection, 'test'),
});

/** Reads connections for the panel and REST. */
export const createConnectionReader = ({ strapi }: { strapi: Core.Strapi }) => {
  const store = () => getService(strapi, 'connection-store');

  /** From indexes only, because a connection can have a million users. Counts a user with two identities once. */
  const statisticsOf = async (connection: string): Promise<Statistics> => {
    const identities = () =>
      query(strapi, UIDS.identity).where({ connection }).whereNotNull('user_id');
    const { total, estimated } = totalMeta(
      await countOrEstimate(strapi, identities().distinct('user_id'))
    );
    const newest: Row | undefined = await identities()
      .whereNotNull('last_login')
      .orderBy('last_login', 'desc')
      .first('last_login');
    return { users: total, usersEstimated: estimated, lastLogin: asIso(newest?.last_login) };
  };

  const describe = async (row: ConnectionRow): Promise<Connection> => {
    const { users, usersEstimated, lastLogin } = await statisticsOf(row.name);
    const strategy = getService(strapi, 'strategies').get(row.strategy);
    const capabilities = capabilitiesOf(strapi, strategy, row);
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
      users,
      users_estimated: usersEstimated,
      last_login: lastLogin,
      settings_url: row.managed_by === BY_USERS_PERMISSIONS ? PROVIDERS_PAGE : null,
      login_url: contentApiUrl(strapi, loginPathOf(row.name, capabilities.login)),
      callback_url: capabilities.login === 'redirect' ? callbackUrl(strapi, row.name) : null,
    };
  };

  const find = async (): Promise<Connection[]> => {
    await store().ensureUsed();
    const rows: Row[] = await query(strapi, UIDS.connection).orderBy('name');
    return Promise.all(rows.map(async (row) => describe(await store().rowOf(row))));
  };

  return {
    /** All connections. First stores those of Users & Permissions, as read from its settings. */
    find,

    /** @throws NotFoundError */
    async findOne(name: string): Promise<Connection> {
      const row = await store().findRow(name);
      if (row?.name !== name) {
        throw new errors.NotFoundError(...codedError('connection_not_found', { name }));
      }
      return describe(row);
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
