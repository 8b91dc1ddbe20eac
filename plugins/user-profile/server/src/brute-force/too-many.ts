import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

/** A 429 that says in a header, too, when it is worth trying again. */
export const tooMany = (
  strapi: Core.Strapi,
  message: string,
  until: Date
): errors.RateLimitError => {
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000));
  strapi.requestContext.get()?.set('Retry-After', String(seconds));
  return new errors.RateLimitError(message, { until: until.toISOString() });
};
