import { AsyncLocalStorage } from 'node:async_hooks';

import type { EventReason } from '../../../shared/event-details';
import type { EventType } from '../../../shared/event-types';
import type { RequestFacts } from '../enrich';
import type { FoundSubject } from '../login/subject';

/** What becomes known while Users & Permissions handles one call of its auth controller. */
export interface Attempt {
  action: string;
  /** The name of the connection; null where the call names none that is known. */
  connection: string | null;
  /** The key of the identity that was used, where the account alone does not tell. */
  identity: string | null;
  facts: RequestFacts;
  /** The `deviceId` that the client itself sent. */
  clientDeviceId: string | null;
  /** The session that the call led to, if it did. */
  session: CapturedSession | null;
  /** Whose token the call came with, once its signature is verified. */
  owner: { accountId: number; deviceId: string | null } | null;
  /** Whose call it is, as far as that could be told before it was handled. */
  subject: FoundSubject;
  /** A refusal that was logged when it began, and is not logged for every try. */
  isLogged: boolean;
  /** Why the plugin itself refused the call, where it did. */
  refusal: { type: EventType; reason: EventReason } | null;
}

export interface CapturedSession {
  sessionId: string;
  accountId: number;
  deviceId: string;
  /** The id under which the login is logged; null where the session is not one of a new login. */
  logId: string | null;
  isNewDevice: boolean;
}

/**
 * The request alone would not do: one GraphQL request may carry several logins.
 */
const storage = new AsyncLocalStorage<Attempt>();

export const runAttempt = <T>(attempt: Attempt, work: () => Promise<T>): Promise<T> =>
  storage.run(attempt, work);

export const currentAttempt = (): Attempt | undefined => storage.getStore();
