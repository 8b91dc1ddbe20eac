import { errors } from '@strapi/utils';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import { UIDS } from '../../../../shared/constants';
import type { FindUsers, Profile } from '../../../../shared/contracts/users';
import { read, type Row } from '../../database/rows';
import { countUpToLimit, pageMeta, type PageQuery } from '../paging';
import { serializeProfile } from './serializer';
import { matchPrefix, orderByColumn } from './sql';

const SEARCHED_COLUMNS = ['name', 'email', 'username', 'user_id'];

export interface UsersQuery {
  pagination: PageQuery;
  /** `column:asc` or `column:desc`. */
  sort: string;
  _q?: string;
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
    async find({ pagination, sort, _q }: UsersQuery): Promise<FindUsers.Response> {
      const matching = users();
      if (_q?.trim()) matchPrefix(matching, SEARCHED_COLUMNS, _q.trim());
      const total = await countUpToLimit(strapi.db.connection, matching);
      const [column, direction] = sort.split(':');
      const rows: Row[] = await orderByColumn(
        strapi,
        matching,
        column,
        direction.toLowerCase() === 'asc' ? 'asc' : 'desc'
      )
        .offset((pagination.page - 1) * pagination.pageSize)
        .limit(pagination.pageSize);
      return { data: await serialize(rows), meta: pageMeta(pagination, total) };
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
        : await users().where({ [column]: id }).first();
      if (!row) throw new errors.NotFoundError('There is no user with this id');
      return row;
    },
  };
};
