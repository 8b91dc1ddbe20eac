import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { SEARCHED_COLUMNS } from './filters';

/** Sortable columns that can be NULL. */
const NULLABLE_SORT_COLUMNS = ['email', 'username', 'last_login'] as const;

/**
 * Creates the indexes that a schema cannot declare: on `lower(column)` for the search, and on PostgreSQL
 * with NULLS FIRST for the order of the list. Strapi keeps indexes that it does not know. MariaDB compares
 * text case-insensitively, so its plain indexes are enough.
 */
export const createSearchIndexes = async (strapi: Core.Strapi): Promise<void> => {
  const { client } = strapi.db.dialect;
  if (client === 'mysql') {
    return;
  }
  const table = strapi.db.metadata.get(UIDS.user).tableName;
  const schema = strapi.db.getSchemaName();
  const on = schema ? `"${schema}"."${table}"` : `"${table}"`;
  const operators = client === 'postgres' ? ' text_pattern_ops' : '';
  for (const column of SEARCHED_COLUMNS) {
    await strapi.db.connection.raw(
      `create index if not exists "${table}_${column}_lower" on ${on} (lower("${column}")${operators})`
    );
  }
  if (client !== 'postgres') {
    return;
  }
  for (const column of NULLABLE_SORT_COLUMNS) {
    await strapi.db.connection.raw(
      `create index if not exists "${table}_${column}_sort" on ${on} ("${column}" asc nulls first, "id" asc)`
    );
  }
};
