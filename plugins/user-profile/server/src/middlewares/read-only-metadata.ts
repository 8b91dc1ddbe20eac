import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';
import { APP_METADATA } from '../guards/app-metadata';

const carries = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, APP_METADATA);

/**
 * Refuses a request that carries `app_metadata`, naming the field: trimming it in silence would leave
 * the sender in the belief that it was stored.
 *
 * @throws ForbiddenError (403)
 */
export const refuseAppMetadata = async (ctx: KoaContext, next: Next): Promise<void> => {
  const body = ctx.request.body as { data?: unknown } | undefined;
  if (carries(body) || carries(body?.data)) {
    throw new errors.ForbiddenError(
      `${APP_METADATA} is read-only over every route: only code in the server may set it`,
      { path: [APP_METADATA] }
    );
  }
  await next();
};
