import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject, Profile, ProfileIdentity } from '../../../../shared/contracts/users';
import type { ImportedHash } from '../../model/accounts/imported-passwords/imported-hash';
import { isReference } from '../../model/accounts/imported-passwords/reference';
import { writeAuth0Password } from '../../model/accounts/imported-passwords/write-auth0-password';
import { asJson, query, tableName, type Row } from '../../runtime/database/rows';
import type { ExportedUser } from './read-users';

/** The names and forms are those of Auth0's import. */
export interface PasswordHash {
  /** A bcrypt hash. */
  password_hash?: string;
  /** A hash of another system that was imported and is still in use. */
  custom_password_hash?: JsonObject;
}

type WithHash<T> = T & PasswordHash;

export type ProfileWithHashes = WithHash<
  Omit<Profile, 'identities'> & { identities: WithHash<ProfileIdentity>[] }
>;

const keyOf = (connection: unknown, externalId: unknown): string =>
  `${String(connection)}|${String(externalId)}`;

const findImported = async (
  strapi: Core.Strapi,
  references: string[]
): Promise<Map<string, PasswordHash>> => {
  const rows: Row[] =
    references.length > 0
      ? await query(strapi, UIDS.importedPassword)
          .whereIn('reference', references)
          .select('reference', 'hash')
      : [];
  return new Map(
    rows.flatMap(({ reference, hash: stored }) => {
      const hash = asJson<ImportedHash | null>(stored, null);
      return hash
        ? [[String(reference), { custom_password_hash: writeAuth0Password(hash) as JsonObject }]]
        : [];
    })
  );
};

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
    .select(`${identities}.connection`, `${identities}.external_id`, `${accounts}.password`);
  const imported = await findImported(
    strapi,
    rows.map(({ password }) => password).filter(isReference)
  );
  return new Map(
    rows.map(({ connection, external_id: id, password }) => [
      keyOf(connection, id),
      isReference(password) ? (imported.get(password) ?? {}) : { password_hash: String(password) },
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
