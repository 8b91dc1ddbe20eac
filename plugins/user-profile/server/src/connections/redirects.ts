import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { PLUGIN_ID } from '../../../shared/constants';
import { contentApiPath } from '../utils/api-path';

/** Schemes that run code or show inline content. All others lead to a page or an app. */
const UNSAFE = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

const isTarget = (text: string): boolean => {
  try {
    const { protocol, hash } = new URL(text);
    return !UNSAFE.has(protocol) && hash === '';
  } catch {
    return false;
  }
};

/** The option that lists where a browser may be redirected after a login. */
export const redirectUrls = z
  .array(
    z
      .string()
      .trim()
      .max(2048)
      .refine(isTarget, 'must be an absolute URL without #, such as https://shop.example.com/login')
  )
  .max(100)
  .default([])
  .describe(
    'URLs that the browser may return to with its code, compared exactly; the first is the default'
  );

/** The public URL of a path of the content API, from `server.absoluteUrl`. */
export const contentApiUrl = (strapi: Core.Strapi, path: string): string => {
  const site = strapi.config.get<string>('server.absoluteUrl').replace(/\/+$/, '');
  return `${site}${contentApiPath(strapi, path)}`;
};

/** The redirect URI of a connection, to be registered at the source exactly as it is. */
export const callbackUrl = (strapi: Core.Strapi, connection: string): string =>
  contentApiUrl(strapi, `/${PLUGIN_ID}/connect/${connection}/callback`);
