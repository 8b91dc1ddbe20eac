import type { JsonObject } from '../../../../../../shared/contracts/users';
import type { NewAccount, PasswordLogin, SourceUser } from '../../../../model/connections/strategy';

/**
 * What the source of a connection can be asked. What it says of a user is plain JSON with an `id`; it is
 * not trusted to be any more than that.
 */
export interface SourceOperations {
  /** @returns null for wrong credentials */
  login(login: PasswordLogin): Promise<JsonObject | null>;
  /** @returns null for somebody whom the source does not know */
  getUser?(identifier: string): Promise<JsonObject | null>;
  /** @returns null where the source says nothing of the new user, and is asked for them then */
  create?(account: NewAccount): Promise<JsonObject | null>;
  changeEmail?(user: SourceUser, email: string): Promise<void>;
  changePassword?(user: SourceUser, password: string): Promise<void>;
  verifyEmail?(user: SourceUser): Promise<void>;
  /** A user whom the source does not know is no error. */
  delete?(user: SourceUser): Promise<void>;
}
