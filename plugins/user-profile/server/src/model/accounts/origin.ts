import { AsyncLocalStorage } from 'node:async_hooks';

import type { SourceProfile } from '../connections/source-profile';

/** Whom an account is made for, where the plugin itself makes it. */
export interface AccountOrigin {
  userId: string;
  source: Pick<SourceProfile, 'id' | 'data' | 'localCredentials'>;
  /** The profile that gets one more identity; a new one is made otherwise. */
  linkTo: number | null;
}

const storage = new AsyncLocalStorage<AccountOrigin>();

/** Runs what makes the account, so that capture knows the identity that it belongs to. */
export const makingAccountOf = <T>(origin: AccountOrigin, work: () => Promise<T>): Promise<T> =>
  storage.run(origin, work);

export const currentOrigin = (): AccountOrigin | undefined => storage.getStore();
