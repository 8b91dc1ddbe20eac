import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../shared/constants';
import type { PluginConfig } from './schema';

/** The plugin's configuration, checked when the site started. */
export const getConfig = (strapi: Core.Strapi): PluginConfig =>
  strapi.config.get(`plugin::${PLUGIN_ID}`);
