import type { Context as KoaContext } from 'koa';

import type { UpdatedUserResponse, FindUser } from '../../../../shared/contracts/users';

export type Permission = (ctx: KoaContext) => boolean | Promise<boolean>;

/** A caller that may change users but not read them gets the changed user without `app_metadata`. */
export const shownTo = (
  mayRead: boolean,
  { data, meta }: FindUser.Response
): UpdatedUserResponse => {
  const { app_metadata, ...rest } = data;
  return { data: mayRead ? { ...rest, app_metadata } : rest, meta };
};
