import { randomBytes } from 'node:crypto';
import { registerAccount, type Account } from '../accounts';
import type { TestStrapi } from '../strapi';
import { fullAccessToken } from '../users';

const unique = () => randomBytes(4).toString('hex');

export const actionOf = (handler: string): string => `plugin::user-profile.${handler}`;

/** An API token of the content API; a `custom` one may do what the handlers say. */
export const apiToken = async (
  app: TestStrapi,
  type: 'read-only' | 'full-access' | 'custom',
  handlers?: string[]
): Promise<string> => {
  const answer = await app.request('POST', '/admin/api-tokens', {
    token: await app.adminToken(),
    body: {
      name: `${type} ${unique()}`,
      description: '',
      type,
      lifespan: null,
      ...(handlers ? { permissions: handlers.map(actionOf) } : {}),
    },
  });
  if (answer.status !== 201) throw new Error(`api-tokens: ${JSON.stringify(answer.body)}`);
  return answer.body.data.accessKey;
};

/** Gives an account a new role of Users & Permissions that allows exactly these handlers. */
export const giveRole = async (
  app: TestStrapi,
  account: Account,
  handlers: string[]
): Promise<void> => {
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
  if (made.status !== 200) throw new Error(`roles: ${JSON.stringify(made.body)}`);
  const [role] = await app.query<{ id: number }>('select id from up_roles where name = ?', [name]);
  const given = await app.request('PUT', `/api/users/${account.id}`, {
    token: await fullAccessToken(app),
    body: { role: role.id },
  });
  if (given.status !== 200) throw new Error(`users: ${JSON.stringify(given.body)}`);
};

/** A user of the site whose role allows exactly these handlers. */
export const userWithRole = async (app: TestStrapi, handlers: string[]): Promise<Account> => {
  const account = await registerAccount(app);
  await giveRole(app, account, handlers);
  return account;
};
