import { clean } from '../../enrich';
import { asBoolean, asDate, asText, type Row } from '../../runtime/database/rows';

/** A user of Users & Permissions, as far as the profile mirrors it. */
export interface Account {
  id: number;
  documentId: string;
  email: string | null;
  username: string | null;
  provider: string;
  blocked: boolean;
  createdAt: Date;
  /** Whether Users & Permissions or one of its providers made it, and not a connection of the plugin. */
  isNative: boolean;
  /** The name that the person chose; the accounts of the plugin's connections are named by `user_id`. */
  ownUsername: string | null;
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

/** `strategy|connection|id`, which is no name that a provider of Users & Permissions may give its users. */
export const isNamedByUserId = (username: string | null, provider: string): boolean => {
  if (provider === 'local' || username === null) {
    return false;
  }
  const [strategy, connection, id] = username.split('|');
  return /^[a-z][a-z0-9-]*$/.test(strategy) && connection === provider && id !== undefined;
};

const EMAIL_LENGTH = 255;
const USERNAME_LENGTH = 255;

export const accountOf = (row: Row): Account => {
  const provider = asText(row.provider) ?? 'local';
  const username = clean(row.username, USERNAME_LENGTH);
  const isNative = !isNamedByUserId(username, provider);
  return {
    id: Number(row.id),
    documentId: String(row.document_id),
    email: clean(row.email, EMAIL_LENGTH)?.toLowerCase() ?? null,
    username,
    provider,
    blocked: asBoolean(row.blocked),
    createdAt: asDate(row.created_at) ?? new Date(),
    isNative,
    ownUsername: isNative ? username : null,
  };
};
