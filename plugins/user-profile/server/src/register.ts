import type { Core } from '@strapi/types';

import { UIDS } from '../../shared/constants';
import { guardLogin } from './brute-force/login-guard';
import { watchAuthController } from './capture/auth-controller';
import { watchProviders } from './capture/providers/watch';
import { watchRateLimit } from './capture/rate-limit';
import { completeConfig, getConfig } from './config/get';
import { addCoreIndexes } from './database/core-indexes';
import { registerPlainModels } from './database/plain-models';
import { guardContentManager } from './guards/content-manager';
import { extendContentSecurityPolicy } from './guards/content-security-policy';
import { guardForeignAccounts } from './guards/foreign-accounts';
import { answerAfterCommits } from './middlewares/answer-after-commits';
import { guardBodyParser } from './middlewares/unreadable-body';
import { guardAccessTokens } from './sessions/access-guard';
import { guardLogout } from './sessions/logout-guard';
import { signInAsOnePerson } from './sessions/one-person';
import { guardRefresh } from './sessions/refresh-guard';

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
