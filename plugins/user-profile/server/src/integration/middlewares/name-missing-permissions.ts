import type { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { PLUGIN_ID } from '../../../../shared/constants';
import { missingPermissions, requiresUser } from '../../utils/missing-permissions';

interface Ability {
  can(action: string): boolean;
}

interface State {
  route?: {
    handler?: unknown;
    info?: { pluginName?: string; type?: string };
    config?: { policies?: { config?: { actions?: string[] } }[] };
  };
  auth?: { credentials?: { type?: string } | null; strategy?: { name?: string } };
  userAbility?: Ability;
}

/** The messages of Strapi's own 403: of its authorization and of its policies. */
const STRAPI_MESSAGES = new Set(['Forbidden', 'Policy Failed']);

const HANDLER_OF_OWN_DATA = /^me[-.]/;

const adminError = ({ route, userAbility }: State): errors.ForbiddenError | null => {
  const actions = (route?.config?.policies ?? []).flatMap(({ config }) => config?.actions ?? []);
  const missing = actions.filter((action) => userAbility?.can(action) === false);
  return missing.length > 0
    ? missingPermissions('Your role or token does not allow this request.', missing)
    : null;
};

/** @returns null for an anonymous client, who learns nothing */
const contentApiError = ({ route, auth }: State): errors.ForbiddenError | null => {
  if (!auth?.credentials) {
    return null;
  }
  const permissions = [`plugin::${PLUGIN_ID}.${String(route?.handler)}`];
  if (auth.strategy?.name === 'users-permissions') {
    return missingPermissions(
      'Your role does not allow this request. Permissions are granted in Settings > Users & Permissions plugin > Roles.',
      permissions
    );
  }
  if (HANDLER_OF_OWN_DATA.test(String(route?.handler))) {
    return requiresUser();
  }
  return auth.credentials.type === 'read-only'
    ? missingPermissions(
        'A read-only token only allows actions named find or findOne. Use a custom token.',
        permissions
      )
    : missingPermissions(
        'The token does not allow this request. Permissions are granted in Settings > API Tokens.',
        permissions
      );
};

/**
 * Strapi's 403 does not name the permission that is missing (@strapi/core 5.54.0,
 * services/server/compose-endpoint.js and policy.js). Authorization runs before the middlewares of the route,
 * which cannot add it.
 *
 * @param ctx of a response with status 403
 */
export const nameMissingPermissions = (ctx: KoaContext): void => {
  const state = ctx.state as State;
  if (state.route?.info?.pluginName !== PLUGIN_ID) {
    return;
  }
  const body = ctx.body as { error?: { message?: string } } | undefined;
  if (!STRAPI_MESSAGES.has(body?.error?.message ?? '')) {
    return;
  }
  const isAdmin = state.route.info.type === 'admin';
  const error = isAdmin ? adminError(state) : contentApiError(state);
  if (error) {
    const { name, message, details } = error;
    ctx.body = { data: null, error: { status: 403, name, message, details } };
  }
};
