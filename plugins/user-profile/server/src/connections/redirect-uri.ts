import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import { contentApiPath } from '../utils/api-path';

/** The public URL of a path of the content API, from `server.absoluteUrl`. */
export const contentApiUrl = (strapi: Core.Strapi, path: string): string => {
  const site = strapi.config.get<string>('server.absoluteUrl').replace(/\/+$/, '');
  return `${site}${contentApiPath(strapi, path)}`;
};

/** The redirect URI of a connection, to be registered at the source exactly as it is. */
export const callbackUrl = (strapi: Core.Strapi, connection: string): string =>
  contentApiUrl(strapi, `/${PLUGIN_ID}/connect/${connection}/callback`);
