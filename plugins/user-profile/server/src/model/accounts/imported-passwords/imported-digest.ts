import { sha256 } from '../../../utils/sha256';
import { isReference } from './reference';

/**
 * What an identity keeps of a password hash that an import has put in the password column as it is. While the
 * column has the same digest, the password is that of the import, and a later import may replace it.
 *
 * @param password the password column
 * @returns null for references, which show where they come from
 */
export const importedDigest = (password: unknown): string | null =>
  typeof password !== 'string' || isReference(password) ? null : sha256(password);
