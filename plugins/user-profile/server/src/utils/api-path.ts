import type { Core } from '@strapi/types';

/** A path of the content API, with the prefix that the site configures. */
export const contentApiPath = (strapi: Pick<Core.Strapi, 'config'>, path: string): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}${path}`;

/** Whether a path equals another one or is below it. The router ignores case. */
export const leadsTo = (requested: string, path: string): boolean => {
  const [from, to] = [requested.toLowerCase(), path.toLowerCase()];
  return from === to || from.startsWith(`${to}/`);
};
