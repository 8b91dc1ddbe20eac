import { z } from '@strapi/utils';

import { plainText } from './common';
import { userRole } from './profile';
import type { UpdatedUserResponse } from './users';

/** How a role is named in a request. */
export const roleName = plainText(255).describe(
  'The `documentId` or the `type` of a role of Users & Permissions.'
);

/** PUT /users/:id/role */
export const assignRoleBody = z.strictObject({ data: z.strictObject({ role: roleName }) });

export declare namespace AssignRole {
  export interface Request {
    params: { id: string };
    body: z.input<typeof assignRoleBody>;
  }
  export type Response = UpdatedUserResponse;
}

export const findRolesResponse = z.object({ data: z.array(userRole) });

/** GET /roles (admin API only): all roles of the site, by name. */
export declare namespace FindRoles {
  export type Response = z.output<typeof findRolesResponse>;
}
