import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import type { Services } from '../services';

/** The plugin's own service of that name, with its type. */
export const getService = <Name extends keyof Services>(
  strapi: Core.Strapi,
  name: Name
): ReturnType<Services[Name]> => strapi.plugin(PLUGIN_ID).service(name);

export interface Context {
  strapi: Core.Strapi;
}
