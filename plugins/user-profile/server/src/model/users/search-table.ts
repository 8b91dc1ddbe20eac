import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { table, tableName, type Row } from '../../runtime/database/rows';
import { searchTextOf } from './search-text';

/**
 * The search text is stored apart from the users: its index has a hundred entries for each user, which a login
 * must not write again.
 */
export const SEARCH_TABLE = 'user_profile_search';

interface SearchTable {
  name: string;
  /** The column with the id of the user. */
  id: string;
  /** The column with the search text, or the expression for it. */
  body: string;
}

/** On MySQL the text is not stored: an index for it would need a stored function. */
const isStored = (strapi: Core.Strapi): boolean => strapi.db.dialect.client !== 'mysql';

export const searchTable = (strapi: Core.Strapi): SearchTable => {
  const { client } = strapi.db.dialect;
  if (!isStored(strapi)) {
    const users = tableName(strapi, UIDS.user);
    return { name: users, id: 'id', body: searchTextOf(users) };
  }
  return { name: SEARCH_TABLE, id: client === 'sqlite' ? 'rowid' : 'id', body: 'body' };
};

export const inSchema = (strapi: Core.Strapi, name: string): string => {
  const schema = strapi.db.getSchemaName();
  return schema ? `"${schema}"."${name}"` : `"${name}"`;
};

/** The users above an id, up to another, without a correct search text. */
export const findUnsearchable = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  after: number,
  last: number
): Promise<number[]> => {
  if (!isStored(strapi)) {
    return [];
  }
  const { name, id, body } = searchTable(strapi);
  const users = tableName(strapi, UIDS.user);
  const text = searchTextOf(users);
  const rows: Row[] = await table(strapi, trx, UIDS.user)
    .leftJoin(name, `${name}.${id}`, `${users}.id`)
    .where(`${users}.id`, '>', after)
    .where(`${users}.id`, '<=', last)
    .where((differs) =>
      differs.whereNull(`${name}.${body}`).orWhereRaw(`${name}.${body} <> ${text}`)
    )
    .select(`${users}.id`);
  return rows.map((row) => row.id);
};

/** Writes the search texts of users whose rows are locked. */
export const writeSearchTexts = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  ids: readonly number[]
): Promise<void> => {
  if (!isStored(strapi)) {
    return;
  }
  const { name, id, body } = searchTable(strapi);
  const users = tableName(strapi, UIDS.user);
  const texts = table(strapi, trx, UIDS.user).whereIn('id', ids);
  const stored = inSchema(strapi, name);
  await trx(trx.raw(stored)).whereIn(id, ids).delete();
  await trx(trx.raw(`${stored} (??, ??)`, [id, body])).insert(
    texts.select('id', trx.raw(searchTextOf(users)))
  );
};
