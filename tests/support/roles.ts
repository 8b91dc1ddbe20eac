import type { UserRole } from '../../plugins/user-profile/shared/contracts/profile';
import type { TestStrapi } from './strapi';

export interface Role extends UserRole {
  id: number;
}

/** The role without its row id, as responses and events have it. */
export const shownRole = ({ documentId, name, type }: UserRole): UserRole => ({
  documentId,
  name,
  type,
});

const callRoles = async (
  app: TestStrapi,
  method: string,
  rest = '',
  body?: object
): Promise<{ roles: Role[] }> => {
  const token = await app.adminToken();
  const response = await app.request(method, `/users-permissions/roles${rest}`, { token, body });
  if (response.status !== 200) {
    throw new Error(`roles: ${response.status} ${JSON.stringify(response.body)}`);
  }
  return response.body;
};

/** @param type of the role, such as `authenticated` */
export const getRole = async (app: TestStrapi, type: string): Promise<Role> => {
  const { roles } = await callRoles(app, 'GET');
  const role = roles.find((each) => each.type === type);
  if (!role) {
    throw new Error(`There is no role of the type ${type}`);
  }
  return role;
};

/** Creates a role of Users & Permissions as the panel does. Its type is the name in lower case. */
export const createRole = async (
  app: TestStrapi,
  name: string,
  permissions: object = {}
): Promise<Role> => {
  await callRoles(app, 'POST', '', { name, description: '', permissions });
  return getRole(app, name.toLowerCase());
};

export const renameRole = async (app: TestStrapi, { id }: Role, name: string): Promise<void> => {
  await callRoles(app, 'PUT', `/${id}`, { name, description: '', permissions: {} });
};

/** Users & Permissions moves the users of the role to the role `public`. */
export const deleteRole = async (app: TestStrapi, { id }: Role): Promise<void> => {
  await callRoles(app, 'DELETE', `/${id}`);
};
