import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import {
  LOGIN_HOOKS,
  type BeforeLoginResult,
  type LoginHookName,
  type LoginHooks,
} from '../../../shared/login-hooks';
import { getConfig } from '../config/get';
import { LoginRejectedError } from '../model/connections/errors';
import { currentAttempt, outsideAttempt, recordHooks, recordHookError } from '../request/attempt';
import { errorText } from '../utils/error-text';
import { getService } from '../utils/service';
import { withTimeout } from '../utils/with-timeout';

const FAILED = 'The login could not be completed. Please try again later.';
const DETAIL_LENGTH = 300;

type Hook<Call> = (call: Call & { signal: AbortSignal }) => unknown;
/** The hooks that can reject. */
type Gate = Exclude<LoginHookName, 'afterLogin'>;

class HookTimeoutError extends Error {}

class RejectedByHookError extends LoginRejectedError {
  readonly isLogin: boolean;

  constructor(name: Gate, ...rejection: ConstructorParameters<typeof LoginRejectedError>) {
    super(...rejection);
    this.isLogin = name === 'beforeLogin';
  }
}

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

const messageOf = (error: unknown): string =>
  (error instanceof Error ? errorText(error) : 'An error without a message').slice(
    0,
    DETAIL_LENGTH
  );

/** Keeps the hooks of the site, and calls them with a time limit. */
export const createHookRunner = (strapi: Core.Strapi) => {
  const registered = new Set<LoginHooks>();
  const config = () => getConfig(strapi).hooks;

  const hooksOf = <Call>(name: LoginHookName): Hook<Call>[] =>
    [config(), ...registered].flatMap((hooks) => {
      const hook = hooks[name] as Hook<Call> | null | undefined;
      return hook ? [hook.bind(hooks)] : [];
    });

  /** Each hook has a copy of the call. */
  const callHook = <Call extends object>(hook: Hook<Call>, call: Call): Promise<unknown> => {
    const seconds = config().timeoutSeconds;
    return withTimeout(
      seconds * 1000,
      (signal) => outsideAttempt(() => hook({ ...structuredClone(call), signal })),
      () => new HookTimeoutError(`it did not finish within ${seconds} s`)
    );
  };

  const rejectCall = (error: RejectedByHookError): never => {
    recordHookError(currentAttempt(), error);
    throw error;
  };

  /** A hook that fails rejects the login, unless the site decided otherwise. */
  const fail = (name: Gate, error: unknown): void => {
    getService(strapi, 'capture-errors').addHookError(name, error);
    const attempt = currentAttempt();
    if (config().onFailure === 'allow') {
      recordHooks(attempt, { failed_hooks: [...(attempt?.hooks.failed_hooks ?? []), name] });
      return;
    }
    const reason = error instanceof HookTimeoutError ? 'hook_timeout' : 'hook_failed';
    rejectCall(new RejectedByHookError(name, reason, FAILED, messageOf(error)));
  };

  return {
    fail,

    has: (name: LoginHookName): boolean => hooksOf(name).length > 0,

    timeLimit: (): number => config().timeoutSeconds * 1000,

    /** How long all hooks of this name together may take. */
    maxDuration: (name: LoginHookName): number =>
      hooksOf(name).length * config().timeoutSeconds * 1000,

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

    /**
     * Runs the hooks one after the other, until one of them rejects.
     *
     * @param onTimeout called if a hook exceeds the time limit
     * @throws LoginRejectedError
     */
    async runGate<Schema extends z.ZodType<BeforeLoginResult>>(
      name: Gate,
      call: object,
      schema: Schema,
      onTimeout?: () => void
    ): Promise<z.output<Schema>[]> {
      const results: z.output<Schema>[] = [];
      for (const hook of hooksOf<object>(name)) {
        let result: z.output<Schema>;
        try {
          result = schema.parse(await callHook(hook, call));
        } catch (error) {
          if (error instanceof HookTimeoutError) {
            onTimeout?.();
          }
          fail(name, error);
          continue;
        }
        if (result.reject) {
          const { message, reason } = result.reject;
          rejectCall(new RejectedByHookError(name, 'rejected_by_hook', message, reason));
        }
        results.push(result);
      }
      return results;
    },

    /** Runs all hooks. Errors are counted and go no further. */
    async notify(name: 'afterLogin', describe: () => Promise<object>): Promise<void> {
      const report = (error: unknown) =>
        getService(strapi, 'capture-errors').addHookError(name, error);
      try {
        const call = await describe();
        for (const hook of hooksOf<object>(name)) {
          await callHook(hook, call).catch(report);
        }
      } catch (error) {
        report(error);
      }
    },
  };
};
