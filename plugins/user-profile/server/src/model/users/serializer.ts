import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { JsonObject, Profile, ProfileIdentity } from '../../../../shared/contracts/users';
import {
  asBoolean,
  asIso,
  asJson,
  asNumber,
  asText,
  query,
  type Row,
} from '../../runtime/database/rows';

const identityOf = (row: Row): ProfileIdentity => ({
  connection: String(row.connection),
  provider: asText(row.strategy) ?? String(row.connection),
  user_id: String(row.external_id),
  isSocial: asBoolean(row.is_social),
  profileData: asJson<JsonObject>(row.profile_data, {}),
});

/** Leaves out what nobody set, instead of answering null. */
const withoutEmpty = <T extends object>(values: T): T =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  ) as T;

/** A user who never logged in lacks all three. */
const loginFacts = (row: Row) => {
  const count = asNumber(row.logins_count) ?? 0;
  if (count === 0) {
    return {};
  }
  return {
    last_ip: asText(row.last_ip) ?? undefined,
    last_login: asIso(row.last_login) ?? undefined,
    logins_count: count,
  };
};

/**
 * The normalized user profile, as every answer shows it.
 *
 * @param row a row of the users table
 * @param identities its identities, the primary one first, each with the `strategy` of its connection
 */
const serializeProfile = (row: Row, identities: Row[]): Profile =>
  withoutEmpty({
    documentId: String(row.document_id),
    user_id: String(row.user_id),
    email: asText(row.email) ?? undefined,
    email_verified: asBoolean(row.email_verified),
    username: asText(row.username) ?? undefined,
    phone_number: asText(row.phone_number) ?? undefined,
    phone_verified: row.phone_number ? asBoolean(row.phone_verified) : undefined,
    name: asText(row.name) ?? String(row.user_id),
    given_name: asText(row.given_name) ?? undefined,
    family_name: asText(row.family_name) ?? undefined,
    nickname: asText(row.nickname) ?? String(row.user_id),
    picture: asText(row.picture) ?? undefined,
    identities: identities.map(identityOf),
    user_metadata: asJson<JsonObject>(row.user_metadata, {}),
    app_metadata: asJson<JsonObject>(row.app_metadata, {}),
    blocked: asBoolean(row.blocked),
    ...loginFacts(row),
    last_password_reset: asIso(row.last_password_reset) ?? undefined,
    created_at: asIso(row.created_at) ?? '',
    updated_at: asIso(row.updated_at) ?? '',
  });

/** Identities by the row id of their user, the primary one first, with the strategy of the connection. */
const identitiesByUser = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<Map<number, Row[]>> => {
  const identity = strapi.db.metadata.get(UIDS.identity).tableName;
  const connection = strapi.db.metadata.get(UIDS.connection).tableName;
  const rows: Row[] = await query(strapi, UIDS.identity)
    .leftJoin(connection, `${connection}.name`, `${identity}.connection`)
    .whereIn(`${identity}.user_id`, userIds)
    .orderBy([
      { column: `${identity}.is_primary`, order: 'desc' },
      { column: `${identity}.id`, order: 'asc' },
    ])
    .select(`${identity}.*`, `${connection}.strategy`);
  const byUser = new Map<number, Row[]>();
  for (const row of rows) {
    const userId = Number(row.user_id);
    byUser.set(userId, [...(byUser.get(userId) ?? []), row]);
  }
  return byUser;
};

/** @param rows of the users table */
export const serializeUsers = async (strapi: Core.Strapi, rows: Row[]): Promise<Profile[]> => {
  const identities = await identitiesByUser(
    strapi,
    rows.map(({ id }) => id)
  );
  return rows.map((row) => serializeProfile(row, identities.get(row.id) ?? []));
};
