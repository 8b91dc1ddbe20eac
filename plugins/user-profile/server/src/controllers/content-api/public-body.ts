import type { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { applicationQuery } from '../../../../shared/contracts/login';
import { validate } from '../../utils/validate';

/**
 * The body of a public route. Its query may only name the application of the login.
 *
 * @throws ValidationError
 */
export const publicBody = <Schema extends z.ZodType>(
  ctx: KoaContext,
  schema: Schema
): z.output<Schema> => {
  validate(applicationQuery, ctx.query);
  return validate(schema, ctx.request.body);
};
