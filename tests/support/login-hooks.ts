import type { LoginHooks } from '../../plugins/user-profile/shared/login-hooks';
import { runInServer } from './run-in-server';
import type { TestStrapi } from './strapi';

interface Removable {
  removeHooks?: () => void;
}

/** The hooks of code of the site, sent as text: it can use its arguments, but no variable of the test. */
export const useHooks = async <Args extends unknown[]>(
  app: TestStrapi,
  createHooks: (...args: Args) => LoginHooks,
  ...args: Args
): Promise<void> => {
  await runInServer(
    app,
    async (strapi, source: string, given: unknown[]) => {
      const hooks = (0, eval)(`(${source})`)(...given);
      const site = globalThis as Removable;
      site.removeHooks?.();
      site.removeHooks = strapi.plugin('user-profile').service('login-hooks').register(hooks);
    },
    createHooks.toString(),
    args
  );
};

export const removeHooks = (app: TestStrapi) =>
  runInServer(app, async () => {
    const site = globalThis as Removable;
    site.removeHooks?.();
    site.removeHooks = undefined;
  });

/** Hooks that keep what they are called with, for `getHookCalls`. */
export const recordHookCalls = (app: TestStrapi): Promise<void> =>
  useHooks(app, () => {
    const calls: unknown[] = [];
    (globalThis as { hookCalls?: unknown[] }).hookCalls = calls;
    const keep = (hook: string) => (call: object) => {
      calls.push({ hook, ...call, signal: undefined });
    };
    return {
      beforeSignUp: keep('beforeSignUp'),
      beforeLogin: keep('beforeLogin'),
      afterLogin: keep('afterLogin'),
    };
  });

export interface HookCallRecord {
  hook: string;
  action?: string;
  email?: string;
  user?: { email: string; documentId: string; app_metadata: object };
  [key: string]: unknown;
}

export const getHookCalls = async (app: TestStrapi): Promise<HookCallRecord[]> => {
  const result = await runInServer(
    app,
    async () => (globalThis as { hookCalls?: unknown[] }).hookCalls
  );
  return result as HookCallRecord[];
};
