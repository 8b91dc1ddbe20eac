import type { Core } from '@strapi/types';

import { inTransaction, tableName } from './rows';

/**
 * Renews the statistics that PostgreSQL plans with. A table that grows fast still counts as small for a minute
 * or more, so every query would scan all of it. Other databases need no statistics to use an index.
 */
export const analyzeTables = async (strapi: Core.Strapi, uids: string[]): Promise<void> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return;
  }
  const schema = strapi.db.getSchemaName();
  for (const uid of uids) {
    const name = tableName(strapi, uid);
    await inTransaction(strapi, (trx) =>
      trx.raw('analyze ??', [schema ? `${schema}.${name}` : name])
    );
  }
};
