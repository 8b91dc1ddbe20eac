import { createAsyncContext } from '../utils/async-context';

const context = createAsyncContext<true>('keepSessions');

/** Runs a password change that keeps existing sessions. */
export const keepSessions = <T>(work: () => Promise<T>): Promise<T> => context.run(true, work);

export const mustKeepSessions = (): boolean => context.get() === true;
