import { createAsyncContext } from '../utils/async-context';

const context = createAsyncContext<true>('keepSessions');

/**
 * Runs a change of accounts after which no lifecycle ends sessions: they stay, or the caller has ended them.
 */
export const keepSessions = <T>(work: () => Promise<T>): Promise<T> => context.run(true, work);

export const mustKeepSessions = (): boolean => context.get() === true;
