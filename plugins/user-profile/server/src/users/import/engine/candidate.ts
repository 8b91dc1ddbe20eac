import type { ImportUser } from '../records/import-user';
import type { NewIds, Target } from './targets';

/** A user of the file with the connection that it is imported into. */
export interface Candidate {
  user: ImportUser;
  target: Target;
  ids: NewIds;
  email: string | null;
  /** The username of the account, if it is a native one. */
  accountName: string | null;
}

/** The username to log in with, of a connection that stores passwords in the plugin. */
export const loginNameOf = ({ target, user }: Candidate): string | null =>
  target.connection.strategy === 'database'
    ? (user.attributes.username?.toLowerCase() ?? null)
    : null;
