import { createAsyncContext } from '../utils/async-context';

const context = createAsyncContext<readonly number[]>('keepSessions');

/**
 * Runs a change of accounts after which the lifecycle does not end their sessions: they stay, or the caller has
 * ended them. Other accounts that code of the site changes on the way lose theirs as usual.
 */
export const keepSessions = <T>(
  accountIds: readonly number[],
  work: () => Promise<T>
): Promise<T> => context.run(accountIds, work);

export const mustKeepSessions = (accountId: number): boolean =>
  context.get()?.includes(accountId) ?? false;
