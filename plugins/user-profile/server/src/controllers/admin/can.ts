import type { Context as KoaContext } from 'koa';

/** Whether the admin's role allows an action. */
export const can =
  (action: string) =>
  (ctx: KoaContext): boolean =>
    ctx.state.userAbility?.can(action) === true;
