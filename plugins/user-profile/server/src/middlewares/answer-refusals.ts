import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';
import { ConflictError } from '../utils/errors';

const statusOf = (error: unknown): number | null => {
  if (error instanceof ConflictError) return 409;
  return error instanceof errors.ForbiddenError ? 403 : null;
};

/**
 * Answers what Strapi would not: it has no error for 409, and its own authorization step, which runs
 * around every handler, replaces a 403 of ours by one that says nothing.
 */
export const answerRefusals = async (ctx: KoaContext, next: Next): Promise<void> => {
  try {
    await next();
  } catch (error) {
    const status = statusOf(error);
    if (status === null) throw error;
    const { name, message, details } = error as errors.ApplicationError;
    ctx.status = status;
    ctx.body = { data: null, error: { status, name, message, details } };
  }
};
