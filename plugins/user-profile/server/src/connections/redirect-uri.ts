import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import { contentApiPath } from '../utils/api-path';

/** The address of a path of the content API, as the world sees it. */
export const contentApiUrl = (strapi: Core.Strapi, path: string): string => {
  const site = strapi.config.get<string>('server.absoluteUrl').replace(/\/+$/, '');
  return `${site}${contentApiPath(strapi, path)}`;
};

/** Where a source sends the browser back to: to be entered there as it is. */
export const callbackUrl = (strapi: Core.Strapi, connection: string): string =>
  contentApiUrl(strapi, `/${PLUGIN_ID}/connect/${connection}/callback`);
