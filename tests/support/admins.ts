import { randomBytes } from 'node:crypto';

import type { ApiResponse, Requester } from './http';

export interface Admin {
  id: number;
  email: string;
  password: string;
  /** For `Authorization: Bearer`, valid for half an hour. */
  token: string;
}

interface Server {
  request: Requester;
  adminToken(): Promise<string>;
}

const newPassword = () => `Aa1-${randomBytes(9).toString('hex')}`;

const expectStatus = <Body>(response: ApiResponse<Body>, what: string): Body => {
  if (response.status < 200 || response.status > 299) {
    throw new Error(`${what}: ${response.status} ${JSON.stringify(response.body)}`);
  }
  return response.body;
};

/** The super admin of an empty Strapi. */
export const createFirstAdmin = async (request: Requester): Promise<Admin> => {
  const email = 'admin@example.test';
  const password = newPassword();
  const body = await request('POST', '/admin/register-admin', {
    body: { firstname: 'Ada', lastname: 'Admin', email, password },
  });
  const { data } = expectStatus(body, 'register-admin');
  return { id: data.user.id, email, password, token: data.token };
};

const TOKEN_LIFETIME_MS = 20 * 60_000;

/** Returns the token of an admin and renews it before it expires. */
export const createTokenSource = (request: Requester, admin: () => Promise<Admin>) => {
  let current: { token: string; since: number } | undefined;

  return async (): Promise<string> => {
    const { email, password, token } = await admin();
    current ??= { token, since: Date.now() };
    if (Date.now() - current.since > TOKEN_LIFETIME_MS) {
      const response = await request('POST', '/admin/login', { body: { email, password } });
      current = { token: expectStatus(response, 'login').data.token, since: Date.now() };
    }
    return current.token;
  };
};

/** An action of the plugin, or one of the Content Manager for the fields of a type. */
export type AdminAction =
  | string
  | {
      action: string;
      subject: string;
      properties: { fields: string[] };
      conditions?: string[];
    };

const toPermission = (action: AdminAction) => ({
  conditions: [],
  ...(typeof action === 'string' ? { action, subject: null, properties: {} } : action),
});

/**
 * A role with exactly these actions, such as `plugin::user-profile.users.read-users`.
 * @returns its id
 */
const createAdminRole = async (app: Server, actions: AdminAction[]): Promise<number> => {
  const token = await app.adminToken();
  const name = `Role ${randomBytes(4).toString('hex')}`;
  const role = expectStatus(
    await app.request('POST', '/admin/roles', { token, body: { name, description: '' } }),
    'create role'
  );

  expectStatus(
    await app.request('PUT', `/admin/roles/${role.data.id}/permissions`, {
      token,
      body: { permissions: actions.map(toPermission) },
    }),
    'set permissions'
  );
  return role.data.id;
};

/** Creates an admin with exactly these actions and logs in. */
export const createAdminUser = async (app: Server, actions: AdminAction[]): Promise<Admin> => {
  const token = await app.adminToken();
  const roleId = await createAdminRole(app, actions);
  const email = `admin-${randomBytes(4).toString('hex')}@example.test`;
  const password = newPassword();

  const invited = expectStatus(
    await app.request('POST', '/admin/users', {
      token,
      body: { firstname: 'Second', lastname: 'Admin', email, roles: [roleId] },
    }),
    'create admin user'
  );
  const registered = expectStatus(
    await app.request('POST', '/admin/register', {
      body: {
        registrationToken: invited.data.registrationToken,
        userInfo: { firstname: 'Second', lastname: 'Admin', password },
      },
    }),
    'register admin user'
  );

  return { id: invited.data.id, email, password, token: registered.data.token };
};

/** An admin token of the super admin, with exactly these actions. */
export const createAdminToken = async (
  app: Server,
  name: string,
  actions: AdminAction[]
): Promise<string> => {
  const created = await app.request('POST', '/admin/admin-tokens', {
    token: await app.adminToken(),
    body: {
      name,
      description: '',
      lifespan: null,
      adminPermissions: actions.map(toPermission),
    },
  });
  return expectStatus(created, 'create admin token').data.accessKey;
};
