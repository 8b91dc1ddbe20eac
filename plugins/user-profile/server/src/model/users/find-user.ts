import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { UIDS } from '../../../../shared/constants';
import { isStorable } from '../../../../shared/storable-text';
import { query, type Row } from '../../runtime/database/rows';
import { codedError } from '../../utils/errors';
import { toUserRow, type UserRow } from './user-row';

/** A `user_id` contains a `|`; a `documentId` never does. */
export const isUserId = (id: string): boolean => id.includes('|');

/** @param id of the row */
export const findUser = async (strapi: Core.Strapi, id: number): Promise<UserRow | null> =>
  (await findUsers(strapi, [id]))[0] ?? null;

/** @param ids of the rows */
export const findUsers = async (strapi: Core.Strapi, ids: number[]): Promise<UserRow[]> => {
  const rows: Row[] = await query(strapi, UIDS.user).whereIn('id', ids);
  return rows.map(toUserRow);
};

export const userNotFound = (): Error => new errors.NotFoundError(...codedError('user_not_found'));

/**
 * @param id a `documentId` or a `user_id`
 * @throws NotFoundError
 */
export const findUserByAnyId = async (strapi: Core.Strapi, id: string): Promise<UserRow> => {
  const column = isUserId(id) ? 'user_id' : 'document_id';
  const row: Row | undefined = isStorable(id)
    ? await query(strapi, UIDS.user)
        .where({ [column]: id })
        .first()
    : undefined;
  if (!row) {
    throw userNotFound();
  }
  return toUserRow(row);
};
