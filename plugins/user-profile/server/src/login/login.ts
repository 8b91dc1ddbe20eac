import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { foldIdentifier } from '../../../shared/email';
import { describeLogin } from '../connections/login-paths';
import { findInConnection } from '../model/accounts/account-finders';
import type { ConnectionRow } from '../model/connections/connection-store';
import {
  InvalidCredentialsError,
  LoginRejectedError,
  SourceError,
} from '../model/connections/errors';
import { checkedProfile, type SourceProfile } from '../model/connections/source-profile';
import { can, type Strategy } from '../model/connections/strategy';
import {
  currentAttempt,
  recordAsked,
  recordDropped,
  recordIdentity,
  recordSubject,
  UNKNOWN_SUBJECT,
  type Attempt,
} from '../request/attempt';
import { AUTH_ACTIONS } from '../request/auth-action-events';
import { sharedNow } from '../runtime/database/shared-clock';
import { coded, problem, validationError } from '../utils/errors';
import { logError } from '../utils/log-error';
import { getService } from '../utils/service';
import { captureCall } from './attempt-recorder';
import { issueTokens, type TokenResponse } from './issue-tokens';
import { reissueForPrimary } from './reissue-for-primary';

declare module '../utils/service' {
  interface Services {
    login: ReturnType<typeof createLogin>;
  }
}

export interface LoginCall {
  ctx: KoaContext;
  connection: ConnectionRow;
  /** What the client sent to name the user; null for logins that name none. */
  identifier: string | null;
  /** Whether the source is asked to check a password. */
  sendsPassword?: boolean;
}

/** Some sources reject a wrong password like other invalid input. An outage says nothing about the password. */
const isFailedGuess = (error: unknown): boolean => {
  if (error instanceof SourceError) {
    const isRateLimited =
      typeof error.text === 'object' && error.text.code === 'source_rate_limited';
    return error.fault === 'refused' && !isRateLimited;
  }
  return (
    error instanceof errors.ApplicationError &&
    !(error instanceof errors.RateLimitError) &&
    !(error instanceof LoginRejectedError)
  );
};

/** Logs users in through the plugin's own connections. */
export const createLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const requireEnabled = ({ name, enabled }: ConnectionRow): void => {
    if (enabled) {
      return;
    }
    throw new LoginRejectedError('connection_disabled', `The connection "${name}" is disabled`);
  };

  /** An error that a strategy does not handle is a failure of the source, not of the request. */
  const askSource = async (
    authenticate: () => Promise<SourceProfile | null>
  ): Promise<SourceProfile | null> => {
    try {
      return await authenticate();
    } catch (error) {
      if (error instanceof errors.ApplicationError) {
        throw error;
      }
      logError(strapi, 'the source of a connection failed', error);
      throw new SourceError('failed', coded('source_failed'));
    }
  };

  /** The brute-force protection counts an identifier per connection. */
  const authenticateOnce = async (
    { connection, identifier, sendsPassword }: LoginCall,
    authenticate: () => Promise<SourceProfile | null>
  ): Promise<SourceProfile> => {
    const attempt = currentAttempt();
    const logIn = async (): Promise<SourceProfile> => {
      if (sendsPassword) {
        recordAsked(attempt, sharedNow(strapi));
      }
      const source = await askSource(authenticate);
      if (source) {
        return source;
      }
      const isKnown = attempt?.subject.accountId != null;
      throw new InvalidCredentialsError(isKnown ? 'wrong_password' : 'unknown_user');
    };
    if (identifier === null || !attempt) {
      return logIn();
    }
    const { accountId } = attempt.subject;
    return getService(strapi, 'brute-force').protect(
      { attempt, identifier: `${connection.name}|${foldIdentifier(identifier)}`, accountId },
      logIn,
      isFailedGuess
    );
  };

  const recordSignUp = async (attempt: Attempt, accountId: number): Promise<void> => {
    const { facts, connection, identity } = attempt;
    const event = { type: 'ss' as const, facts, connection, identity, accountId };
    await getService(strapi, 'event-writer').record(event);
  };

  /** The source has named the user, so the event of a later failure is that user's. */
  const rememberSubject = async ({ name }: ConnectionRow, source: SourceProfile): Promise<void> => {
    const attempt = currentAttempt();
    if (!attempt || attempt.subject.accountId !== null) {
      return;
    }
    const accountId = await getService(strapi, 'account-resolver').findAccount(name, source);
    const identifier = attempt.subject.identifier ?? source.email;
    recordSubject(attempt, { ...attempt.subject, accountId, identifier });
  };

  const issueLogin = async (call: LoginCall, given: SourceProfile): Promise<TokenResponse> => {
    const { ctx } = call;
    const source = checkedProfile(given);
    recordDropped(currentAttempt(), source.dropped);
    // The connection may have been disabled while the source was asked.
    const connection = await getService(strapi, 'connection-store').findRow(call.connection.name);
    const current = connection ?? { ...call.connection, enabled: false };
    requireEnabled(current);
    await rememberSubject(current, source);
    const resolved = await getService(strapi, 'account-resolver').resolveAccount(current, source);
    const attempt = currentAttempt();
    recordIdentity(attempt, resolved.identityKey);
    if (attempt && resolved.created) {
      await recordSignUp(attempt, resolved.accountId);
    }
    const response = await issueTokens(strapi, ctx, resolved.accountId);
    return (await reissueForPrimary(strapi, ctx, resolved.accountId)) ?? response;
  };

  /** Records one login call as an attempt: what the work throws becomes the event of the failure. */
  const attempt = async (call: LoginCall, work: () => Promise<void>): Promise<void> => {
    const { ctx, connection, identifier } = call;
    const named = identifier ? await findInConnection(strapi, connection.name, identifier) : null;
    const described = {
      action: 'login',
      events: AUTH_ACTIONS.callback,
      connection: connection.name,
      subject: { ...UNKNOWN_SUBJECT, identifier, ...named },
    };
    await captureCall(strapi, ctx, described, work);
  };

  return {
    attempt,
    issueLogin,
    requireEnabled,

    /**
     * The connection of a login, with its strategy.
     *
     * @throws ValidationError for an unknown connection
     * @throws ApplicationError if its strategy has no such method
     */
    async requireConnection<Method extends keyof Strategy>(
      name: string,
      method: Method
    ): Promise<{
      connection: ConnectionRow;
      strategy: Strategy & Required<Pick<Strategy, Method>>;
    }> {
      const connection = await getService(strapi, 'connection-store').findRow(name);
      if (!connection) {
        throw validationError([problem(['connection'], `There is no connection "${name}"`)]);
      }
      const strategy = getService(strapi, 'strategies').get(connection.strategy);
      if (can(strategy, connection, method)) {
        return { connection, strategy };
      }
      throw new errors.ApplicationError(
        `The connection "${name}" does not support this request. Its users log in with ${describeLogin(strapi, strategy, connection)}.`
      );
    },

    /**
     * Runs a whole login and sets the response.
     *
     * @param authenticate asks the source for the user; returns null for wrong credentials
     */
    run: (call: LoginCall, authenticate: () => Promise<SourceProfile | null>): Promise<void> =>
      attempt(call, async () => {
        requireEnabled(call.connection);
        call.ctx.body = await issueLogin(call, await authenticateOnce(call, authenticate));
      }),
  };
};
