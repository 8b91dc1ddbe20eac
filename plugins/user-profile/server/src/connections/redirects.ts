import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { PLUGIN_ID } from '../../../shared/constants';
import { contentApiPath } from '../utils/api-path';

/** Schemes that run or show something of their own; all others lead to a page or to an app. */
const UNSAFE = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

const isTarget = (text: string): boolean => {
  try {
    const { protocol, hash } = new URL(text);
    return !UNSAFE.has(protocol) && hash === '';
  } catch {
    return false;
  }
};

/** The option that says where a browser may go once somebody has signed in. */
export const redirectUrls = z
  .array(
    z
      .string()
      .trim()
      .max(2048)
      .refine(isTarget, 'must be a complete address without #, such as https://shop.example.com/in')
  )
  .max(100)
  .default([])
  .describe('Where the browser may go with its code, exactly; the first is the default');

/** The address of a path of the content API, as the world sees it. */
export const contentApiUrl = (strapi: Core.Strapi, path: string): string => {
  const site = strapi.config.get<string>('server.absoluteUrl').replace(/\/+$/, '');
  return `${site}${contentApiPath(strapi, path)}`;
};

/** Where a source sends the browser back to: to be entered there as it is. */
export const callbackUrl = (strapi: Core.Strapi, connection: string): string =>
  contentApiUrl(strapi, `/${PLUGIN_ID}/connect/${connection}/callback`);
