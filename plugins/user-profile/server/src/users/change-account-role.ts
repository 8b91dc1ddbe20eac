import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS } from '../../../shared/constants';
import { relinkAccount } from '../model/accounts/account-roles';
import { columnOf } from '../runtime/database/rows';

const UID = STRAPI_UIDS.account;

type Data = Record<string, unknown>;

/** What the lifecycles of the site and of Strapi have added, in the form in which its columns store it. */
const columnsIn = (strapi: Core.Strapi, data: Data): Data =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([name, value]) => value !== undefined && columnOf(strapi, UID, name) !== undefined)
      .map(([name, value]) => {
        const isJson = typeof value === 'object' && value !== null && !(value instanceof Date);
        return [name, isJson ? JSON.stringify(value) : value];
      })
  );

/**
 * Changes the role of an account as `strapi.db.query().update()` does, with the same lifecycles. That would also write
 * the order of all accounts of the former role, which may be a million rows, for each account that leaves it
 * (@strapi/database 5.54.0, `cleanOrderColumns`). It finds the new role in place, and then writes none.
 */
export const changeAccountRole = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  id: number,
  role: number
): Promise<void> => {
  const { entityManager, lifecycles } = strapi.db;
  const data: Data = { role };
  const params = { where: { id }, data };
  const states = await lifecycles.run('beforeUpdate', UID, { params });
  // A subscriber may replace the data.
  const changed = params.data;
  const columns = columnsIn(strapi, changed);
  if (Object.keys(columns).length > 0) {
    await entityManager.createQueryBuilder(UID).where({ id }).update(columns).execute();
  }
  if (changed.role === role) {
    await relinkAccount(strapi, trx, role, id);
  }
  await entityManager.updateRelations(UID, id, changed, { transaction: trx });
  const result: unknown = await strapi.db.query(UID).findOne({ where: { id } });
  await lifecycles.run('afterUpdate', UID, { params, result }, states);
};
