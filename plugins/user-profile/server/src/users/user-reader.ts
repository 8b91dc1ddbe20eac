import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import type { FindUsers, findUsersQuery, Profile } from '../../../shared/contracts/users';
import { pickFields } from '../model/users/fields';
import { findUserByAnyId } from '../model/users/find-user';
import { FIRST_PAGE, orderOf, startOf } from '../model/users/keyset';
import { findMatches } from '../model/users/matches';
import { readPage } from '../model/users/read-page';
import { searchUsers } from '../model/users/search';
import { invitationOf, serializeUsers } from '../model/users/serializer';
import { toUserRow, type UserRow } from '../model/users/user-row';
import { type Row } from '../runtime/database/rows';
import { totalMeta } from '../runtime/paging';
import { getService } from '../utils/service';
import { withAccountFields, type AccountFieldsRequest } from './with-account-fields';

declare module '../utils/service' {
  interface Services {
    'user-reader': ReturnType<typeof createUserReader>;
  }
}

const DEFAULT_PAGE_SIZE = 25;

export type UsersQuery = z.output<typeof findUsersQuery>;

/** The rows that a page consists of, in the words of the request. */
const rangeOf = ({ page, pageSize, start, limit, cursor }: UsersQuery['pagination']) => {
  if (start !== undefined || limit !== undefined) {
    const range = { start: start ?? 0, limit: limit ?? DEFAULT_PAGE_SIZE };
    return { offset: range.start, size: range.limit, asked: range };
  }
  const size = pageSize ?? DEFAULT_PAGE_SIZE;
  const number = page ?? 1;
  return {
    offset: (number - 1) * size,
    size,
    asked: cursor === undefined ? { page: number, pageSize: size } : { pageSize: size },
  };
};

/** Reads users. */
export const createUserReader = ({ strapi }: { strapi: Core.Strapi }) => {
  const serialize = (rows: UserRow[]): Promise<Profile[]> => serializeUsers(strapi, rows);

  const responseOf = async (
    page: Row[],
    fields: UsersQuery['fields'],
    accountFields: AccountFieldsRequest
  ) => {
    const rows = page.map(toUserRow);
    const profiles = await serialize(rows);
    const ids = profiles.map(({ documentId }) => documentId);
    const blocks = await getService(strapi, 'login-blocks').find(ids);
    const requested = rows.filter((row) => row.erasure_requested_at !== null);
    const missing = rows.filter((row) => row.account_missing_since !== null);
    const shown = profiles.map((profile) => pickFields(profile, fields));
    const invitations = rows.flatMap((row) => {
      const invitation = invitationOf(row);
      return invitation ? [[row.document_id, invitation] as const] : [];
    });
    return {
      data: await withAccountFields(strapi, rows, shown, accountFields),
      notes: {
        login_blocked: [...blocks.keys()],
        erasure_requested: requested.map((row) => row.document_id),
        account_missing: missing.map((row) => row.document_id),
        invitations: Object.fromEntries(invitations),
      },
    };
  };

  return {
    serialize,

    /**
     * One page of users, by number, offset or cursor.
     *
     * @param mayRead see `readAccountFields`
     */
    async find(
      request: UsersQuery,
      mayRead?: AccountFieldsRequest['mayRead']
    ): Promise<FindUsers.AnyResponse> {
      const { pagination, sort, fields, account_fields: names, _q, filters } = request;
      const { cursor, withCount = cursor === undefined } = pagination;
      const order = orderOf(sort);
      const start = cursor === undefined ? FIRST_PAGE : startOf(cursor, order);
      const { size, offset, asked } = rangeOf(pagination);
      const selection = { search: await searchUsers(strapi, _q), filters };
      const matches = await findMatches(strapi, selection, withCount);
      const { total } = matches;
      const { page, cursors } = await readPage(strapi, matches, order, { start, offset, size });
      const pages =
        total === undefined || !('page' in asked) ? {} : { pageCount: Math.ceil(total / size) };
      const counted = withCount && total !== undefined ? { ...pages, ...totalMeta(total) } : {};
      const { data, notes } = await responseOf(page, fields, { asked: names, mayRead });
      return { data, meta: { pagination: { ...asked, ...counted, ...cursors }, ...notes } };
    },

    /**
     * @param id a `documentId` or a `user_id`
     * @throws NotFoundError
     */
    getRow: (id: string): Promise<UserRow> => findUserByAnyId(strapi, id),
  };
};
