import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import { configSchema, type PluginConfig } from './schema';

const KEY = `plugin::${PLUGIN_ID}`;

/** Strapi merges what the site says with the defaults, but not within lists: here that is made up for. */
export const completeConfig = (strapi: Core.Strapi): void => {
  strapi.config.set(KEY, configSchema.parse(strapi.config.get(KEY)));
};

/** The plugin's configuration, checked when the site started. */
export const getConfig = (strapi: Core.Strapi): PluginConfig => strapi.config.get(KEY);
