import { randomBytes } from 'node:crypto';

import { type Account, registerAccount } from '../accounts';
import { getFullAccessToken } from '../api-tokens';
import { UIDS } from '../database';
import type { TestStrapi } from '../strapi';

const unique = () => randomBytes(4).toString('hex');

const createRole = async (app: TestStrapi, handlers: string[]): Promise<number> => {
  const name = `Role ${unique()}`;
  const controllers: Record<string, Record<string, { enabled: true }>> = {};
  for (const handler of handlers) {
    const [controller, action] = handler.split('.');
    controllers[controller] = { ...controllers[controller], [action]: { enabled: true } };
  }
  const created = await app.request('POST', '/users-permissions/roles', {
    token: await app.adminToken(),
    body: {
      name,
      description: '',
      permissions: { 'plugin::user-profile': { controllers } },
    },
  });
  if (created.status !== 200) {
    throw new Error(`roles: ${JSON.stringify(created.body)}`);
  }
  const [role] = await app.database.rows(UIDS.role, { name }, { columns: ['id'] });
  return role.id;
};

const roles = new WeakMap<TestStrapi, Map<string, Promise<number>>>();

const getRole = (app: TestStrapi, handlers: string[]): Promise<number> => {
  const made = roles.get(app) ?? new Map<string, Promise<number>>();
  roles.set(app, made);
  const key = handlers.join();
  const role = made.get(key) ?? createRole(app, handlers);
  made.set(key, role);
  return role;
};

/** Assigns an account a role of Users & Permissions with exactly these handlers. */
export const assignRole = async (
  app: TestStrapi,
  account: Account,
  handlers: string[]
): Promise<void> => {
  const response = await app.request('PUT', `/api/users/${account.id}`, {
    token: await getFullAccessToken(app),
    body: { role: await getRole(app, handlers) },
  });
  if (response.status !== 200) {
    throw new Error(`users: ${JSON.stringify(response.body)}`);
  }
};

/** Creates a user whose role allows exactly these handlers. */
export const createUserWithRole = async (app: TestStrapi, handlers: string[]): Promise<Account> => {
  const account = await registerAccount(app);
  await assignRole(app, account, handlers);
  return account;
};
