import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../../shared/constants';
import type { AskedAccountFields } from '../../../../shared/contracts/account-fields';
import type { exportDevicesBody } from '../../../../shared/contracts/exports';
import type { Profile } from '../../../../shared/contracts/users';
import { resolveFilters, selectUsers, type UserSelection } from '../../model/users/filters';
import { searchUsers } from '../../model/users/search';
import { serializeUsers } from '../../model/users/serializer';
import { toUserRow } from '../../model/users/user-row';
import { query, type Row } from '../../runtime/database/rows';
import { withAccountFields } from '../with-account-fields';

/** Whose data is exported. */
export type Chosen = Omit<z.output<typeof exportDevicesBody>['data'], 'format'>;

export interface ExportedUser {
  id: number;
  profile: Profile;
}

const BATCH = 1000;

const rowsOf = (
  strapi: Core.Strapi,
  selection: UserSelection,
  ids: string[] | undefined,
  after: number
): Promise<Row[]> => {
  const rows = selectUsers(strapi, query(strapi, UIDS.user), selection, 'id').where(
    'id',
    '>',
    after
  );
  if (ids) {
    rows.where((named) => named.whereIn('document_id', ids).orWhereIn('user_id', ids));
  }
  return rows.orderBy('id').limit(BATCH);
};

/** The rows of the chosen users, in batches and in the order of their ids. */
export async function* readUserRows(
  strapi: Core.Strapi,
  { ids, _q, filters }: Chosen
): AsyncGenerator<Row[]> {
  const search = await searchUsers(strapi, _q);
  const selection = await resolveFilters(strapi, { search, filters });
  for (let last = 0; ;) {
    const rows = await rowsOf(strapi, selection, ids, last);
    yield rows;
    if (rows.length < BATCH) {
      return;
    }
    last = rows[rows.length - 1].id;
  }
}

/**
 * The chosen users as responses contain them. The number of statements of a batch does not depend on its users.
 *
 * @param asked the account fields to add
 */
export async function* readUsers(
  strapi: Core.Strapi,
  chosen: Chosen,
  asked: AskedAccountFields
): AsyncGenerator<ExportedUser[]> {
  for await (const rows of readUserRows(strapi, chosen)) {
    const users = rows.map(toUserRow);
    const profiles = await serializeUsers(strapi, users);
    const complete = await withAccountFields(strapi, users, profiles, { asked });
    yield complete.map((profile, index) => ({ id: users[index].id, profile }));
  }
}
