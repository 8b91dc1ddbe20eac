import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { FindUsers, findUsersQuery, Profile } from '../../../shared/contracts/users';
import { pickFields } from '../model/users/fields';
import { selectUsers } from '../model/users/filters';
import { findUserByAnyId } from '../model/users/find-user';
import { cursorAfter, orderOf, positionOf, readFrom, type Order } from '../model/users/keyset';
import { searchUsers } from '../model/users/search';
import { serializeUsers } from '../model/users/serializer';
import { orderByColumn } from '../model/users/sql';
import { toUserRow, type UserRow } from '../model/users/user-row';
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

type UserChoice = Pick<UsersQuery, '_q' | 'filters'>;

/** The query reads one row more than the page contains, to know whether there is another page. */
const pageOf = (rows: Row[], pageSize: number, order: Order) => {
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const nextCursor = rows.length > pageSize && last ? cursorAfter(last, order) : null;
  return { page, nextCursor };
};

/** Reads users. */
export const createUserReader = ({ strapi }: { strapi: Core.Strapi }) => {
  const users = (): Knex.QueryBuilder => query(strapi, UIDS.user);

  const serialize = (rows: UserRow[]): Promise<Profile[]> => serializeUsers(strapi, rows);

  const responseOf = async (page: Row[], fields: UsersQuery['fields']) => {
    const rows = page.map(toUserRow);
    const profiles = await serialize(rows);
    const ids = profiles.map(({ documentId }) => documentId);
    const blocks = await getService(strapi, 'brute-force').findBlocks(ids);
    const requested = rows.filter((row) => row.erasure_requested_at !== null);
    const missing = rows.filter((row) => row.account_missing_since !== null);
    return {
      data: profiles.map((profile) => pickFields(profile, fields)),
      notes: {
        login_blocked: [...blocks.keys()],
        erasure_requested: requested.map((row) => row.document_id),
        account_missing: missing.map((row) => row.document_id),
      },
    };
  };

  return {
    serialize,

    /** One page of users, by number or cursor. */
    async find({
      pagination,
      sort,
      fields,
      _q,
      filters,
    }: UsersQuery): Promise<FindUsers.AnyResponse> {
      const { cursor, page: number, pageSize } = pagination;
      const order = orderOf(sort);
      const search = await searchUsers(strapi, _q);
      const matching = () => selectUsers(strapi, users(), { search, filters });
      if (cursor !== undefined) {
        const position = cursor === '' ? null : positionOf(cursor, order);
        const rows = await readFrom(matching, order, position, pageSize + 1);
        const { page, nextCursor } = pageOf(rows, pageSize, order);
        const { data, notes } = await responseOf(page, fields);
        return { data, meta: { pagination: { pageSize, nextCursor }, ...notes } };
      }
      const current = { page: number ?? 1, pageSize };
      const isSearchOnly = Object.keys(filters).length === 0;
      const counted = isSearchOnly && search ? search : { count: null, hits: matching };
      const total = counted.count ?? (await countOrEstimate(strapi, counted.hits()));
      const meta = pageMeta(current, total);
      const rows: Row[] = await orderByColumn(strapi, matching(), order.column, order.direction)
        .offset((current.page - 1) * pageSize)
        .limit(pageSize + 1);
      const { page, nextCursor } = pageOf(rows, pageSize, order);
      const { data, notes } = await responseOf(page, fields);
      return { data, meta: { pagination: { ...meta.pagination, nextCursor }, ...notes } };
    },

    /** All users of a selection, or those in `ids`, in the order of their row ids. Reads them in batches. */
    async *iterate({ _q, filters }: UserChoice, ids?: string[]): AsyncGenerator<Profile> {
      const search = await searchUsers(strapi, _q);
      for (let last = 0; ;) {
        const rows = selectUsers(strapi, users(), { search, filters }).where('id', '>', last);
        if (ids) {
          rows.where((named) => named.whereIn('document_id', ids).orWhereIn('user_id', ids));
        }
        const batch: Row[] = await rows.orderBy('id').limit(EXPORT_BATCH);
        yield* await serialize(batch.map(toUserRow));
        if (batch.length < EXPORT_BATCH) {
          return;
        }
        last = batch[batch.length - 1].id;
      }
    },

    /**
     * @param id a `documentId` or a `user_id`
     * @throws NotFoundError
     */
    getRow: (id: string): Promise<UserRow> => findUserByAnyId(strapi, id),
  };
};
