import type { Context as KoaContext } from 'koa';

export const can =
  (action: string) =>
  (ctx: KoaContext): boolean =>
    ctx.state.userAbility?.can(action) === true;
