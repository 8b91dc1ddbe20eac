import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { query, type Row } from '../../runtime/database/rows';
import { isStorable } from '../../utils/storable-text';
import { toUserRow, type UserRow } from './user-row';

/** A `user_id` contains a `|`; a `documentId` never does. */
export const isUserId = (id: string): boolean => id.includes('|');

/** @param id of the row */
export const findUser = async (strapi: Core.Strapi, id: number): Promise<UserRow | null> => {
  const row: Row | undefined = await query(strapi, UIDS.user).where({ id }).first();
  return row ? toUserRow(row) : null;
};

/**
 * @param id a `documentId` or a `user_id`
 * @param narrow changes the query, for instance to lock the row
 * @throws NotFoundError
 */
export const findUserByAnyId = async (
  strapi: Core.Strapi,
  id: string,
  narrow: (rows: Knex.QueryBuilder) => Knex.QueryBuilder = (rows) => rows
): Promise<UserRow> => {
  const column = isUserId(id) ? 'user_id' : 'document_id';
  const row: Row | undefined = isStorable(id)
    ? await narrow(query(strapi, UIDS.user).where({ [column]: id })).first()
    : undefined;
  if (!row) {
    throw new errors.NotFoundError('There is no user with this id');
  }
  return toUserRow(row);
};
