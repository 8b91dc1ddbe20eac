import type { Core } from '@strapi/types';

import { getService } from '../utils/service';
import { createCustomDatabaseStrategy } from './strategies/custom-database';
import { createDatabaseStrategy } from './strategies/database';
import { createEmailStrategy } from './strategies/email';
import { createOidcStrategy } from './strategies/oidc';
import { createLocalStrategy } from './strategies/users-permissions/local';
import { createProviderStrategy } from './strategies/users-permissions/provider';
import { createWebServiceStrategy } from './strategies/web-service';

/** In the order in which the panel offers them. */
const BUILT_IN = [
  createLocalStrategy,
  createDatabaseStrategy,
  createCustomDatabaseStrategy,
  createWebServiceStrategy,
  createEmailStrategy,
  createOidcStrategy,
];

/** Registers the built-in strategies. Any other name is a provider of Users & Permissions. */
export const registerStrategies = (strapi: Core.Strapi): void => {
  const strategies = getService(strapi, 'strategies');
  for (const create of BUILT_IN) {
    strategies.add(create(strapi));
  }
  strategies.setFallback(createProviderStrategy);
};
