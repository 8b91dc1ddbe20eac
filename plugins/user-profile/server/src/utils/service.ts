import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';

/** The argument of every service factory. */
export interface Context {
  strapi: Core.Strapi;
}

/** Service name to service. Each service adds itself by declaration merging, next to its factory. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Services {}

export const getService = <Name extends keyof Services>(
  strapi: Core.Strapi,
  name: Name
): Services[Name] =>
  // As a string, because the public types of the plugin know its public services only.
  strapi.plugin(PLUGIN_ID as string).service(name);
