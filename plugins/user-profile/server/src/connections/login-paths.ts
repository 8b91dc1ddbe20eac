import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import type { Connection } from '../../../shared/contracts/connections';
import { LOCAL_CONNECTION } from '../model/accounts/account';
import { can, type ConnectionRef, type Strategy } from '../model/connections/strategy';
import { contentApiPath } from '../utils/api-path';

type Login = Connection['capabilities']['login'];

export const loginOf = (strategy: Strategy, connection: ConnectionRef): Login => {
  if (can(strategy, connection, 'redirect')) {
    return 'redirect';
  }
  if (can(strategy, connection, 'sendCode')) {
    return 'code';
  }
  return can(strategy, connection, 'authenticate') ? 'password' : 'users-permissions';
};

/** The path of the first request of a login, without the prefix of the content API. */
export const loginPathOf = (name: string, login: Login): string => {
  if (login === 'users-permissions') {
    return name === LOCAL_CONNECTION ? '/auth/local' : `/connect/${name}`;
  }
  if (login === 'redirect') {
    return `/${PLUGIN_ID}/connect/${name}`;
  }
  return login === 'code' ? `/${PLUGIN_ID}/login/code` : `/${PLUGIN_ID}/login`;
};

/** The first request of a login, for a client that has sent another one. */
export const describeLogin = (
  strapi: Core.Strapi,
  strategy: Strategy,
  connection: ConnectionRef
): string => {
  const login = loginOf(strategy, connection);
  const path = loginPathOf(connection.name, login);
  const method = path.includes('/connect/') ? 'GET' : 'POST';
  const fields = login === 'password' ? ', "identifier" and "password"' : '';
  return `${method} ${contentApiPath(strapi, path)}${fields}`;
};
