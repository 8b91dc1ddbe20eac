import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { UserRole } from '../../../../shared/contracts/profile';
import { asText, query, type Row } from '../../runtime/database/rows';
import { valuesOf, type Choice } from './choice';

export interface Role extends UserRole {
  id: number;
}

/** The type in the column is cut, so the id always fits. */
const MAX_TYPE = 200;

/**
 * The value of the column `role` of users: sorted by the type, and unique by the id, because two roles may have
 * the same type. The name is not part of it, so renaming a role changes no user.
 */
export const roleKey = ({ type, documentId }: Pick<UserRole, 'type' | 'documentId'>): string =>
  `${type.slice(0, MAX_TYPE)} ${documentId}`;

const idIn = (key: string): string => key.slice(key.lastIndexOf(' ') + 1);

const ROLE_COLUMNS = ['id', 'document_id', 'name', 'type'] as const;

const roleOf = (row: Row): Role => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  name: asText(row.name) ?? '',
  type: asText(row.type) ?? '',
});

const read = async (
  strapi: Core.Strapi,
  narrow: (rows: ReturnType<typeof query>) => ReturnType<typeof query>
): Promise<Role[]> => {
  const rows: Row[] = await narrow(query(strapi, STRAPI_UIDS.role)).select(...ROLE_COLUMNS);
  return rows.map(roleOf);
};

export const shownRole = ({ documentId, name, type }: Role): UserRole => ({
  documentId,
  name,
  type,
});

/** All roles of the site, by name. */
export const findRoles = async (strapi: Core.Strapi): Promise<UserRole[]> =>
  (await read(strapi, (rows) => rows.orderBy(['name', 'id']))).map(shownRole);

/** The roles behind values of the column, by value. Deleted roles are missing. */
export const findRolesByKey = async (
  strapi: Core.Strapi,
  keys: readonly (string | null)[]
): Promise<Map<string, UserRole>> => {
  const known = [...new Set(keys)].filter((key) => key !== null);
  if (known.length === 0) {
    return new Map();
  }
  const roles = await read(strapi, (rows) => rows.whereIn('document_id', known.map(idIn)));
  const byId = new Map(roles.map((role) => [role.documentId, shownRole(role)]));
  return new Map(
    known.flatMap((key) => {
      const role = byId.get(idIn(key));
      return role ? [[key, role]] : [];
    })
  );
};

/** The values of the column that a filter selects. */
export const findRoleKeys = async (
  strapi: Core.Strapi,
  { type, documentId }: { type?: Choice; documentId?: Choice }
): Promise<string[]> => {
  // Compared here: MySQL would also find types that differ in case or accents.
  const roles = await read(strapi, (rows) => rows);
  return roles
    .filter((role) => !type || valuesOf(type).includes(role.type))
    .filter((role) => !documentId || valuesOf(documentId).includes(role.documentId))
    .map(roleKey);
};

/** The roles with this `documentId` or, without one, with this type. */
export const findNamedRoles = async (strapi: Core.Strapi, name: string): Promise<Role[]> => {
  const roles = await read(strapi, (rows) => rows);
  const byId = roles.filter(({ documentId }) => documentId === name);
  return byId.length > 0 ? byId : roles.filter(({ type }) => type === name);
};

/** The role that new users get, by U&P's setting. */
export const defaultRoleOf = async (
  strapi: Core.Strapi,
  type: string | undefined
): Promise<Role | null> => {
  const [role] = await read(strapi, (rows) => rows.where({ type: type ?? null }).orderBy('id'));
  return role ?? null;
};

/** All roles by type. Of those with the same type, the oldest counts. */
export const findRolesByType = async (strapi: Core.Strapi): Promise<Map<string, Role>> => {
  const roles = await read(strapi, (rows) => rows.orderBy('id', 'desc'));
  return new Map(roles.map((role) => [role.type, role]));
};
