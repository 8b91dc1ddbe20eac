import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { SignUpBody } from '../../../shared/contracts/sign-up';
import type { JsonObject } from '../../../shared/contracts/users';
import { captureCall } from '../login/attempt-recorder';
import { issueTokens } from '../login/issue-tokens';
import { admitLogin } from '../login/reissue-for-primary';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../model/connections/connection-store';
import { requireSignup } from '../model/connections/require-signup';
import { can, type Strategy } from '../model/connections/strategy';
import { recordIdentity, UNKNOWN_SUBJECT } from '../request/attempt';
import { AUTH_ACTIONS } from '../request/auth-action-events';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'sign-up': ReturnType<typeof createSignUp>;
  }
}

/** Sign-up through the plugin's connections with passwords. */
export const createSignUp = ({ strapi }: { strapi: Core.Strapi }) => {
  const requireOpen = (strategy: Strategy, connection: ConnectionRow): void => {
    const { name, managed_by: managedBy } = connection;
    if (managedBy !== BY_USERS_PERMISSIONS && can(strategy, connection, 'createAccount')) {
      return;
    }
    throw new errors.ApplicationError(`Users cannot sign up through the connection "${name}"`);
  };

  /** A failure to send the mail does not undo the sign-up. */
  const sendVerification = (strategy: Strategy, accountId: number, email: string): void => {
    const send = strategy.sendVerificationEmail?.({ id: accountId, email, externalId: '' });
    const work = (send ?? Promise.resolve()).catch((error: unknown) =>
      getService(strapi, 'capture-errors').add('the verification email of a sign-up', error)
    );
    getService(strapi, 'background-tasks').add(work);
  };

  return {
    /**
     * Creates the user and logs in.
     *
     * @throws ValidationError that lists every problem
     * @throws ConflictError if the email or the username is taken
     * @throws LoginRejectedError if sign-up is closed
     * @throws SourceError
     */
    async run(ctx: KoaContext, { deviceId: _device, ...user }: SignUpBody): Promise<void> {
      const login = getService(strapi, 'login');
      const found = await login.requireConnection(user.connection, 'authenticate');
      const { connection, strategy } = found;
      requireOpen(strategy, connection);
      const call = {
        action: 'register',
        events: AUTH_ACTIONS.register,
        connection: connection.name,
        subject: { ...UNKNOWN_SUBJECT, identifier: user.email },
      };
      await captureCall(strapi, ctx, call, async (attempt) => {
        login.requireEnabled(connection);
        await requireSignup(strapi, connection);
        const { email, username = null, password: _secret, ...attributes } = user;
        await getService(strapi, 'login-hooks').beforeSignUp(connection.name, {
          email,
          username,
          attributes: attributes as JsonObject,
        });
        const creator = getService(strapi, 'user-creator');
        const { accountId, profile } = await creator.createForSignUp({
          ...user,
          invite: false,
          email_verified: false,
        });
        recordIdentity(attempt, profile.identityKey);
        if (connection.options.verification_email === true) {
          sendVerification(strategy, accountId, user.email);
        }
        const response = await issueTokens(strapi, ctx, accountId);
        await admitLogin(strapi, accountId);
        ctx.body = response;
      });
    },
  };
};
