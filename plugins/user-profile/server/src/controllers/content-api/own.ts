import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { FindMe } from '../../../../shared/contracts/me';
import { getConfig } from '../../config/get';
import { actAsOneself } from '../../request/actor';
import { inTransaction } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

/**
 * The `documentId` of whoever is signed in; what the request does from here on, they do themselves.
 *
 * @throws ForbiddenError for tokens, which are nobody
 */
export const ownId = async (strapi: Core.Strapi, ctx: KoaContext): Promise<string> => {
  const accountId = Number(ctx.state.user?.id);
  const profile = accountId
    ? await inTransaction(strapi, (trx) =>
        getService(strapi, 'accounts').ensureProfile(trx, accountId)
      )
    : null;
  if (!profile) {
    throw new errors.ForbiddenError('This is for signed-in users; an API token is none');
  }
  actAsOneself(ctx, profile.userId);
  return profile.documentId;
};

/** A user as the user may see it: `app_metadata` only where the site shows it. */
export const describeOwn = async (strapi: Core.Strapi, id: string): Promise<FindMe.Response> => {
  const { data, meta } = await getService(strapi, 'user-details').describe(id);
  const { app_metadata, ...profile } = data;
  const { revision, erasure_requested_at } = meta;
  return {
    data: getConfig(strapi).me.showAppMetadata ? { ...profile, app_metadata } : profile,
    meta: { revision, erasure_requested_at },
  };
};
