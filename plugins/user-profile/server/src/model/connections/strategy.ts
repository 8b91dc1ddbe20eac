import type { z } from '@strapi/utils';

import type { ConnectionTest, PasswordRule } from '../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../shared/contracts/users';
import type { SourceProfile } from './source-profile';

/** What a strategy needs to know of the connection that it serves. */
export interface ConnectionRef {
  name: string;
  strategy: string;
  /** As the strategy's schema has them, secrets in the clear. They never leave the server. */
  options: JsonObject;
  /** Those of a connection in the site's config. */
  functions?: Record<string, SiteFunction>;
}

export type SiteFunction = (...given: never[]) => unknown;

export interface NewAccount {
  email: string;
  password: string;
  username?: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  picture?: string;
  user_metadata?: JsonObject;
}

/** A user as the source of the connection knows it. */
export interface SourceUser {
  externalId: string;
  email: string | null;
}

/** A user of Users & Permissions, by its numeric id, with the address that mail goes to. */
export interface AccountRef extends SourceUser {
  id: number;
}

export type ResetCodeSender = (connection: ConnectionRef, account: AccountRef) => Promise<void>;

export interface PasswordLogin {
  identifier: string;
  password: string;
}

/** Where the browser is sent, and what must be known when it comes back. */
export interface Redirect {
  url: string;
  /** Kept in the server until then. */
  flowState: JsonObject;
}

/**
 * What the source of a connection must be told before it is done here. All of it runs outside of any
 * transaction: a source may take its time. What fails here leaves everything here as it was; what
 * fails here afterwards is undone at the source, as far as it can be.
 */
export interface AtSource {
  /** @throws ConflictError, ValidationError, SourceError */
  create?(connection: ConnectionRef, account: NewAccount): Promise<SourceProfile>;
  changeEmail?(connection: ConnectionRef, user: SourceUser, email: string): Promise<void>;
  changePassword?(connection: ConnectionRef, user: SourceUser, password: string): Promise<void>;
  verifyEmail?(connection: ConnectionRef, user: SourceUser): Promise<void>;
  /** A user whom the source does not have (any more) is no error. */
  delete?(connection: ConnectionRef, user: SourceUser): Promise<void>;
}

/**
 * How users of one kind of connection come to be and sign in. A method that is missing is one that
 * the strategy cannot do; the panel offers and the server allows only what is there.
 */
export interface Strategy {
  name: string;
  type: 'database' | 'social' | 'enterprise' | 'passwordless';
  /** The options of its connections, for those that are made in the panel, over REST or in the config. */
  options?: z.ZodObject;
  /** The options among them that are stored encrypted and never returned. */
  secrets?: readonly string[];
  /**
   * The options that say where secrets are sent or used. Where one of them changes, the secrets must be
   * sent anew: whoever may edit the connection need not know them, and must not have them sent elsewhere.
   */
  destinations?: readonly string[];
  /** Whether connections of it are made in the site's config alone, since they hold functions. */
  configOnly?: boolean;
  /** What is wrong with the functions of a connection in the config; where it is missing, none are taken. */
  functionProblems?(functions: Record<string, SiteFunction>): string[];
  /** Whether users of such a connection have a username of their own. */
  username(connection: ConnectionRef): 'required' | 'optional' | 'none';
  passwordRules(connection: ConnectionRef): PasswordRule[];
  /**
   * What speaks against the username of a user who is moved here from another connection, or against
   * having none; for strategies that keep usernames here.
   */
  refuseUsername?(connection: ConnectionRef, username: string | null): string[];
  /** Refines what the methods tell, where it depends on the connection. */
  supports?(connection: ConnectionRef, method: keyof Strategy): boolean;
  atSource?: AtSource;
  /** Checks a new password, without changing anything. @throws ValidationError */
  checkPassword?(connection: ConnectionRef, password: string): Promise<void>;
  /**
   * Makes the account that the new user signs in with, in the transaction that makes the user.
   *
   * @param made what `atSource.create` answered
   * @returns the id of the account of Users & Permissions
   * @throws ConflictError where the email or username is taken, ValidationError for a bad password
   */
  createAccount?(
    connection: ConnectionRef,
    account: NewAccount,
    made: SourceProfile | null
  ): Promise<number>;
  changeEmail?(connection: ConnectionRef, account: AccountRef, email: string): Promise<void>;
  changePassword?(connection: ConnectionRef, account: AccountRef, password: string): Promise<void>;
  sendVerificationEmail?(account: AccountRef): Promise<void>;
  /** @param sendResetCode sends the plugin's own mail, for strategies without a mail of their own */
  sendPasswordReset?(
    connection: ConnectionRef,
    account: AccountRef,
    sendResetCode: ResetCodeSender
  ): Promise<void>;

  /**
   * Signs in by a password that the source checks.
   *
   * @returns null for wrong credentials
   * @throws InvalidCredentialsError, which says more to the log, SourceError
   */
  authenticate?(connection: ConnectionRef, login: PasswordLogin): Promise<SourceProfile | null>;
  /** Signs in by a redirect to the source: sends the browser there. @throws SourceError */
  redirect?(
    connection: ConnectionRef,
    to: { redirectUri: string; state: string }
  ): Promise<Redirect>;
  /** Signs in by a redirect: the browser is back. @throws SourceError */
  finishRedirect?(
    connection: ConnectionRef,
    callback: URL,
    flowState: JsonObject
  ): Promise<SourceProfile>;
  /**
   * Signs in by a code: sends it, in the first of these languages that there is. Nobody waits for it.
   *
   * @throws LoginRefusedError for an address that no code would sign in, SourceError
   */
  sendCode?(connection: ConnectionRef, email: string, languages: readonly string[]): Promise<void>;
  /** Signs in by a code. @throws InvalidCredentialsError */
  redeemCode?(connection: ConnectionRef, email: string, code: string): Promise<SourceProfile>;

  /** Asks the source whether the connection works, without signing anybody in. */
  test?(connection: ConnectionRef): Promise<ConnectionTest>;
}

/** Whether the strategy can do it for this connection. */
export const can = <Method extends keyof Strategy>(
  strategy: Strategy,
  connection: ConnectionRef,
  method: Method
): strategy is Strategy & Required<Pick<Strategy, Method>> =>
  strategy[method] !== undefined && (strategy.supports?.(connection, method) ?? true);
