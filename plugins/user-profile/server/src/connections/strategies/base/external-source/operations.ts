import type { JsonObject } from '../../../../../../shared/contracts/users';
import type { NewAccount, PasswordLogin, SourceUser } from '../../../../model/connections/strategy';

/**
 * The operations of a source. Responses are untrusted: plain JSON that should contain an `id`, and is
 * validated by the caller.
 */
export interface SourceOperations {
  /** @returns null for wrong credentials */
  login(login: PasswordLogin): Promise<JsonObject | null>;
  /** @returns null if the source does not know the user */
  getUser?(identifier: string): Promise<JsonObject | null>;
  /** @returns null if the source returns nothing about the new user, who is then read with `getUser` */
  create?(account: NewAccount): Promise<JsonObject | null>;
  changeEmail?(user: SourceUser, email: string): Promise<void>;
  changePassword?(user: SourceUser, password: string): Promise<void>;
  verifyEmail?(user: SourceUser): Promise<void>;
  /** Must not fail if the source does not know the user. */
  delete?(user: SourceUser): Promise<void>;
}
