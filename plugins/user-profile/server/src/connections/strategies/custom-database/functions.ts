import type { NewAccount } from '../../../model/connections/strategy';

type MaybePromise<T> = T | Promise<T>;

/** What a function returns about a user. Further attributes are kept in `profileData`. */
export interface CustomDatabaseProfile {
  /** Never changes, and never belongs to another person. */
  id: string | number;
  email?: string | null;
  /** Whether the source has verified the email address. */
  email_verified?: boolean;
  username?: string | null;
  name?: string | null;
  given_name?: string | null;
  family_name?: string | null;
  nickname?: string | null;
  picture?: string | null;
  phone_number?: string | null;
  [claim: string]: unknown;
}

/** The user that a function is called for. */
export interface CustomDatabaseUser {
  id: string;
  email: string | null;
}

export interface CustomDatabaseCall {
  /** Aborted when the time limit of the call is over. */
  signal: AbortSignal;
}

/** False if the change was not made. */
type Done = MaybePromise<boolean | void>;

/** The functions of a `custom-database` connection. The panel and REST offer the actions that have one. */
export interface CustomDatabaseFunctions {
  /** @returns null if identifier or password is wrong; an error named `WrongCredentials` means the same */
  login(
    identifier: string,
    password: string,
    call: CustomDatabaseCall
  ): MaybePromise<CustomDatabaseProfile | null>;
  /** @returns null if there is no such user */
  getUser?(
    identifier: string,
    call: CustomDatabaseCall
  ): MaybePromise<CustomDatabaseProfile | null | undefined>;
  /** If it returns nothing, the new user is read with `getUser`. */
  create?(
    account: NewAccount,
    call: CustomDatabaseCall
  ): MaybePromise<CustomDatabaseProfile | null | void>;
  changeEmail?(user: CustomDatabaseUser, newEmail: string, call: CustomDatabaseCall): Done;
  changePassword?(user: CustomDatabaseUser, password: string, call: CustomDatabaseCall): Done;
  /** Must only verify the email address that the user still has. */
  verify?(user: CustomDatabaseUser, call: CustomDatabaseCall): Done;
  /** Must not fail if there is no such user. */
  delete?(user: CustomDatabaseUser, call: CustomDatabaseCall): Done;
}
