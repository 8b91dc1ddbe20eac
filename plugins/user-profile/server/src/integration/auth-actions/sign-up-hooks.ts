import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { foldIdentifier } from '../../../../shared/email';
import { admitLogin } from '../../login/reissue-for-primary';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import { getService } from '../../utils/service';
import { accountOfTokens } from './primary-account';
import type { AuthActionWrapper } from './wrapper';

/** What the client sent about the new user, without passwords. */
const attributesIn = (strapi: Core.Strapi, body: unknown): JsonObject => {
  const { attributes } = strapi.getModel(STRAPI_UIDS.account);
  return Object.fromEntries(
    Object.entries((body ?? {}) as JsonObject).filter(
      ([key]) => attributes[key]?.type !== 'password'
    )
  );
};

/** A sign-up logs in, unless the email address must be confirmed first. */
export const signUpHooks: AuthActionWrapper = {
  actions: ['register'],

  wrap: (strapi, _name, action) =>
    async function withHooks(ctx, next, ...rest) {
      const attributes = attributesIn(strapi, ctx.request.body);
      const { email, username } = attributes;
      await getService(strapi, 'login-hooks').beforeSignUp(LOCAL_CONNECTION, {
        email: typeof email === 'string' ? foldIdentifier(email) : null,
        username: typeof username === 'string' ? username : null,
        attributes,
      });
      const result = await action.call(this, ctx, next, ...rest);
      const accountId = await accountOfTokens(ctx);
      if (accountId !== null) {
        await admitLogin(strapi, accountId);
      }
      return result;
    },
};
