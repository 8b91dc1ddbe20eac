import type { Core } from '@strapi/types';
import { CSP_DEFAULTS, extendMiddlewareConfiguration } from '@strapi/utils';

import { getConfig } from '../../config/get';

/** `{s}` is the placeholder for one of several subdomains of a tile server. */
const tileSource = (tileUrl: string): string => {
  const { protocol, host } = new URL(tileUrl.replace('{s}', 'wildcard'));
  return `${protocol}//${host.replace('wildcard', '*')}`;
};

/** Allows the panel to load pictures from the configured hosts, and map tiles. */
export const extendContentSecurityPolicy = (strapi: Core.Strapi): void => {
  const { map, pictures } = getConfig(strapi);
  const sources = [
    ...pictures.hosts.map((host) => `https://${host}`),
    ...(map.tileUrl ? [tileSource(map.tileUrl)] : []),
  ];
  if (sources.length === 0) {
    return;
  }
  const directives = { 'img-src': [...CSP_DEFAULTS['img-src'], ...sources] };
  strapi.config.set(
    'middlewares',
    extendMiddlewareConfiguration(strapi.config.get('middlewares'), {
      name: 'strapi::security',
      config: { contentSecurityPolicy: { directives } },
    })
  );
};
