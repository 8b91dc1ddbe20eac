import * as React from 'react';

const STORAGE_KEY = 'USER_PROFILE_UNSEEN_OPERATIONS';

/** More than the server lists. */
const MAX_KEPT = 50;

const NONE: readonly string[] = [];

const listeners = new Set<() => void>();

const parse = (stored: string | null): readonly string[] => {
  try {
    const ids: unknown = JSON.parse(stored ?? '[]');

    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : NONE;
  } catch {
    return NONE;
  }
};

let stored: string | null = null;
let parsed = NONE;

/** The same array until it changes. Read each time, because other tabs write as well. */
const read = (): readonly string[] => {
  const latest = localStorage.getItem(STORAGE_KEY);

  if (latest !== stored) {
    stored = latest;
    parsed = parse(latest);
  }

  return parsed;
};

const write = (ids: readonly string[]) => {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(ids.slice(-MAX_KEPT)));
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);

  return () => {
    listeners.delete(listener);
  };
};

const others = (id: string) => read().filter((other) => other !== id);

/** Call it once the operation does not end with its request: the admin may leave before the end. */
export const markUnseen = (id: string) => write([...others(id), id]);

/** Call it once the panel has shown how the operation ended. */
export const markSeen = (id: string) => {
  if (read().includes(id)) {
    write(others(id));
  }
};

/** The bulk operations that this browser started and whose end it has not shown yet. The user list shows them. */
export const useUnseenOperations = (): readonly string[] =>
  React.useSyncExternalStore(subscribe, read);
