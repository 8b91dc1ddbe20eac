import { createAsyncContext } from '../utils/async-context';

const context = createAsyncContext<true>('keepSessions');

/** Changes a password without ending the sessions, because the admin chose so. */
export const keepingSessions = <T>(work: () => Promise<T>): Promise<T> => context.run(true, work);

export const keepsSessions = (): boolean => context.get() === true;
