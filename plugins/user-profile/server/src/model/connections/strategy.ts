import type { z } from '@strapi/utils';

import type { ConnectionTest, PasswordRule } from '../../../../shared/contracts/connections';
import type { JsonObject } from '../../../../shared/contracts/users';
import type { CodedText } from '../../utils/errors';
import type { SourceProfile } from './source-profile';

/** The connection that a strategy works for. */
export interface ConnectionRef<Options extends object = JsonObject> {
  name: string;
  strategy: string;
  /** Validated by the strategy's schema, with secrets in plain text. They never leave the server. */
  options: Options;
  /** The functions of a connection in the site's config. */
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
  /** The site's own attributes of the account, validated and with defaults. Not sent to sources. */
  account_fields?: JsonObject;
}

/** A new user who sets the password later. */
export type InvitedAccount = Omit<NewAccount, 'password'>;

/** A user at the source of the connection. */
export interface SourceUser {
  externalId: string;
  email: string | null;
}

/** A user of Users & Permissions, by its numeric id, with the email address that mail is sent to. */
export interface AccountRef extends SourceUser {
  id: number;
}

export type ResetCodeSender = (connection: ConnectionRef, account: AccountRef) => Promise<void>;

export interface PasswordLogin {
  identifier: string;
  password: string;
}

/** The URL that the browser is redirected to, and the state to check when it returns. */
export interface Redirect {
  url: string;
  /** PKCE verifier, nonce and the like. Stored in the server until the browser returns. */
  flowState: JsonObject;
}

/**
 * Changes that are made at the source before they are made here, outside of any transaction because a
 * source may be slow. A failure at the source leaves the local data unchanged. If the local change fails
 * afterwards, the change at the source is undone if possible.
 */
export interface AtSource<Options extends object = JsonObject> {
  /** @throws ConflictError, ValidationError, SourceError */
  create?(connection: ConnectionRef<Options>, account: NewAccount): Promise<SourceProfile>;
  changeEmail?(connection: ConnectionRef<Options>, user: SourceUser, email: string): Promise<void>;
  changePassword?(
    connection: ConnectionRef<Options>,
    user: SourceUser,
    password: string
  ): Promise<void>;
  verifyEmail?(connection: ConnectionRef<Options>, user: SourceUser): Promise<void>;
  /** Must not throw if the source does not have the user. */
  delete?(connection: ConnectionRef<Options>, user: SourceUser): Promise<void>;
}

/**
 * How the connections of one kind authenticate and manage users. The panel offers, and the server allows,
 * only the actions whose methods exist.
 *
 * @typeParam Options the output of the schema in `options`
 */
export interface Strategy<Options extends object = JsonObject> {
  name: string;
  type: 'database' | 'social' | 'enterprise' | 'passwordless';
  /** The options of its connections; omitted if connections of this strategy cannot be created. */
  options?: z.ZodObject;
  /** The options that are stored encrypted and never returned. */
  secrets?: readonly string[];
  /**
   * The options that determine where secrets are sent or used. If one of them changes, the secrets must be
   * sent again: otherwise an admin who does not know them could have them sent elsewhere.
   */
  destinations?: readonly string[];
  /** Whether its connections can be defined in the site's config only, because they contain functions. */
  configOnly?: boolean;
  /** Validates the functions of a connection in the config. If omitted, functions are not accepted. */
  functionProblems?(functions: Record<string, SiteFunction>): string[];
  /** Whether users of the connection have a username. */
  username(connection: ConnectionRef<Options>): 'required' | 'optional' | 'none';
  passwordRules(connection: ConnectionRef<Options>): PasswordRule[];
  /**
   * Validates the username, or its absence, of a user who is moved here from another connection. For
   * strategies that store usernames.
   */
  rejectUsername?(
    connection: ConnectionRef<Options>,
    username: string | null,
    userId: string
  ): (string | CodedText)[];
  /** Whether a method is available for this connection. If omitted, every existing method is. */
  supports?(connection: ConnectionRef<Options>, method: keyof Strategy): boolean;
  atSource?: AtSource<Options>;
  /**
   * Whether a login compares the password with the hash of the account. If omitted, it does. A source may check
   * passwords of users who have an older hash here.
   */
  storesPasswords?(connection: ConnectionRef<Options>): boolean;
  /**
   * Validates a new password without changing anything.
   * @throws ValidationError
   */
  checkPassword?(connection: ConnectionRef<Options>, password: string): Promise<void>;
  /**
   * Creates the account of a new user, in the transaction that creates the user.
   *
   * @param created what `atSource.create` returned
   * @returns the id of the account of Users & Permissions
   * @throws ConflictError if the email address or the username is taken
   * @throws ValidationError if the password breaks a rule
   */
  createAccount?(
    connection: ConnectionRef<Options>,
    account: NewAccount,
    created: SourceProfile | null
  ): Promise<number>;
  /**
   * Creates the account of an invited user, without a password and not confirmed. The user sets the password
   * later with `changePassword`.
   *
   * @returns the id of the account of Users & Permissions
   * @throws ConflictError if the email address or the username is taken
   */
  createInvited?(connection: ConnectionRef<Options>, account: InvitedAccount): Promise<number>;
  changeEmail?(
    connection: ConnectionRef<Options>,
    account: AccountRef,
    email: string
  ): Promise<void>;
  changePassword?(
    connection: ConnectionRef<Options>,
    account: AccountRef,
    password: string
  ): Promise<void>;
  sendVerificationEmail?(account: AccountRef): Promise<void>;
  /** @param sendResetCode sends the plugin's mail, for strategies that send none themselves */
  sendPasswordReset?(
    connection: ConnectionRef<Options>,
    account: AccountRef,
    sendResetCode: ResetCodeSender
  ): Promise<void>;

  /**
   * Checks a password.
   *
   * @returns null for wrong credentials
   * @throws InvalidCredentialsError for wrong credentials too, with a reason for the log
   * @throws SourceError
   */
  authenticate?(
    connection: ConnectionRef<Options>,
    login: PasswordLogin
  ): Promise<SourceProfile | null>;
  /**
   * Starts a login by redirect.
   * @throws SourceError
   */
  redirect?(
    connection: ConnectionRef<Options>,
    to: { redirectUri: string; state: string }
  ): Promise<Redirect>;
  /**
   * Finishes a login by redirect, after the browser returned.
   * @throws SourceError
   */
  finishRedirect?(
    connection: ConnectionRef<Options>,
    callback: URL,
    flowState: JsonObject
  ): Promise<SourceProfile>;
  /**
   * Sends a login code, in the first of these languages that has a text. Runs in the background.
   *
   * @throws LoginRejectedError if a code could not log the email address in
   * @throws SourceError
   */
  sendCode?(
    connection: ConnectionRef<Options>,
    email: string,
    languages: readonly string[]
  ): Promise<void>;
  /**
   * Consumes a login code.
   * @throws InvalidCredentialsError
   */
  consumeCode?(
    connection: ConnectionRef<Options>,
    email: string,
    code: string
  ): Promise<SourceProfile>;

  /** Tests the connection against its source, without a login. */
  test?(connection: ConnectionRef<Options>): Promise<ConnectionTest>;
}

/** Whether logins of this connection compare passwords with the hashes of the accounts. */
export const comparesHere = (strategy: Strategy, connection: ConnectionRef): boolean =>
  strategy.storesPasswords?.(connection) ?? true;

/** Whether the strategy offers a method for this connection. */
export const can = <Method extends keyof Strategy>(
  strategy: Strategy,
  connection: ConnectionRef,
  method: Method
): strategy is Strategy & Required<Pick<Strategy, Method>> =>
  strategy[method] !== undefined && (strategy.supports?.(connection, method) ?? true);
