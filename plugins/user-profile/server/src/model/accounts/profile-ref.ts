import { asText, type Row } from '../../runtime/database/rows';
import { LOCAL_CONNECTION } from './attributes';

/** What capture needs to know of the profile behind an account. */
export interface ProfileRef {
  id: number;
  documentId: string;
  userId: string;
  name: string | null;
  connection: string;
  /** The identity by which it was found; null where it was found otherwise. */
  identityKey: string | null;
}

/**
 * @param row of the users table
 * @param identity the key of the identity by which it was found
 */
export const refOf = (row: Row, identity: string | null): ProfileRef => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  userId: String(row.user_id),
  name: asText(row.name),
  connection: asText(row.connection) ?? LOCAL_CONNECTION,
  identityKey: identity,
});
