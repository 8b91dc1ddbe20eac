import type { PasswordRule } from '../../../shared/contracts/connections';

/** What a strategy needs to know of the connection that it serves. */
export interface ConnectionRef {
  name: string;
  strategy: string;
}

export interface NewAccount {
  email: string;
  password: string;
  username?: string;
}

/** A user of Users & Permissions, by its numeric id, with the address that mail goes to. */
export interface AccountRef {
  id: number;
  email: string | null;
}

/**
 * How users of one kind of connection come to be and sign in. A method that is missing is one that
 * the strategy cannot do; the panel offers and the server allows only what is there.
 */
export interface Strategy {
  name: string;
  type: 'database' | 'social' | 'enterprise' | 'passwordless';
  /** Whether users of such a connection have a username of their own. */
  username: 'required' | 'optional' | 'none';
  passwordRules(connection: ConnectionRef): PasswordRule[];
  /**
   * Makes the account that the new user signs in with.
   *
   * @returns the id of the account of Users & Permissions
   * @throws ConflictError where the email or username is taken, ValidationError for a bad password
   */
  createAccount?(connection: ConnectionRef, account: NewAccount): Promise<number>;
  changeEmail?(account: AccountRef, email: string): Promise<void>;
  changePassword?(connection: ConnectionRef, account: AccountRef, password: string): Promise<void>;
  sendVerificationEmail?(account: AccountRef): Promise<void>;
  sendPasswordReset?(account: AccountRef): Promise<void>;
}
