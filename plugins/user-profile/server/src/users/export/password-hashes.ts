import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { Profile, ProfileIdentity } from '../../../../shared/contracts/users';
import { query, tableName, type Row } from '../../runtime/database/rows';
import type { ExportedUser } from './read-users';

/** The names are those of Auth0's import. */
export interface PasswordHash {
  /** A bcrypt hash. */
  password_hash?: string;
}

type WithHash<T> = T & PasswordHash;

export type ProfileWithHashes = WithHash<
  Omit<Profile, 'identities'> & { identities: WithHash<ProfileIdentity>[] }
>;

const keyOf = (connection: unknown, externalId: unknown): string =>
  `${String(connection)}|${String(externalId)}`;

/** By connection and id in it. */
const findHashes = async (
  strapi: Core.Strapi,
  userIds: number[]
): Promise<Map<string, PasswordHash>> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const rows: Row[] = await query(strapi, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .whereIn(`${identities}.user_id`, userIds)
    .whereNotNull(`${accounts}.password`)
    .select(
      `${identities}.connection`,
      `${identities}.external_id`,
      `${accounts}.password as password_hash`
    );
  return new Map(
    rows.map((row) => [
      keyOf(row.connection, row.external_id),
      { password_hash: String(row.password_hash) },
    ])
  );
};

/**
 * Adds the password hashes to users: that of the primary identity to the user, as Auth0's import reads it, the
 * others to their identities. Only for the command line: no response contains a hash.
 */
export const withPasswordHashes = async (
  strapi: Core.Strapi,
  users: ExportedUser[]
): Promise<ProfileWithHashes[]> => {
  const hashes = await findHashes(
    strapi,
    users.map(({ id }) => id)
  );
  return users.map(({ profile }) => {
    const [own, ...others] = profile.identities.map(
      ({ connection, user_id: id }) => hashes.get(keyOf(connection, id)) ?? {}
    );
    const [primary, ...secondary] = profile.identities;
    const identities = secondary.map((identity, index) => ({ ...identity, ...others[index] }));
    return { ...profile, ...own, identities: primary ? [primary, ...identities] : [] };
  });
};
