/**
 * Adds the plugin to Strapi's own types, in every program that imports the public types. Strapi 5.54 has
 * registries for types of services, but `strapi.plugin()` and `strapi.service()` do not read them.
 */
import type { Core } from '@strapi/types';

import type { UserProfileConfig, UserProfileEvents, UserProfileServices } from './public-types';

type Services = UserProfileServices;
type Events = UserProfileEvents;

interface UserProfilePlugin extends Omit<Core.Module, 'service'> {
  service<Name extends keyof Services>(name: Name): Services[Name];
}

type PayloadListener<Name extends keyof Events> = (event: Events[Name]) => Promise<void>;

declare module '@strapi/types/dist/core/strapi.js' {
  interface Strapi {
    plugin(name: 'user-profile'): UserProfilePlugin;
    service<Name extends keyof Services>(uid: `plugin::user-profile.${Name}`): Services[Name];
  }
}

declare module '@strapi/types/dist/core/config/plugin.js' {
  interface Plugin {
    'user-profile'?: { enabled?: boolean; resolve?: string; config?: UserProfileConfig } | boolean;
  }
}

declare module '@strapi/types/dist/modules/event-hub.js' {
  interface EventHub {
    on<Name extends keyof Events>(eventName: Name, listener: PayloadListener<Name>): () => void;
    once<Name extends keyof Events>(eventName: Name, listener: PayloadListener<Name>): () => void;
    addListener<Name extends keyof Events>(
      eventName: Name,
      listener: PayloadListener<Name>
    ): () => void;
  }
}
