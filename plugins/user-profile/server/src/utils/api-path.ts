import type { Core } from '@strapi/types';

/** A path of the content API, under the prefix that the site gave it. */
export const contentApiPath = (strapi: Pick<Core.Strapi, 'config'>, path: string): string =>
  `${strapi.config.get<string>('api.rest.prefix', '/api')}${path}`;

/** Whether a request goes to a path or below it. To the router, upper and lower case are the same. */
export const leadsTo = (requested: string, path: string): boolean => {
  const [from, to] = [requested.toLowerCase(), path.toLowerCase()];
  return from === to || from.startsWith(`${to}/`);
};
