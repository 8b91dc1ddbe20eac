import type { Context as KoaContext } from 'koa';

import type { UpdatedUserResponse, FindUser } from '../../../../shared/contracts/users';

export type Permission = (ctx: KoaContext) => boolean | Promise<boolean>;

/** A change is answered to whoever may make it; `app_metadata` is for those who may read. */
export const shownTo = async (
  ctx: KoaContext,
  mayRead: Permission,
  { data, meta }: FindUser.Response
): Promise<UpdatedUserResponse> => {
  const { app_metadata, ...rest } = data;
  return { data: (await mayRead(ctx)) ? { ...rest, app_metadata } : rest, meta };
};
