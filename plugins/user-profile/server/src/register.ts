import type { Core } from '@strapi/types';

import { UIDS } from '../../shared/constants';
import { completeConfig, getConfig } from './config/get';
import { registerStrategies } from './connections';
import { wrapAuthActions } from './integration/auth-actions';
import { checkAccessTokens } from './integration/guards/access-tokens';
import { guardContentManager } from './integration/guards/content-manager';
import { extendContentSecurityPolicy } from './integration/guards/content-security-policy';
import { registerMcpTools } from './integration/mcp';
import { completeResponses } from './integration/middlewares/complete-responses';
import { guardBodyParser } from './integration/middlewares/unreadable-body';
import { checkImportedPasswords, useNativePasswords } from './integration/passwords';
import { extendProviders } from './integration/providers/extend-providers';
import { prepareAccountFields } from './model/accounts/prepare-account-fields';
import { SOURCE_COLUMNS, withFoldedCopies } from './model/users/folded-columns';
import { addCoreIndexes } from './runtime/database/core-indexes';
import { readCommitted } from './runtime/database/isolation';
import { registerPlainModels } from './runtime/database/plain-models';
import { deriveColumns } from './runtime/database/rows';

interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): void };
}

/** Without this, GraphQL would offer the plugin's types for reading and writing to every full-access token. */
const hideFromGraphql = (strapi: Core.Strapi): void => {
  if (!strapi.plugin('graphql')) {
    return;
  }
  const extension: GraphqlExtension = strapi.plugin('graphql').service('extension');
  for (const uid of Object.values(UIDS)) {
    extension.shadowCRUD(uid).disable();
  }
};

export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  completeConfig(strapi);
  readCommitted(strapi);
  registerPlainModels(strapi);
  deriveColumns(UIDS.user, SOURCE_COLUMNS, withFoldedCopies);
  hideFromGraphql(strapi);
  extendContentSecurityPolicy(strapi);
  completeResponses(strapi);
  guardBodyParser(strapi);
  guardContentManager(strapi);
  if (getConfig(strapi).indexes.usersPermissions) {
    addCoreIndexes(strapi);
  }
  prepareAccountFields(strapi);
  registerStrategies(strapi);
  wrapAuthActions(strapi);
  extendProviders(strapi);
  checkAccessTokens(strapi);
  registerMcpTools(strapi);
  await useNativePasswords(strapi);
  checkImportedPasswords(strapi);
};
