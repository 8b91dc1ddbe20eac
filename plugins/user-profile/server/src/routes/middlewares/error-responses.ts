import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { ConflictError, type Problem } from '../../utils/errors';

const statusOf = (error: unknown): number | null => {
  if (error instanceof ConflictError) {
    return 409;
  }
  return error instanceof errors.ForbiddenError ? 403 : null;
};

/** Strapi's validation adds the rejected value, which may be a password (@strapi/utils 5.54.0, format-yup-error.js). */
const withoutValues = (error: unknown): void => {
  if (!(error instanceof errors.ValidationError)) {
    return;
  }
  const details = error.details as { errors?: unknown };
  if (!Array.isArray(details?.errors)) {
    return;
  }
  details.errors = details.errors.map(({ path, name, message, code, params }: Problem) => ({
    path,
    name,
    message,
    ...(code && { code }),
    ...(params && { params }),
  }));
};

/**
 * Writes the error responses that Strapi would change. It has no error class for 409 (@strapi/core 5.54.0,
 * services/errors.js), and its authorization middleware, which wraps every handler, replaces a 403 from the
 * handler by one without message and details (services/server/compose-endpoint.js).
 */
export const writeErrorResponses = async (ctx: KoaContext, next: Next): Promise<void> => {
  try {
    await next();
  } catch (error) {
    withoutValues(error);
    const status = statusOf(error);
    if (status === null) {
      throw error;
    }
    const { name, message, details } = error as errors.ApplicationError;
    ctx.status = status;
    ctx.body = { data: null, error: { status, name, message, details } };
  }
};
