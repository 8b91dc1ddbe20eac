import type { Core } from '@strapi/types';

import { UIDS } from '../../../../shared/constants';
import { compareBytewise } from '../../runtime/database/bytewise-columns';
import { FOLDED_COLUMNS } from './folded-columns';
import { createSearchTable } from './search-table';

/** Sortable columns that can be NULL. */
const NULLABLE_SORT_COLUMNS = [
  'folded_name',
  'folded_email',
  'folded_username',
  'last_login',
] as const;

/**
 * Completes the indexes for search and order with what a schema cannot declare: the comparison by bytes, and
 * on PostgreSQL indexes with NULLS FIRST for the order of the list. Strapi keeps indexes that it does not know.
 */
export const createSearchIndexes = async (strapi: Core.Strapi): Promise<void> => {
  await compareBytewise(strapi, UIDS.user, [...FOLDED_COLUMNS, 'phone_number']);
  await createSearchTable(strapi);
  if (strapi.db.dialect.client !== 'postgres') {
    return;
  }
  const table = strapi.db.metadata.get(UIDS.user).tableName;
  const schema = strapi.db.getSchemaName();
  const on = schema ? `"${schema}"."${table}"` : `"${table}"`;
  for (const column of NULLABLE_SORT_COLUMNS) {
    await strapi.db.connection.raw(
      `create index if not exists "${table}_${column}_sort" on ${on} ("${column}" asc nulls first, "id" asc)`
    );
  }
};
