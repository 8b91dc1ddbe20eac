import type { JsonObject, Profile, ProfileIdentity } from './contracts/users';

type MaybePromise<T> = T | Promise<T>;

/** The request that a hook is called for. Unknown parts are null. */
export interface HookRequest {
  ip: string | null;
  user_agent: string | null;
  client_id: string | null;
  client_name: string | null;
  country_code: string | null;
}

interface HookCall {
  connection: { name: string; strategy: string };
  request: HookRequest;
  /** Aborted when the time limit of the hook is over. */
  signal: AbortSignal;
}

export interface LoginCall extends HookCall {
  /** What the client called: a sign-up, a confirmation or a reset can log in too. */
  action: 'login' | 'sign-up' | 'email-confirmation' | 'password-reset';
  user: Profile;
  /** The identity that was used, with the claims of its source in `profileData`. */
  identity: ProfileIdentity;
}

export interface SignUpCall extends HookCall {
  email: string | null;
  username: string | null;
  /** What the client or the source sent about the new user, without passwords. */
  attributes: JsonObject;
}

export interface HookRejection {
  /** The response has this text. */
  message: string;
  /** For the log only: a code of letters, digits, `_`, `-` and `.`. */
  reason: string;
}

export interface BeforeSignUpResult {
  reject?: HookRejection;
}

export interface BeforeLoginResult {
  reject?: HookRejection;
  /** Stored in `details.claims` of the event. */
  claims?: JsonObject;
  /** Merged into the user's `app_metadata`: `null` deletes a key. */
  app_metadata?: JsonObject;
}

/** Functions of the site that are called for logins and sign-ups. */
export interface LoginHooks {
  /** Called once the credentials are verified, before tokens are sent. */
  beforeLogin?(call: LoginCall): MaybePromise<BeforeLoginResult | null | undefined | void>;
  /** Called after a login. Nothing waits for it. */
  afterLogin?(call: LoginCall): unknown;
  /** Called before a user who signs up is created. */
  beforeSignUp?(call: SignUpCall): MaybePromise<BeforeSignUpResult | null | undefined | void>;
}

export const LOGIN_HOOKS = ['beforeLogin', 'afterLogin', 'beforeSignUp'] as const;

export type LoginHookName = (typeof LOGIN_HOOKS)[number];
