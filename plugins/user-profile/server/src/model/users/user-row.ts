import type { JsonObject } from '../../../../shared/contracts/users';
import { asBoolean, asDate, asJson, asText, type Row } from '../../runtime/database/rows';
import { LOCAL_CONNECTION } from '../accounts/account';

/** A row of the users table, in the types that all databases share. */
export interface UserRow {
  id: number;
  document_id: string;
  user_id: string;
  connection: string;
  email: string | null;
  email_verified: boolean;
  username: string | null;
  phone_number: string | null;
  phone_verified: boolean;
  name: string | null;
  given_name: string | null;
  family_name: string | null;
  nickname: string | null;
  picture: string | null;
  user_metadata: JsonObject;
  app_metadata: JsonObject;
  /** The attributes that the source no longer updates. */
  overrides: string[];
  known_countries: string[];
  /** The role of the account that the user logs in as; see `roleKey`. */
  role: string | null;
  blocked: boolean;
  block_reason: string | null;
  blocked_until: Date | null;
  block_change: string | null;
  revision: number;
  logins_count: number;
  last_ip: string | null;
  last_login: Date | null;
  last_password_reset: Date | null;
  erasure_requested_at: Date | null;
  account_missing_since: Date | null;
  invitation_expires_at: Date | null;
  invitation_sent_at: Date | null;
  invitation_key: string | null;
  invitation_revoked_at: Date | null;
  created_at: Date | null;
  updated_at: Date | null;
  /** The values of the searched account fields, for the search text. */
  folded_account_fields: string | null;
}

/** @param row may have some of the columns only; the others are then parsed as empty */
export const toUserRow = (row: Row): UserRow => ({
  id: Number(row.id),
  document_id: String(row.document_id),
  user_id: String(row.user_id),
  connection: asText(row.connection) ?? LOCAL_CONNECTION,
  email: asText(row.email),
  email_verified: asBoolean(row.email_verified),
  username: asText(row.username),
  phone_number: asText(row.phone_number),
  phone_verified: asBoolean(row.phone_verified),
  name: asText(row.name),
  given_name: asText(row.given_name),
  family_name: asText(row.family_name),
  nickname: asText(row.nickname),
  picture: asText(row.picture),
  user_metadata: asJson<JsonObject>(row.user_metadata, {}),
  app_metadata: asJson<JsonObject>(row.app_metadata, {}),
  overrides: asJson<string[]>(row.overrides, []),
  known_countries: asJson<string[]>(row.known_countries, []),
  role: asText(row.role),
  blocked: asBoolean(row.blocked),
  block_reason: asText(row.block_reason),
  blocked_until: asDate(row.blocked_until),
  block_change: asText(row.block_change),
  revision: Number(row.revision),
  logins_count: Number(row.logins_count ?? 0),
  last_ip: asText(row.last_ip),
  last_login: asDate(row.last_login),
  last_password_reset: asDate(row.last_password_reset),
  erasure_requested_at: asDate(row.erasure_requested_at),
  account_missing_since: asDate(row.account_missing_since),
  invitation_expires_at: asDate(row.invitation_expires_at),
  invitation_sent_at: asDate(row.invitation_sent_at),
  invitation_key: asText(row.invitation_key),
  invitation_revoked_at: asDate(row.invitation_revoked_at),
  created_at: asDate(row.created_at),
  updated_at: asDate(row.updated_at),
  folded_account_fields: asText(row.folded_account_fields),
});

/** What follows from changed columns: another phone number is not verified. */
export const phoneChange = (
  row: UserRow,
  changes: Record<string, unknown>
): { phone_verified?: false } =>
  row.phone_verified &&
  changes.phone_number !== undefined &&
  changes.phone_number !== row.phone_number
    ? { phone_verified: false }
    : {};
