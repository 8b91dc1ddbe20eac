import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { ConflictError, type Problem } from '../../utils/errors';

const statusOf = (error: unknown): number | null => {
  if (error instanceof ConflictError) {
    return 409;
  }
  return error instanceof errors.ForbiddenError ? 403 : null;
};

/** Strapi's own validation adds the value that was sent, which may be a password. */
const withoutValues = (error: unknown): void => {
  if (!(error instanceof errors.ValidationError)) {
    return;
  }
  const details = error.details as { errors?: unknown };
  if (!Array.isArray(details?.errors)) {
    return;
  }
  details.errors = details.errors.map(({ path, name, message }: Problem) => ({
    path,
    name,
    message,
  }));
};

/**
 * Answers what Strapi would not: it has no error for 409, and its own authorization step, which runs
 * around every handler, replaces a 403 of ours by one that says nothing.
 */
export const answerRefusals = async (ctx: KoaContext, next: Next): Promise<void> => {
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
