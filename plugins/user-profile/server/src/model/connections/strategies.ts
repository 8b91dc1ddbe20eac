import type { Core } from '@strapi/types';

import { createCustomDatabaseStrategy } from '../../connections/strategies/custom-database';
import { createDatabaseStrategy } from '../../connections/strategies/database';
import { createEmailStrategy } from '../../connections/strategies/email';
import { createOidcStrategy } from '../../connections/strategies/oidc';
import { createLocalStrategy } from '../../connections/strategies/users-permissions/local';
import { createProviderStrategy } from '../../connections/strategies/users-permissions/provider';
import { createWebServiceStrategy } from '../../connections/strategies/web-service';
import type { Strategy } from './strategy';

declare module '../../utils/service' {
  interface Services {
    strategies: ReturnType<typeof createStrategies>;
  }
}

/** The strategies that connections can have. Other plugins may add theirs in their `register`. */
export const createStrategies = ({ strapi }: { strapi: Core.Strapi }) => {
  const strategies = new Map<string, Strategy>(
    [
      createLocalStrategy,
      createDatabaseStrategy,
      createCustomDatabaseStrategy,
      createWebServiceStrategy,
      createEmailStrategy,
      createOidcStrategy,
    ]
      .map((create) => create(strapi))
      .map((strategy) => [strategy.name, strategy])
  );

  return {
    /** @throws Error where the name is taken */
    add(strategy: Strategy): void {
      if (strategies.has(strategy.name)) {
        throw new Error(`There is a connection strategy "${strategy.name}" already`);
      }
      strategies.set(strategy.name, strategy);
    },

    all: (): Strategy[] => [...strategies.values()],

    /** What is not registered is a provider of Users & Permissions. */
    get: (name: string): Strategy => strategies.get(name) ?? createProviderStrategy(name),
  };
};
