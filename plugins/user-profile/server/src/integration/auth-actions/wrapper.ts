import type { Core } from '@strapi/types';
import type { Context as KoaContext, Next } from 'koa';

/** An action of Users & Permissions' auth controller; GraphQL passes more arguments than Koa does. */
export type AuthActionHandler = (
  this: unknown,
  ctx: KoaContext,
  next: Next,
  ...rest: unknown[]
) => Promise<unknown>;

export interface AuthActionWrapper {
  actions: readonly string[];
  wrap(strapi: Core.Strapi, name: string, action: AuthActionHandler): AuthActionHandler;
}
