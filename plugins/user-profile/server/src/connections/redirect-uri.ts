import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../shared/constants';

/** Where a source sends the browser back to: to be entered there as it is. */
export const callbackUrl = (strapi: Core.Strapi, connection: string): string => {
  const site = strapi.config.get<string>('server.absoluteUrl').replace(/\/+$/, '');
  const prefix = strapi.config.get<string>('api.rest.prefix', '/api');
  return `${site}${prefix}/${PLUGIN_ID}/connect/${connection}/callback`;
};
