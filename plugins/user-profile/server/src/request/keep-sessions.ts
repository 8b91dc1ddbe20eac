import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<true>();

/** Changes a password without ending the sessions, because the admin chose so. */
export const keepingSessions = <T>(work: () => Promise<T>): Promise<T> => storage.run(true, work);

export const keepsSessions = (): boolean => storage.getStore() === true;
