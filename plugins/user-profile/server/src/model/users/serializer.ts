import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import type { UserRole } from '../../../../shared/contracts/profile';
import type {
  Invitation,
  JsonObject,
  Profile,
  ProfileIdentity,
} from '../../../../shared/contracts/users';
import { asBoolean, asJson, asText, query, tableName, type Row } from '../../runtime/database/rows';
import { groupBy } from '../../utils/group-by';
import { findRolesByKey } from './roles';
import type { UserRow } from './user-row';

const identityOf = (row: Row): ProfileIdentity => ({
  connection: String(row.connection),
  provider: asText(row.strategy) ?? String(row.connection),
  user_id: String(row.external_id),
  isSocial: asBoolean(row.is_social),
  profileData: asJson<JsonObject>(row.profile_data, {}),
});

/** Omits empty attributes instead of returning null. */
const withoutEmpty = <T extends object>(values: T): T =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  ) as T;

/** The invitation of a user, which may have expired. */
export const invitationOf = ({
  invitation_expires_at: expiresAt,
  invitation_sent_at: sentAt,
}: UserRow): Invitation | null =>
  expiresAt && {
    sent_at: sentAt?.toISOString() ?? null,
    expires_at: expiresAt.toISOString(),
  };

/** A user who never logged in has none of the three. Many files that are imported have a date and no count. */
const loginFacts = ({ logins_count: count, last_ip: ip, last_login: date }: UserRow) =>
  count === 0 && date === null
    ? {}
    : { last_ip: ip ?? undefined, last_login: date?.toISOString(), logins_count: count };

/**
 * The normalized user profile, as responses contain it.
 *
 * @param identities the primary one first, each with the `strategy` of its connection
 */
const serializeProfile = (row: UserRow, identities: Row[], role?: UserRole): Profile =>
  withoutEmpty({
    documentId: row.document_id,
    user_id: row.user_id,
    email: row.email ?? undefined,
    email_verified: row.email_verified,
    username: row.username ?? undefined,
    phone_number: row.phone_number ?? undefined,
    phone_verified: row.phone_number ? row.phone_verified : undefined,
    name: row.name ?? row.user_id,
    given_name: row.given_name ?? undefined,
    family_name: row.family_name ?? undefined,
    nickname: row.nickname ?? row.user_id,
    picture: row.picture ?? undefined,
    role,
    identities: identities.map(identityOf),
    user_metadata: row.user_metadata,
    app_metadata: row.app_metadata,
    blocked: row.blocked,
    ...loginFacts(row),
    last_password_reset: row.last_password_reset?.toISOString(),
    created_at: row.created_at?.toISOString() ?? '',
    updated_at: row.updated_at?.toISOString() ?? '',
  });

/** The identities of users by row id, the primary one first. */
const identitiesByUser = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<Map<number, Row[]>> => {
  const identity = tableName(strapi, UIDS.identity);
  const connection = tableName(strapi, UIDS.connection);
  const rows: Row[] = await query(strapi, UIDS.identity)
    .leftJoin(connection, `${connection}.name`, `${identity}.connection`)
    .whereIn(`${identity}.user_id`, userIds)
    .orderBy([
      { column: `${identity}.is_primary`, order: 'desc' },
      { column: `${identity}.id`, order: 'asc' },
    ])
    .select(`${identity}.*`, `${connection}.strategy`);
  return groupBy(rows, (row) => Number(row.user_id));
};

export const serializeUsers = async (strapi: Core.Strapi, rows: UserRow[]): Promise<Profile[]> => {
  const identities = await identitiesByUser(
    strapi,
    rows.map(({ id }) => id)
  );
  const roles = await findRolesByKey(
    strapi,
    rows.map(({ role }) => role)
  );
  return rows.map((row) =>
    serializeProfile(row, identities.get(row.id) ?? [], roles.get(row.role ?? ''))
  );
};
