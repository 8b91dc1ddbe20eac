import { clean } from '../../enrich';
import { asBoolean, asDate, asText, type Row } from '../../database/rows';

/** A user of Users & Permissions, as far as the profile mirrors it. */
export interface Account {
  id: number;
  documentId: string;
  email: string | null;
  username: string | null;
  provider: string;
  blocked: boolean;
  createdAt: Date;
}

export const ACCOUNT_COLUMNS = [
  'id',
  'document_id',
  'email',
  'username',
  'provider',
  'blocked',
  'created_at',
] as const;

const EMAIL_LENGTH = 255;
const USERNAME_LENGTH = 255;

export const accountOf = (row: Row): Account => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  email: clean(row.email, EMAIL_LENGTH)?.toLowerCase() ?? null,
  username: clean(row.username, USERNAME_LENGTH),
  provider: asText(row.provider) ?? 'local',
  blocked: asBoolean(row.blocked),
  createdAt: asDate(row.created_at) ?? new Date(),
});
