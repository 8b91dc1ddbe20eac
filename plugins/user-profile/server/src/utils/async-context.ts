import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Every AsyncLocalStorage of the plugin, with who sets and who reads it. State that a function can
 * take as a parameter does not belong here.
 */
export const CONTEXTS = {
  transaction: {
    setBy: 'inTransaction, inSavepoint',
    readBy: 'query() in runtime/database/rows',
  },
  actor: {
    setBy: 'controllers, integration/mcp, login, users',
    readBy: 'events, integration/lifecycles, users',
  },
  attempt: {
    setBy: 'login',
    readBy:
      'brute-force, integration/auth-actions, integration/lifecycles, integration/providers, login, model, sessions',
  },
  keepSessions: {
    setBy: 'login, users',
    readBy: 'integration/lifecycles',
  },
  providerAnswer: {
    setBy: 'integration/providers/extend-providers',
    readBy: 'the same file',
  },
  findableAccounts: {
    setBy: 'integration/auth-actions/foreign-accounts',
    readBy: 'the same file',
  },
} as const;

export interface AsyncContext<T> {
  run<R>(value: T, work: () => R): R;
  exit<R>(work: () => R): R;
  /** @returns undefined outside of `run` */
  get(): T | undefined;
}

/** The one place that creates an AsyncLocalStorage; ESLint forbids the import elsewhere. */
export const createAsyncContext = <T>(_name: keyof typeof CONTEXTS): AsyncContext<T> => {
  const storage = new AsyncLocalStorage<T>();
  return {
    run: (value, work) => storage.run(value, work),
    exit: (work) => storage.exit(work),
    get: () => storage.getStore(),
  };
};
