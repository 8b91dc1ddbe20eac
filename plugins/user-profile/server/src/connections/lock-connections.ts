import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import type { ConnectionRow } from '../model/connections/connection-store';
import { table, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';

const notFound = (name: string) => new errors.NotFoundError(`There is no connection "${name}"`);

/** @throws NotFoundError; also where a database that does not tell case apart found another */
export const requireRow = async (strapi: Core.Strapi, name: string): Promise<ConnectionRow> => {
  const row = await getService(strapi, 'connection-store').findRow(name);
  if (row?.name === name) {
    return row;
  }
  throw notFound(name);
};

/** @throws ApplicationError for what the config or Users & Permissions says: it is changed there */
export const requireOwn = ({ name, managed_by: managedBy }: ConnectionRow): void => {
  if (managedBy === 'panel') {
    return;
  }
  const place = managedBy === 'config' ? 'the configuration of the plugin' : 'Users & Permissions';
  throw new errors.ApplicationError(`The connection "${name}" is set up in ${place}`);
};

/**
 * Holds the rows of connections until the end of the transaction, in the order of their names, so that
 * two who hold the same ones never wait for each other.
 *
 * @throws NotFoundError where the first is gone
 */
export const lockRows = async (
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
