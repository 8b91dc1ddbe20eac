import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import { signUpError, withDefaults } from '../../model/accounts/account-fields';
import { currentAttempt } from '../../request/attempt';

interface Creation {
  data?: Record<string, unknown>;
}

/**
 * Completes the account that Users & Permissions creates for a sign-up, over REST and GraphQL. It has checked the
 * request by then, with `register.allowedFields`. The Document Service validates the result before it writes, so
 * middlewares of the site can set attributes too.
 */
export const completeSignUps = (strapi: Core.Strapi): void => {
  strapi.documents.use(async (context, next) => {
    const params = context.params as Creation;
    const isSignUp =
      context.uid === STRAPI_UIDS.account &&
      context.action === 'create' &&
      currentAttempt()?.action === 'register' &&
      params.data?.provider === LOCAL_CONNECTION;
    if (!isSignUp || params.data === undefined) {
      return next();
    }
    params.data = withDefaults(strapi, params.data);
    try {
      return await next();
    } catch (error) {
      throw signUpError(strapi, params.data, error);
    }
  });
};
