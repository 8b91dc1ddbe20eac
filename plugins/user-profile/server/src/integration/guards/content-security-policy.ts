import type { Core } from '@strapi/types';
import { CSP_DEFAULTS, extendMiddlewareConfiguration } from '@strapi/utils';

import { getConfig } from '../../config/get';

/** `{s}` stands for one of several hosts, as map servers have them. */
const tileSource = (tileUrl: string): string => {
  const { protocol, host } = new URL(tileUrl.replace('{s}', 'wildcard'));
  return `${protocol}//${host.replace('wildcard', '*')}`;
};

/** Lets the panel show pictures from the hosts of the configuration, and map tiles; nothing else. */
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
