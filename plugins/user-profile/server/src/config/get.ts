import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import { configSchema, type PluginConfig } from './schema';

const KEY = `plugin::${PLUGIN_ID}`;

/**
 * Fills in the defaults of list items. Strapi merges the defaults of a plugin into objects only (@strapi/core
 * 5.54.0, loaders/plugins/index.js).
 */
export const completeConfig = (strapi: Core.Strapi): void => {
  strapi.config.set(KEY, configSchema.parse(strapi.config.get(KEY)));
};

/** The plugin's configuration, validated at the start of Strapi. */
export const getConfig = (strapi: Core.Strapi): PluginConfig => strapi.config.get(KEY);
