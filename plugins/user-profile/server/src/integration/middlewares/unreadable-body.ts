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

/** Invalid Content-Encoding (zlib, Brotli) or an invalid multipart body. */
const isUnreadable = (error: unknown): boolean => {
  const { code, httpCode } = (error ?? {}) as ParserError;
  if (typeof code === 'string' && /^(Z_|ERR__ERROR_FORMAT)/.test(code)) {
    return true;
  }
  return typeof httpCode === 'number' && httpCode < 500;
};

/**
 * Strapi does not catch the errors of its body parser, which become a 500
 * (@strapi/core 5.54.0, middlewares/body.js).
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
        'The request body does not match its Content-Type or Content-Encoding header. Send JSON.'
      );
    }
  };
};

/** Inserts the middleware before Strapi's body parser in the configuration of the site. */
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
