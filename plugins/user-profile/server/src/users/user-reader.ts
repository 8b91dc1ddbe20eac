import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { FindUsers, findUsersQuery, Profile } from '../../../shared/contracts/users';
import { pickFields } from '../model/users/fields';
import { selectUsers, type UserSelection } from '../model/users/filters';
import { cursorAfter, orderOf, placeOf, readFrom, type Order } from '../model/users/keyset';
import { serializeProfile } from '../model/users/serializer';
import { orderByColumn } from '../model/users/sql';
import { read, type Row } from '../runtime/database/rows';
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
  const users = (): Knex.QueryBuilder => read(strapi, UIDS.user);

  const identitiesOf = async (userIds: number[]): Promise<Map<number, Row[]>> => {
    const identity = strapi.db.metadata.get(UIDS.identity).tableName;
    const connection = strapi.db.metadata.get(UIDS.connection).tableName;
    const rows: Row[] = await read(strapi, UIDS.identity)
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

  const serialize = async (rows: Row[]): Promise<Profile[]> => {
    const identities = await identitiesOf(rows.map(({ id }) => id));
    return rows.map((row) => serializeProfile(row, identities.get(row.id) ?? []));
  };

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
        const place = cursor === '' ? null : placeOf(cursor, order);
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
    async getRow(id: string): Promise<Row> {
      const column = id.includes('|') ? 'user_id' : 'document_id';
      const row: Row | undefined = id.includes('\0')
        ? undefined
        : await users()
            .where({ [column]: id })
            .first();
      if (!row) {
        throw new errors.NotFoundError('There is no user with this id');
      }
      return row;
    },
  };
};
