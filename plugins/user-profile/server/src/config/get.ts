import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../../../shared/constants';
import { configSchema, type PluginConfig } from './schema';

const KEY = `plugin::${PLUGIN_ID}`;

/** Fills in the defaults. */
export const completeConfig = (strapi: Core.Strapi): void => {
  strapi.config.set(KEY, configSchema.parse(strapi.config.get(KEY)));
};

/** The plugin's configuration, validated at the start of Strapi. */
export const getConfig = (strapi: Core.Strapi): PluginConfig => strapi.config.get(KEY);
