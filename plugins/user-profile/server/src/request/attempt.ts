import type { Context as KoaContext } from 'koa';

import type { JsonObject } from '../../../shared/contracts/json';
import type { DroppedAttribute, EventReason } from '../../../shared/event-details';
import type { EventType } from '../../../shared/event-types';
import type { RequestFacts } from '../enrich';
import { createAsyncContext } from '../utils/async-context';

/** The user that a call is about, as far as known before it is handled. */
export interface Subject {
  readonly accountId: number | null;
  /** What the client sent to name the user. */
  readonly identifier: string | null;
  /**
   * The password hash of the account before the call is handled. If it differs afterwards, the password
   * that the call was accepted for is no longer valid. Null unless the call sends a password.
   */
  readonly passwordHash: string | null;
  /** False if Users & Permissions rejects the login because the account has no provider. */
  readonly hasProvider: boolean;
}

export const UNKNOWN_SUBJECT: Subject = {
  accountId: null,
  identifier: null,
  passwordHash: null,
  hasProvider: true,
};

export interface CapturedSession {
  readonly sessionId: string;
  readonly accountId: number;
  readonly deviceId: string;
  /** The id under which the login is logged; null if the session does not come from a new login. */
  readonly logId: string | null;
  /** The key of the identity that logged in, if it is not the account's own. */
  readonly identityKey: string | null;
}

/** The user whose token a call carried. */
export interface TokenUser {
  readonly accountId: number;
  readonly deviceId: string | null;
}

export interface Rejection {
  readonly type: EventType;
  readonly reason: EventReason;
}

/** A login or sign-up that a hook of the site rejected, or that failed because of a hook. */
export interface HookError extends Error {
  readonly reason: EventReason;
  /** False if it is a sign-up that was rejected, before there was a user. */
  readonly isLogin: boolean;
}

/** What the hooks of the site add to the event of a login. */
export interface HookDetails {
  readonly claims?: JsonObject;
  /** Hooks that failed, if the site lets users log in without them. */
  readonly failed_hooks?: string[];
}

/**
 * What becomes known while one call of the auth controller, or of the plugin's own login routes, is
 * handled. Only the setters below write to it. In the order of a login:
 *
 * | setter | caller | when |
 * |---|---|---|
 * | `markLogged` | `bruteForce.protect` | a block that already has its event rejects the call |
 * | `reject` | `integration/auth-actions/refresh`, `bruteForce.countCode` | the plugin itself rejects the call |
 * | `recordAsked` | `login/login` | a source is about to be asked whether the password is right |
 * | `recordDropped` | `login/login`, `integration/providers` | the claims of the source are checked |
 * | `recordSubject` | `login/login`, `login/login-hooks`, `model/accounts/imported-passwords`, `integration/lifecycles/accounts` | the source has named the user; a hook of the site rejected the login; an imported hash was replaced; code of the site replaced the hash |
 * | `recordIdentity` | `login/login`, `login/reissue-for-primary`, `users/sign-up` | the identity is known |
 * | `recordComparedHash` | `model/accounts/imported-passwords`, `integration/lifecycles/accounts` | a password equals the hash of an account; code of the site replaced that hash |
 * | `recordTokenUser` | `integration/auth-actions/refresh` | the signature of the refresh token is verified |
 * | `recordSession` | `integration/lifecycles/sessions` | the session is inserted |
 * | `recordHooks` | `login/login-hooks`, `login/hook-runner` | a hook of the site returned claims or failed |
 * | `recordHookError` | `login/hook-runner` | a hook rejected the call, or failed |
 * | `recordCause` | `integration/providers` | Users & Permissions replaces an error of the plugin |
 * | `markLogged` | `login/reissue-for-primary`, `integration/auth-actions/refresh` | the event is written |
 * | `markApart` | the same two | the event could not be written with the rest |
 */
export interface Attempt {
  readonly action: string;
  /** Null if the call names no known connection. */
  readonly connection: string | null;
  readonly facts: RequestFacts;
  /** The `deviceId` that the client sent. */
  readonly clientDeviceId: string | null;
  readonly subject: Subject;
  /** The key of the identity that was used, if it is not the account's own. */
  readonly identity: string | null;
  /**
   * The hash that was last found equal to a password. Code of the site may hash the password again before Users &
   * Permissions compares it, so it differs from that of the subject.
   */
  readonly comparedHash: string | null;
  /** When a source was asked to check a password, in milliseconds on the clock of the database. */
  readonly askedAt: number | null;
  readonly tokenUser: TokenUser | null;
  readonly session: CapturedSession | null;
  /** Set once the call has its event. */
  readonly isLogged: boolean;
  /** Set after device and event could not be written together. The end of the attempt writes them one by one. */
  readonly isApart: boolean;
  readonly rejection: Rejection | null;
  /** What the source returned about the user and does not fit the profile. */
  readonly dropped: readonly DroppedAttribute[];
  readonly hooks: HookDetails;
  /** Set if a hook rejected the login. Apart from that, the call may have succeeded. */
  readonly hookError: HookError | null;
  /** The error that Users & Permissions replaced by one with nothing but its message. */
  readonly cause: Error | null;
}

type Writable = { -readonly [Key in keyof Attempt]: Attempt[Key] };

const write = (attempt: Attempt | undefined, change: Partial<Writable>): void => {
  if (attempt) {
    Object.assign(attempt, change);
  }
};

export const recordSubject = (attempt: Attempt | undefined, subject: Subject): void =>
  write(attempt, { subject });

export const recordAsked = (attempt: Attempt | undefined, askedAt: number): void =>
  write(attempt, { askedAt });

export const recordDropped = (
  attempt: Attempt | undefined,
  dropped: readonly DroppedAttribute[] = []
): void => write(attempt, { dropped });

export const recordIdentity = (attempt: Attempt | undefined, identity: string | null): void =>
  write(attempt, { identity });

export const recordComparedHash = (attempt: Attempt | undefined, comparedHash: string): void =>
  write(attempt, { comparedHash });

export const recordTokenUser = (attempt: Attempt | undefined, tokenUser: TokenUser): void =>
  write(attempt, { tokenUser });

export const recordSession = (attempt: Attempt | undefined, session: CapturedSession): void =>
  write(attempt, { session });

export const markLogged = (attempt: Attempt | undefined): void =>
  write(attempt, { isLogged: true });

export const markApart = (attempt: Attempt | undefined): void => write(attempt, { isApart: true });

export const recordHooks = (attempt: Attempt | undefined, hooks: HookDetails): void =>
  write(attempt, { hooks: { ...attempt?.hooks, ...hooks } });

export const recordHookError = (attempt: Attempt | undefined, hookError: HookError): void =>
  write(attempt, { hookError });

export const recordCause = (attempt: Attempt | undefined, cause: unknown): void =>
  write(attempt, { cause: cause instanceof Error ? cause : null });

export const reject = (
  attempt: Attempt | undefined,
  type: Rejection['type'],
  reason: Rejection['reason']
): void => write(attempt, { rejection: { type, reason } });

export const newAttempt = (
  known: Pick<Attempt, 'action' | 'connection' | 'facts' | 'clientDeviceId' | 'subject'>
): Attempt => ({
  ...known,
  identity: null,
  comparedHash: null,
  askedAt: null,
  tokenUser: null,
  session: null,
  isLogged: false,
  isApart: false,
  rejection: null,
  dropped: [],
  hooks: {},
  hookError: null,
  cause: null,
});

/** Not in `ctx.state`: one GraphQL request may contain several logins. */
const context = createAsyncContext<Attempt>('attempt');
const byRequest = new WeakMap<object, Attempt>();

export const runAttempt = <T>(
  ctx: KoaContext,
  attempt: Attempt,
  work: () => Promise<T>
): Promise<T> => {
  byRequest.set(ctx, attempt);
  return context.run(attempt, work);
};

/** Code of the site may log other users in, which is no part of the attempt. */
export const outsideAttempt = <T>(work: () => T): T => context.exit(work);

export const currentAttempt = (): Attempt | undefined => context.get();

/** The latest attempt of a request, for middlewares that run outside of it. */
export const attemptOf = (ctx: KoaContext): Attempt | undefined => byRequest.get(ctx);
