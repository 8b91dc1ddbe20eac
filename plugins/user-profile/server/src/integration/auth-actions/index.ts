import type { Core } from '@strapi/types';
import type { Context as KoaContext, Next } from 'koa';

/** An action of Users & Permissions' auth controller; GraphQL passes more than Koa does. */
export type AuthActionHandler = (
  this: unknown,
  ctx: KoaContext,
  next: Next,
  ...rest: unknown[]
) => Promise<unknown>;

type Controller = Record<string, unknown>;

/**
 * Puts something around actions of U&P's auth controller, in Strapi's registry, so that REST and GraphQL
 * both go through it. What is wrapped later sees what was wrapped before.
 */
export const wrapAuthActions = (
  strapi: Core.Strapi,
  names: readonly string[],
  wrap: (name: string, action: AuthActionHandler) => AuthActionHandler
): void => {
  strapi.get('controllers').extend('plugin::users-permissions.auth', (controller: Controller) => {
    const wrapped = names
      .filter((name) => typeof controller[name] === 'function')
      .map((name) => [name, wrap(name, controller[name] as AuthActionHandler)]);
    return { ...controller, ...Object.fromEntries(wrapped) };
  });
};
