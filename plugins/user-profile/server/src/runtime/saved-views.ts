import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { viewPage, type SaveView, type View } from '../../../shared/contracts/views';
import { MAX_VIEWS } from '../../../shared/view-limits';
import { codedError } from '../utils/errors';
import type { Context } from '../utils/service';
import { VIEW_UID } from './database/plain-models';
import { inTransaction, table, tableName, query, type Row } from './database/rows';

declare module '../utils/service' {
  interface Services {
    'saved-views': ReturnType<typeof createSavedViews>;
  }
}

const toView = ({ id, page, name, search }: Row): View => ({
  id,
  page: viewPage.parse(page),
  name: String(name),
  search: String(search),
});

/** The saved views of the panel's lists. Each belongs to one admin; no other admin can read it. */
export const createSavedViews = ({ strapi }: Context) => {
  const of = (rows: Knex.QueryBuilder, admin: number) =>
    rows.where({ admin }).orderBy([{ column: 'name' }, { column: 'id' }]);

  const find = async (admin: number): Promise<View[]> => {
    const rows: Row[] = await of(query(strapi, VIEW_UID), admin).select(
      'id',
      'page',
      'name',
      'search'
    );
    return rows.map(toView);
  };

  return {
    find,

    /** @throws ApplicationError if the admin has as many views as allowed */
    async save(admin: number, view: SaveView.Request['body']['data']): Promise<View[]> {
      await inTransaction(strapi, async (trx) => {
        const row = { ...view, admin };
        await table(strapi, trx, VIEW_UID)
          .insert(row)
          .onConflict(['admin', 'page', 'name'])
          .merge({ search: view.search });
        const [{ count }] = await table(strapi, trx, VIEW_UID).where({ admin }).count('* as count');
        if (Number(count) > MAX_VIEWS) {
          throw new errors.ApplicationError(...codedError('views_too_many', { max: MAX_VIEWS }));
        }
      });
      return find(admin);
    },

    /** @throws NotFoundError if the admin has no such view */
    async delete(admin: number, id: string): Promise<View[]> {
      const deleted = /^\d{1,9}$/.test(id)
        ? await inTransaction(strapi, (trx) =>
            table(strapi, trx, VIEW_UID)
              .where({ admin, id: Number(id) })
              .delete()
          )
        : 0;
      if (deleted === 0) {
        throw new errors.NotFoundError(...codedError('view_not_found'));
      }
      return find(admin);
    },

    /** Removes the views of admins that were deleted. */
    sweep: (): Promise<number> =>
      inTransaction(strapi, (trx) =>
        table(strapi, trx, VIEW_UID)
          .whereNotIn('admin', trx(tableName(strapi, 'admin::user')).select('id'))
          .delete()
      ),
  };
};
