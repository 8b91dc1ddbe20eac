import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { ConnectionRow } from '../model/connections/connection-store';
import { table, type Row } from '../runtime/database/rows';
import { codedError } from '../utils/errors';
import { getService } from '../utils/service';

const notFound = (name: string) =>
  new errors.NotFoundError(...codedError('connection_not_found', { name }));

/**
 * @throws NotFoundError, also if a database with a case-insensitive collation found a connection whose
 *   name differs in case
 */
export const requireRow = async (strapi: Core.Strapi, name: string): Promise<ConnectionRow> => {
  const row = await getService(strapi, 'connection-store').findRow(name);
  if (row?.name === name) {
    return row;
  }
  throw notFound(name);
};

/** @throws ApplicationError if the connection is managed in the configuration or by Users & Permissions */
export const requireOwn = ({ name, managed_by: managedBy }: ConnectionRow): void => {
  if (managedBy === 'panel') {
    return;
  }
  const code =
    managedBy === 'config'
      ? 'connection_managed_in_config'
      : 'connection_managed_in_users_permissions';
  throw new errors.ApplicationError(...codedError(code, { name }));
};

/**
 * Locks the rows of connections until the end of the transaction. The fixed order, by name, prevents
 * deadlocks between transactions that lock the same rows.
 *
 * @throws NotFoundError if the first one does not exist
 */
export const lockConnections = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  [name, ...others]: string[]
): Promise<Row[]> => {
  const rows: Row[] = await table(strapi, trx, UIDS.connection)
    .whereIn('name', [name, ...others])
    .orderBy('name')
    .forUpdate();
  if (rows.some((row) => row.name === name)) {
    return rows;
  }
  throw notFound(name);
};
