import type { Core } from '@strapi/types';

import { UIDS } from '../../shared/constants';
import { completeConfig, getConfig } from './config/get';
import { guardLogin } from './integration/auth-actions/brute-force';
import { guardForeignAccounts } from './integration/auth-actions/foreign-accounts';
import { guardLogout } from './integration/auth-actions/logout';
import { watchAuthController } from './integration/auth-actions/record-attempt';
import { guardRefresh } from './integration/auth-actions/refresh';
import { guardAccessTokens } from './integration/guards/access-tokens';
import { guardContentManager } from './integration/guards/content-manager';
import { extendContentSecurityPolicy } from './integration/guards/content-security-policy';
import { watchRateLimit } from './integration/middlewares/rate-limit-events';
import { answerAfterCommits } from './integration/middlewares/respond-after-commit';
import { guardBodyParser } from './integration/middlewares/unreadable-body';
import { watchProviders } from './integration/providers/extend-providers';
import { signInAsOnePerson } from './login/reissue-for-primary';
import { addCoreIndexes } from './runtime/database/core-indexes';
import { registerPlainModels } from './runtime/database/plain-models';

interface GraphqlExtension {
  shadowCRUD(uid: string): { disable(): void };
}

/** Without this, GraphQL would offer the plugin's types, and write them, to every full-access token. */
const hideFromGraphql = (strapi: Core.Strapi): void => {
  if (!strapi.plugin('graphql')) {
    return;
  }
  const extension: GraphqlExtension = strapi.plugin('graphql').service('extension');
  for (const uid of Object.values(UIDS)) {
    extension.shadowCRUD(uid).disable();
  }
};

export default ({ strapi }: { strapi: Core.Strapi }): void => {
  completeConfig(strapi);
  registerPlainModels(strapi);
  hideFromGraphql(strapi);
  extendContentSecurityPolicy(strapi);
  answerAfterCommits(strapi);
  guardBodyParser(strapi);
  guardContentManager(strapi);
  if (getConfig(strapi).indexes.usersPermissions) {
    addCoreIndexes(strapi);
  }
  // Routes are bound to their handlers right after `register`: in `bootstrap` it would be too late.
  // The order matters: what watches the calls sees what the guard refused.
  guardRefresh(strapi);
  guardLogout(strapi);
  signInAsOnePerson(strapi);
  guardLogin(strapi);
  guardForeignAccounts(strapi);
  watchAuthController(strapi);
  watchRateLimit(strapi);
  watchProviders(strapi);
  guardAccessTokens(strapi);
};
