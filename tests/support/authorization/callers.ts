import { randomBytes } from 'node:crypto';

import { registerAccount, type Account } from '../accounts';
import { fullAccessToken } from '../api-tokens';
import type { TestStrapi } from '../strapi';

const unique = () => randomBytes(4).toString('hex');

const makeRole = async (app: TestStrapi, handlers: string[]): Promise<number> => {
  const name = `role ${unique()}`;
  const controllers: Record<string, Record<string, { enabled: true }>> = {};
  for (const handler of handlers) {
    const [controller, action] = handler.split('.');
    controllers[controller] = { ...controllers[controller], [action]: { enabled: true } };
  }
  const made = await app.request('POST', '/users-permissions/roles', {
    token: await app.adminToken(),
    body: {
      name,
      description: '',
      permissions: { 'plugin::user-profile': { controllers } },
    },
  });
  if (made.status !== 200) {
    throw new Error(`roles: ${JSON.stringify(made.body)}`);
  }
  const [role] = await app.query<{ id: number }>('select id from up_roles where name = ?', [name]);
  return role.id;
};

const roles = new WeakMap<TestStrapi, Map<string, Promise<number>>>();

const roleOf = (app: TestStrapi, handlers: string[]): Promise<number> => {
  const made = roles.get(app) ?? new Map<string, Promise<number>>();
  roles.set(app, made);
  const key = handlers.join();
  const role = made.get(key) ?? makeRole(app, handlers);
  made.set(key, role);
  return role;
};

/** Assigns an account a role of Users & Permissions with exactly these handlers. */
export const giveRole = async (
  app: TestStrapi,
  account: Account,
  handlers: string[]
): Promise<void> => {
  const given = await app.request('PUT', `/api/users/${account.id}`, {
    token: await fullAccessToken(app),
    body: { role: await roleOf(app, handlers) },
  });
  if (given.status !== 200) {
    throw new Error(`users: ${JSON.stringify(given.body)}`);
  }
};

/** Creates a user whose role allows exactly these handlers. */
export const userWithRole = async (app: TestStrapi, handlers: string[]): Promise<Account> => {
  const account = await registerAccount(app);
  await giveRole(app, account, handlers);
  return account;
};
