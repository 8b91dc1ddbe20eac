import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { FindUsers, findUsersQuery, Profile } from '../../../shared/contracts/users';
import { pickFields } from '../model/users/fields';
import { selectUsers, type UserSelection } from '../model/users/filters';
import { findUserByAnyId } from '../model/users/find-user';
import { cursorAfter, orderOf, positionOf, readFrom, type Order } from '../model/users/keyset';
import { serializeUsers } from '../model/users/serializer';
import { orderByColumn } from '../model/users/sql';
import { query, type Row } from '../runtime/database/rows';
import { countOrEstimate, pageMeta } from '../runtime/paging';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-reader': ReturnType<typeof createUserReader>;
  }
}

const EXPORT_BATCH = 500;

export type UsersQuery = z.output<typeof findUsersQuery>;

/** One row more than the page holds tells whether there is another page. */
const cut = (rows: Row[], pageSize: number, order: Order) => {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const nextCursor = rows.length > pageSize && last ? cursorAfter(last, order) : null;
  return { page, nextCursor };
};

/** Reads profiles. */
export const createUserReader = ({ strapi }: { strapi: Core.Strapi }) => {
  const users = (): Knex.QueryBuilder => query(strapi, UIDS.user);

  const serialize = (rows: Row[]): Promise<Profile[]> => serializeUsers(strapi, rows);

  const answerOf = async (rows: Row[], fields: UsersQuery['fields']) => {
    const profiles = await serialize(rows);
    const ids = profiles.map(({ documentId }) => documentId);
    const blocks = await getService(strapi, 'brute-force').findBlocks(ids);
    const leaving = rows.filter((row) => row.erasure_requested_at !== null);
    return {
      data: profiles.map((profile) => pickFields(profile, fields)),
      notes: {
        login_blocked: [...blocks.keys()],
        erasure_requested: leaving.map((row) => String(row.document_id)),
      },
    };
  };

  return {
    serialize,

    /** One page of profiles: by its number, or from where an earlier page ended. */
    async find({
      pagination,
      sort,
      fields,
      ...selection
    }: UsersQuery): Promise<FindUsers.AnyResponse> {
      const { cursor, page: number, pageSize } = pagination;
      const order = orderOf(sort);
      const matching = () => selectUsers(strapi, users(), selection);
      if (cursor !== undefined) {
        const place = cursor === '' ? null : positionOf(cursor, order);
        const rows = await readFrom(matching, order, place, pageSize + 1);
        const { page, nextCursor } = cut(rows, pageSize, order);
        const { data, notes } = await answerOf(page, fields);
        return { data, meta: { pagination: { pageSize, nextCursor }, ...notes } };
      }
      const current = { page: number ?? 1, pageSize };
      const meta = pageMeta(current, await countOrEstimate(strapi, matching()));
      const rows: Row[] = await orderByColumn(strapi, matching(), order.column, order.direction)
        .offset((current.page - 1) * pageSize)
        .limit(pageSize + 1);
      const { page, nextCursor } = cut(rows, pageSize, order);
      const { data, notes } = await answerOf(page, fields);
      return { data, meta: { pagination: { ...meta.pagination, nextCursor }, ...notes } };
    },

    /** All profiles of a selection, or those named, a batch at a time and in the order of their ids. */
    async *iterate(selection: UserSelection, ids?: string[]): AsyncGenerator<Profile> {
      for (let last = 0; ;) {
        const rows = selectUsers(strapi, users(), selection).where('id', '>', last);
        if (ids) {
          rows.where((named) => named.whereIn('document_id', ids).orWhereIn('user_id', ids));
        }
        const batch: Row[] = await rows.orderBy('id').limit(EXPORT_BATCH);
        yield* await serialize(batch);
        if (batch.length < EXPORT_BATCH) {
          return;
        }
        last = batch[batch.length - 1].id;
      }
    },

    /**
     * The row of a profile.
     *
     * @param id a `documentId` or a `user_id`
     * @throws NotFoundError
     */
    getRow: (id: string): Promise<Row> => findUserByAnyId(strapi, id),
  };
};
