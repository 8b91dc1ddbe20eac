import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type { AskedAccountFields } from '../../../../shared/contracts/account-fields';
import type { FindMe } from '../../../../shared/contracts/me';
import { getConfig } from '../../config/get';
import { actAsUser } from '../../request/actor';
import { setRevision } from '../../utils/if-match';
import { requiresUser } from '../../utils/missing-permissions';
import { getService } from '../../utils/service';

/**
 * Returns the `documentId` of the logged-in user, and records the user as the actor of the request.
 *
 * @throws ForbiddenError for API tokens
 */
export const ownId = async (strapi: Core.Strapi, ctx: KoaContext): Promise<string> => {
  const accountId = Number(ctx.state.user?.id);
  const profile = accountId
    ? await getService(strapi, 'accounts').findOrCreateProfile(accountId)
    : null;
  if (!profile) {
    throw requiresUser();
  }
  actAsUser(ctx, profile.userId);
  return profile.documentId;
};

/**
 * The profile as the user may see it: `app_metadata` only if the site shows it.
 *
 * @param asked the account fields to return; none if omitted
 */
export const describeOwn = async (
  strapi: Core.Strapi,
  id: string,
  asked?: AskedAccountFields
): Promise<FindMe.Response> => {
  const { data, meta } = await getService(strapi, 'user-details').describe(id, { asked });
  const { app_metadata, ...profile } = data;
  const { revision, erasure_requested_at } = meta;
  return {
    data: getConfig(strapi).me.showAppMetadata ? { ...profile, app_metadata } : profile,
    meta: { revision, erasure_requested_at },
  };
};

/** Responds with the profile of the logged-in user, and with its revision as the `ETag`. */
export const respondOwn = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  id: string
): Promise<void> => {
  const found = await describeOwn(strapi, id);
  setRevision(ctx, found.meta.revision);
  ctx.body = found;
};
