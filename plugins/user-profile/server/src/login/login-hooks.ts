import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/types';

import type { JsonObject, Profile } from '../../../shared/contracts/users';
import {
  LOGIN_HOOKS,
  type HookRequest,
  type LoginCall,
  type LoginHookName,
  type LoginHooks,
  type SignUpCall,
} from '../../../shared/login-hooks';
import { getConfig } from '../config/get';
import { identityKey } from '../model/accounts/identities';
import { findUser } from '../model/users/find-user';
import { serializeUsers } from '../model/users/serializer';
import { currentAttempt, recordHooks, recordSubject, type Attempt } from '../request/attempt';
import { getService } from '../utils/service';
import { beforeLoginResult, beforeSignUpResult } from './hook-result';
import { createHookRunner, type Hook } from './hook-runner';

declare module '../utils/service' {
  interface Services {
    'login-hooks': ReturnType<typeof createLoginHooks>;
  }
}

/** The calls that log in. A refresh and the new tokens after a password change continue a login. */
const ACTIONS: Record<string, LoginCall['action']> = {
  callback: 'login',
  login: 'login',
  register: 'sign-up',
  emailConfirmation: 'email-confirmation',
  resetPassword: 'password-reset',
};

/** Time that a login takes before its hooks are called and after they return. */
const SLACK_MS = 10_000;

const logsIn = ({ action }: Attempt): boolean => Object.hasOwn(ACTIONS, action);

const requestOf = ({ facts }: Attempt): HookRequest => ({
  ip: facts.ip,
  user_agent: facts.userAgent,
  client_id: facts.application.client_id,
  client_name: facts.application.name,
  country_code: facts.place?.country_code ?? null,
});

const checkHooks = (hooks: LoginHooks): void => {
  for (const [name, hook] of Object.entries(hooks)) {
    if (!LOGIN_HOOKS.some((each) => each === name)) {
      throw new TypeError(`There is no hook "${name}". Use ${LOGIN_HOOKS.join(', ')}.`);
    }
    if (hook !== undefined && typeof hook !== 'function') {
      throw new TypeError(`The hook "${name}" must be a function`);
    }
  }
};

/**
 * Keeps the functions of the site that can reject logins and sign-ups, and has them called. They run outside of transactions, so a
 * slow one delays its own login only. A site without hooks runs no extra statement.
 */
export const createLoginHooks = ({ strapi }: { strapi: Core.Strapi }) => {
  const registered = new Set<LoginHooks>();
  const config = () => getConfig(strapi).hooks;

  const hooksOf = (name: LoginHookName): Hook[] =>
    [config(), ...registered].flatMap((hooks) => {
      const hook = hooks[name] as Hook | null | undefined;
      return hook ? [hook.bind(hooks)] : [];
    });

  const has = (name: LoginHookName): boolean => hooksOf(name).length > 0;

  const { whileWaiting, runGate, notify, fail } = createHookRunner(strapi, hooksOf);

  const connectionOf = (name: string) => ({
    name,
    strategy: getService(strapi, 'connection-store').strategyOf(name).name,
  });

  /** @throws Error if the account has no profile */
  const describeLogin = async (
    attempt: Attempt,
    accountId: number
  ): Promise<Omit<LoginCall, 'signal'>> => {
    const ref = await getService(strapi, 'accounts').findOrCreateProfile(accountId);
    const row = ref && (await findUser(strapi, ref.id));
    if (!row) {
      throw new Error('the account has no user');
    }
    const [user] = await serializeUsers(strapi, [row]);
    const key = attempt.identity ?? ref.identityKey;
    const identity =
      user.identities.find((each) => identityKey(each.connection, each.user_id) === key) ??
      user.identities[0];
    return {
      action: ACTIONS[attempt.action],
      user,
      identity,
      connection: connectionOf(identity.connection),
      request: requestOf(attempt),
    };
  };

  /** A hook that returns the same values at each login costs no write. */
  const storeMetadata = async (
    { documentId, app_metadata: current }: Profile,
    patch: JsonObject
  ): Promise<void> => {
    const changed = Object.entries(patch).filter(
      ([key, value]) => !isDeepStrictEqual(current[key] ?? null, value)
    );
    if (changed.length > 0) {
      const service = getService(strapi, 'app-metadata');
      await service.set(documentId, Object.fromEntries(changed));
    }
  };

  const runBeforeLogin = async (
    attempt: Attempt,
    accountId: number,
    onTimeout: () => void
  ): Promise<void> => {
    let call: Omit<LoginCall, 'signal'>;
    try {
      call = await describeLogin(attempt, accountId);
    } catch (error) {
      return fail('beforeLogin', error);
    }
    const results = await runGate('beforeLogin', call, beforeLoginResult, onTimeout);
    const merge = (key: 'claims' | 'app_metadata') =>
      Object.assign({}, ...results.map((result) => result[key])) as JsonObject;
    const claims = merge('claims');
    if (Object.keys(claims).length > 0) {
      recordHooks(attempt, { claims });
    }
    try {
      await storeMetadata(call.user, merge('app_metadata'));
    } catch (error) {
      fail('beforeLogin', error);
    }
  };

  return {
    has,

    /**
     * Adds hooks, which are called after those of the configuration and of earlier calls.
     *
     * @returns a function that removes them
     * @throws TypeError for an unknown name, or a hook that is not a function
     */
    register(hooks: LoginHooks): () => void {
      checkHooks(hooks);
      const own = { ...hooks };
      registered.add(own);
      return () => void registered.delete(own);
    },

    /** A session that is younger (in milliseconds) may be that of a login that a hook still rejects. */
    undecidedFor(): number {
      const { length } = hooksOf('beforeLogin');
      return length > 0 ? length * config().timeoutSeconds * 1000 + SLACK_MS : 0;
    },

    /**
     * Must run outside of transactions, once the credentials are verified.
     *
     * @param accountId the account whose tokens were just issued
     * @throws LoginRejectedError
     */
    async beforeLogin(accountId: number): Promise<void> {
      const attempt = currentAttempt();
      if (!attempt || !logsIn(attempt) || !has('beforeLogin')) {
        return;
      }
      try {
        await whileWaiting(accountId, (onTimeout) => runBeforeLogin(attempt, accountId, onTimeout));
      } catch (error) {
        // The event is that of the user who was about to log in, whatever identifier the client sent.
        recordSubject(attempt, { ...attempt.subject, accountId });
        throw error;
      }
    },

    /**
     * Must run before anything depends on whether a user exists, and outside of transactions.
     *
     * @throws LoginRejectedError
     */
    async beforeSignUp(
      connection: string,
      newUser: Pick<SignUpCall, 'email' | 'username' | 'attributes'>
    ): Promise<void> {
      const attempt = currentAttempt();
      if (!attempt || !has('beforeSignUp')) {
        return;
      }
      const facts = { connection: connectionOf(connection), request: requestOf(attempt) };
      await runGate('beforeSignUp', { ...newUser, ...facts }, beforeSignUpResult);
    },

    /** Runs in the background. */
    afterLogin(attempt: Attempt, accountId: number | null): void {
      if (accountId !== null && logsIn(attempt) && has('afterLogin')) {
        const work = notify('afterLogin', () => describeLogin(attempt, accountId));
        getService(strapi, 'background-tasks').add(work);
      }
    },
  };
};
