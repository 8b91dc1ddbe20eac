import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { query, tableName } from '../../runtime/database/rows';
import { searchTable } from './search-table';
import { searchPatterns } from './search-text';
import { whereLike } from './sql';

/** Up to this number of hits, users are selected by their ids. */
const MAX_IDS = 1000;

/** The hits of one search. */
export interface UserSearch {
  /** The number of hits. Null if there are many: then count the rows of `hits`. */
  count: number | null;
  /** A query for the ids of the hits, which does not read the users table. */
  hits(): Knex.QueryBuilder;
  /**
   * Restricts a query on the users table to the hits.
   *
   * @param isWalked whether the rows are read in their order until a page is full, so each row is compared. By
   * default the hits are found by the index.
   */
  restrict(rows: Knex.QueryBuilder, isWalked?: boolean): void;
}

const quoted = (pattern: string): string => `"${pattern.replaceAll('"', '""')}"`;

/** The query language of SQLite's full-text index. Quoted texts have no operators. */
const matchExpression = (alternatives: string[][]): string =>
  alternatives.map((patterns) => `(${patterns.map(quoted).join(' AND ')})`).join(' OR ');

/**
 * Looks up the users that a text finds. The index says whether they are few or many, which the planners of
 * databases misjudge: few are sorted, many are met by walking the index of the order.
 *
 * @returns null if the text has no words, so it selects every user
 */
export const searchUsers = async (
  strapi: Core.Strapi,
  text: string | undefined
): Promise<UserSearch | null> => {
  const alternatives = searchPatterns(text ?? '');
  if (alternatives.length === 0) {
    return null;
  }
  const { client } = strapi.db.dialect;
  const users = tableName(strapi, UIDS.user);
  const { name, id, body } = searchTable(strapi);
  const hits = (): Knex.QueryBuilder => {
    const found = query(strapi, UIDS.user).from(name).select({ id });
    if (client === 'sqlite') {
      return found.whereRaw(`${name} match ?`, [matchExpression(alternatives)]);
    }
    return whereLike(found, body, alternatives);
  };

  const found: { id: number }[] = await hits().limit(MAX_IDS + 1);
  if (found.length <= MAX_IDS) {
    const ids = found.map((hit) => Number(hit.id));
    return { count: ids.length, hits, restrict: (rows) => void rows.whereIn(`${users}.id`, ids) };
  }
  return {
    count: null,
    hits: () => query(strapi, UIDS.user).from(hits().as('hits')),
    restrict(rows, isWalked = false) {
      if (!isWalked && client !== 'mysql') {
        rows.whereIn(`${users}.id`, hits());
        return;
      }
      const ofUser =
        client === 'mysql' ? body : `(select ${body} from ${name} where ${id} = ${users}.id)`;
      whereLike(rows, ofUser, alternatives);
    },
  };
};
