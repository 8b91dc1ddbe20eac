import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { UIDS } from '../../../../shared/constants';
import type { FindUsers, Profile } from '../../../../shared/contracts/users';
import { read, type Row } from '../../database/rows';
import { getService } from '../../utils/service';
import { countUpToLimit, pageMeta, type PageQuery } from '../paging';
import { selectUsers, type UserSelection } from './filters';
import { serializeProfile } from './serializer';
import { orderByColumn } from './sql';

const EXPORT_BATCH = 500;

export interface UsersQuery extends UserSelection {
  pagination: PageQuery;
  /** `column:asc` or `column:desc`. */
  sort: string;
}

/** Reads profiles. */
export const createProfiles = ({ strapi }: { strapi: Core.Strapi }) => {
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

  return {
    serialize,

    /** One page of profiles. */
    async find({ pagination, sort, ...selection }: UsersQuery): Promise<FindUsers.Response> {
      const matching = selectUsers(strapi, users(), selection);
      const total = await countUpToLimit(strapi.db.connection, matching);
      const [column, direction] = sort.toLowerCase().split(':');
      const rows: Row[] = await orderByColumn(
        strapi,
        matching,
        column,
        direction === 'asc' ? 'asc' : 'desc'
      )
        .offset((pagination.page - 1) * pagination.pageSize)
        .limit(pagination.pageSize);
      const data = await serialize(rows);
      const ids = data.map(({ documentId }) => documentId);
      const blocks = await getService(strapi, 'brute-force').findBlocks(ids);
      const leaving = rows.filter((row) => row.erasure_requested_at !== null);
      return {
        data,
        meta: {
          ...pageMeta(pagination, total),
          login_blocked: [...blocks.keys()],
          erasure_requested: leaving.map((row) => String(row.document_id)),
        },
      };
    },

    /** All profiles of a selection, or those named, a batch at a time and in the order of their ids. */
    async *iterate(selection: UserSelection, ids?: string[]): AsyncGenerator<Profile> {
      for (let last = 0; ;) {
        const rows = selectUsers(strapi, users(), selection).where('id', '>', last);
        if (ids) rows.where((named) => named.whereIn('document_id', ids).orWhereIn('user_id', ids));
        const batch: Row[] = await rows.orderBy('id').limit(EXPORT_BATCH);
        yield* await serialize(batch);
        if (batch.length < EXPORT_BATCH) return;
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
      if (!row) throw new errors.NotFoundError('There is no user with this id');
      return row;
    },
  };
};
