import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Every async context of the plugin, with who sets and who reads it. State that a function can
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
  providerResponse: {
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

type Values = Partial<Record<keyof typeof CONTEXTS, unknown>>;

/**
 * One for all contexts, because Node.js copies each AsyncLocalStorage to each promise. ESLint forbids the import
 * elsewhere.
 */
const storage = new AsyncLocalStorage<Values>();

export const createAsyncContext = <T>(name: keyof typeof CONTEXTS): AsyncContext<T> => {
  const run = <R>(value: T | undefined, work: () => R): R =>
    storage.run({ ...storage.getStore(), [name]: value }, work);
  return {
    run,
    exit: (work) => run(undefined, work),
    get: () => storage.getStore()?.[name] as T | undefined,
  };
};
