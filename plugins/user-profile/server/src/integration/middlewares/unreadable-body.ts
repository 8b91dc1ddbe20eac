import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { PLUGIN_ID } from '../../../../shared/constants';
import { contentApiPath, leadsTo } from '../../utils/api-path';

const NAME = `plugin::${PLUGIN_ID}.unreadable-body`;
const BODY_PARSER = 'strapi::body';

interface ParserError {
  code?: unknown;
  httpCode?: unknown;
}

/** What is said to be compressed and is not, and what is said to have parts and has none. */
const isUnreadable = (error: unknown): boolean => {
  const { code, httpCode } = (error ?? {}) as ParserError;
  if (typeof code === 'string' && /^(Z_|ERR__ERROR_FORMAT)/.test(code)) {
    return true;
  }
  return typeof httpCode === 'number' && httpCode < 500;
};

/**
 * Strapi's parser lets the errors of its libraries through, which are answered with 500.
 *
 * @throws ValidationError (400) for a body that cannot be read, on the plugin's own routes
 */
export const unreadableBody = (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  const own = [contentApiPath(strapi, `/${PLUGIN_ID}`), `/${PLUGIN_ID}`];
  const isOwn = (path: string): boolean => own.some((folder) => leadsTo(path, folder));

  return async (ctx: KoaContext, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      if (!isOwn(ctx.path) || !isUnreadable(error)) {
        throw error;
      }
      throw new errors.ValidationError(
        'The body cannot be read: it is not in the format that its headers say. Send JSON.'
      );
    }
  };
};

/** Puts it around Strapi's parser, wherever the site's configuration has that. */
export const guardBodyParser = (strapi: Core.Strapi): void => {
  const configured: unknown = strapi.config.get('middlewares');
  if (!Array.isArray(configured)) {
    return;
  }
  const isParser = (entry: string | { name?: string }): boolean =>
    (typeof entry === 'string' ? entry : entry.name) === BODY_PARSER;
  strapi.config.set(
    'middlewares',
    configured.flatMap((entry) => (isParser(entry) ? [NAME, entry] : [entry]))
  );
};
