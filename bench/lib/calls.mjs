import { PASSWORD } from '../load/people.mjs';

const CONTENT_MANAGER = '/content-manager/collection-types';
const ACCOUNTS = `${CONTENT_MANAGER}/plugin::users-permissions.user`;
/** A type of the application that hosts the plugin. It has no rows here. */
const EMPTY_TYPE = `${CONTENT_MANAGER}/api::article.article`;

const encode = (query) => new URLSearchParams(query).toString();

/** @returns a function that measures a GET with a token, in milliseconds */
const reader = (server, getToken) => (path, query) => async () => {
  const token = await getToken();
  return (await server.call('GET', query ? `${path}?${encode(query)}` : path, { token })).ms;
};

/** Calls of the plugin as the panel makes them. */
export const panelOf = ({ server }) => {
  const read = reader(server, server.adminToken);
  return {
    users: (query = {}) => read('/user-profile/users', query),
    get: (path, query) => read(`/user-profile${path}`, query),
    findUsers: async (query) => {
      const token = await server.adminToken();
      return (await server.json('GET', `/user-profile/users?${encode(query)}`, { token })).data;
    },
  };
};

/** Calls of the REST API with an API token. */
export const restOf = ({ server }) => {
  let created;
  const apiToken = () => {
    created ??= (async () => {
      const token = await server.adminToken();
      const body = { name: 'bench', description: '', type: 'full-access', lifespan: null };
      return (await server.json('POST', '/admin/api-tokens', { token, body })).data.accessKey;
    })();
    return created;
  };
  const read = reader(server, apiToken);
  return {
    users: (query = {}) => read('/api/user-profile/users', query),
    emptyType: () => read('/api/articles', {}),
    json: async (query) =>
      server.json('GET', `/api/user-profile/users?${encode(query)}`, { token: await apiToken() }),
  };
};

/** The Content Manager's list of accounts. */
export const contentManagerOf = ({ server }) => {
  const read = reader(server, server.adminToken);
  return {
    users: ({ page = 1, pageSize = 25, ...query } = {}) =>
      read(ACCOUNTS, { page, pageSize, ...query }),
    emptyType: () => read(EMPTY_TYPE, { page: 1, pageSize: 25 }),
  };
};

/** Another IP address for each call, so no login is blocked. From the range for benchmarks (RFC 2544). */
let calls = 0;
const nextIp = () => {
  calls += 1;
  return `198.19.${Math.floor(calls / 250) % 250}.${1 + (calls % 250)}`;
};

/** Calls of Users & Permissions, with or without the plugin. */
export const authOf = ({ server }) => {
  const headers = () => ({ 'x-forwarded-for': nextIp(), 'user-agent': 'Mozilla/5.0 Chrome/142.0' });
  return {
    logIn: (identifier, { password = PASSWORD, expected = 200 } = {}) =>
      server.call('POST', '/api/auth/local', {
        body: { identifier, password },
        headers: headers(),
        expected,
      }),
    refresh: (refreshToken) =>
      server.call('POST', '/api/auth/refresh', { body: { refreshToken }, headers: headers() }),
    getMe: (token) => server.call('GET', '/api/users/me', { token, headers: headers() }),
  };
};
