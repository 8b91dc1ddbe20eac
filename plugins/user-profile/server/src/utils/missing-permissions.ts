import { errors } from '@strapi/utils';

/** The `details` of a 403 that is due to permissions. */
export interface MissingPermissions {
  missing_permissions: string[];
}

/**
 * A 403 that names the permissions that the caller lacks.
 *
 * @param message what is not allowed, without the permissions
 */
export const missingPermissions = (message: string, permissions: string[]) =>
  new errors.ForbiddenError(`${message} Missing permission: ${permissions.join(', ')}.`, {
    missing_permissions: permissions,
  } satisfies MissingPermissions);

/** The 403 of routes about the logged-in user. No permission would help an API token. */
export const requiresUser = () =>
  new errors.ForbiddenError('This route requires a logged-in user. API tokens are not accepted.');
