import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { captureCall, startAttempt } from '../integration/auth-actions/record-attempt';
import type { ConnectionRow } from '../model/connections/connection-store';
import {
  InvalidCredentialsError,
  LoginRefusedError,
  SourceError,
} from '../model/connections/errors';
import type { SourceProfile } from '../model/connections/source-profile';
import { can, type Strategy } from '../model/connections/strategy';
import { currentAttempt, type Attempt } from '../request/attempt';
import { AUTH_ACTIONS } from '../request/auth-action-events';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';
import { issueTokens, type TokenAnswer } from './issue-tokens';
import { signInAsPerson } from './reissue-for-primary';
import type { FoundSubject } from './subject';

declare module '../utils/service' {
  interface Services {
    login: ReturnType<typeof createLogin>;
  }
}

export interface LoginCall {
  ctx: KoaContext;
  connection: ConnectionRow;
  /** What the client named, where it named somebody. */
  identifier: string | null;
}

const NOBODY: FoundSubject = { accountId: null, identifier: null };

/** Signs users in by the plugin's own connections, watched as Users & Permissions' logins are. */
export const createLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const requireEnabled = ({ name, enabled }: ConnectionRow): void => {
    if (enabled) {
      return;
    }
    throw new LoginRefusedError('connection_disabled', `The connection "${name}" is disabled`);
  };

  /** What a strategy did not foresee is the source's failure, and no fault of the request. */
  const authenticate = async (
    prove: () => Promise<SourceProfile | null>
  ): Promise<SourceProfile | null> => {
    try {
      return await prove();
    } catch (error) {
      if (error instanceof errors.ApplicationError) {
        throw error;
      }
      strapi.log.error(error);
      throw new SourceError('failed', 'The source failed');
    }
  };

  /** The brute-force protection counts an identifier for each connection by itself. */
  const guessed = async (
    { connection, identifier }: LoginCall,
    prove: () => Promise<SourceProfile | null>
  ): Promise<SourceProfile> => {
    const attempt = currentAttempt();
    const work = async (): Promise<SourceProfile> => {
      const source = await authenticate(prove);
      if (source) {
        return source;
      }
      const isKnown = attempt?.subject.accountId != null;
      throw new InvalidCredentialsError(isKnown ? 'wrong_password' : 'unknown_user');
    };
    if (identifier === null || !attempt) {
      return work();
    }
    const bruteForce = getService(strapi, 'brute-force');
    const { accountId } = attempt.subject;
    const tried = { attempt, identifier: `${connection.name}|${identifier}`, accountId };
    try {
      await bruteForce.check(tried);
    } catch (error) {
      attempt.isLogged = true;
      throw error;
    }
    try {
      const source = await work();
      await bruteForce.noteSuccess(tried);
      return source;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) {
        await bruteForce.noteFailure(tried);
      }
      throw error;
    }
  };

  const recordSignUp = async (attempt: Attempt, accountId: number): Promise<void> => {
    const { facts, connection, identity } = attempt;
    const event = { type: 'ss' as const, facts, connection, identity, accountId };
    await getService(strapi, 'event-writer').record(event);
  };

  /** Whose login it is, now that the source said so: the event of a failure is that user's. */
  const noteSubject = async ({ name }: ConnectionRow, source: SourceProfile): Promise<void> => {
    const attempt = currentAttempt();
    if (!attempt || attempt.subject.accountId !== null) {
      return;
    }
    const accountId = await getService(strapi, 'account-resolver').findAccount(name, source);
    attempt.subject = { accountId, identifier: attempt.subject.identifier ?? source.email };
  };

  const signIn = async (call: LoginCall, source: SourceProfile): Promise<TokenAnswer> => {
    const { ctx } = call;
    // It may have been switched off while the source was asked.
    const connection = await getService(strapi, 'connection-store').findRow(call.connection.name);
    requireEnabled(connection ?? { ...call.connection, enabled: false });
    await noteSubject(connection ?? call.connection, source);
    const signedIn = await getService(strapi, 'account-resolver').complete(
      connection ?? call.connection,
      source
    );
    const current = currentAttempt();
    if (current) {
      current.identity = signedIn.identityKey;
    }
    if (current && signedIn.created) {
      await recordSignUp(current, signedIn.accountId);
    }
    const answer = await issueTokens(strapi, ctx, signedIn.accountId);
    return (await signInAsPerson(strapi, ctx, signedIn.accountId)) ?? answer;
  };

  /** Watches one call of a login; what it throws becomes the event of the failure. */
  const attempt = async (call: LoginCall, work: () => Promise<void>): Promise<void> => {
    const { ctx, connection, identifier } = call;
    const accountId = identifier
      ? await getService(strapi, 'accounts').findInConnection(connection.name, identifier)
      : null;
    const started = startAttempt(strapi, ctx, {
      action: 'login',
      connection: connection.name,
      subject: identifier ? { identifier, accountId } : NOBODY,
    });
    await captureCall(strapi, AUTH_ACTIONS.callback, started, ctx, work);
  };

  return {
    attempt,
    signIn,
    requireEnabled,

    /**
     * The connection of a login, with its strategy.
     *
     * @throws ValidationError for an unknown one, and for one that does not sign in this way
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
      throw new errors.ApplicationError(`The connection "${name}" does not sign in this way`);
    },

    /**
     * Runs a login to its end.
     *
     * @param prove asks the source who it is
     */
    run: (call: LoginCall, prove: () => Promise<SourceProfile | null>): Promise<void> =>
      attempt(call, async () => {
        requireEnabled(call.connection);
        call.ctx.body = await signIn(call, await guessed(call, prove));
      }),
  };
};
