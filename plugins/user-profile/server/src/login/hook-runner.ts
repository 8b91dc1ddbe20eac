import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import type { BeforeLoginResult, LoginHookName } from '../../../shared/login-hooks';
import { getConfig } from '../config/get';
import { LoginRejectedError } from '../model/connections/errors';
import { currentAttempt, outsideAttempt, recordHooks, recordHookError } from '../request/attempt';
import { errorText } from '../utils/error-text';
import { getService } from '../utils/service';
import { withTimeout } from '../utils/with-timeout';

const FAILED = 'The login could not be completed. Please try again later.';
const DETAIL_LENGTH = 300;

const LOOPING =
  'a hook did not finish while other logins of the user waited for it. Does it log in over HTTP?';

/** A function of the site. The name of the hook says what it is called with. */
export type Hook = (call: object & { signal: AbortSignal }) => unknown;
/** The hooks that can reject. */
type Gate = Exclude<LoginHookName, 'afterLogin'>;

/** The logins of an account that wait for their hooks. */
interface Waiting {
  logins: number;
  /** Until this time (in milliseconds), the hooks are not called again. */
  loopsUntil: number;
}

class HookTimeoutError extends Error {}

class RejectedByHookError extends LoginRejectedError {
  readonly isLogin: boolean;

  constructor(name: Gate, ...rejection: ConstructorParameters<typeof LoginRejectedError>) {
    super(...rejection);
    this.isLogin = name === 'beforeLogin';
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? errorText(error) : 'An error without a message').slice(
    0,
    DETAIL_LENGTH
  );

/**
 * Calls the hooks of the site, with a time limit. Nothing of it runs for a login without hooks.
 *
 * @param hooksOf the hooks with a name, in their order
 */
export const createHookRunner = (strapi: Core.Strapi, hooksOf: (name: LoginHookName) => Hook[]) => {
  const waiting = new Map<number, Waiting>();
  const config = () => getConfig(strapi).hooks;

  /** Each hook has a copy of the call. */
  const callHook = (hook: Hook, call: object): Promise<unknown> => {
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

    /**
     * Ends the recursion of a hook that logs its user in over HTTP: each of these logins waits for the next one,
     * until the first exceeds the time limit.
     */
    async whileWaiting(
      accountId: number,
      work: (onTimeout: () => void) => Promise<void>
    ): Promise<void> {
      const state = waiting.get(accountId) ?? { logins: 0, loopsUntil: 0 };
      if (state.loopsUntil > Date.now()) {
        return fail('beforeLogin', new Error(LOOPING));
      }
      waiting.set(accountId, state);
      state.logins += 1;
      try {
        await work(() => {
          if (state.logins > 1) {
            state.loopsUntil = Date.now() + config().timeoutSeconds * 1000;
          }
        });
      } finally {
        state.logins -= 1;
        if (state.logins === 0 && state.loopsUntil <= Date.now()) {
          waiting.delete(accountId);
        }
      }
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
      for (const hook of hooksOf(name)) {
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
        for (const hook of hooksOf(name)) {
          await callHook(hook, call).catch(report);
        }
      } catch (error) {
        report(error);
      }
    },
  };
};
