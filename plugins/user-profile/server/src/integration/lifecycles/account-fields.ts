import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { settableNames } from '../../model/accounts/own-fields';
import { actorOfRequest, currentActor, isUserActor } from '../../request/actor';
import { query, table } from '../../runtime/database/rows';
import { neverThrows } from '../../runtime/never-throws';
import { getService } from '../../utils/service';

interface LifecycleEvent {
  params: { data?: Record<string, unknown> };
  result?: { id?: number; documentId?: string } | null;
}

/**
 * Whether a person changes the account elsewhere, such as an admin in the Content Manager. Code of the site that
 * stores something about the user of a request, such as the latest visit, would make every edit a conflict.
 */
const isEdit = (strapi: Core.Strapi): boolean => {
  const actor = currentActor() === null ? actorOfRequest(strapi) : null;
  return actor !== null && !isUserActor(actor);
};

/** Raises the revision of a user whose account fields are edited elsewhere, so an older edit is rejected. */
export const followAccountFields = (strapi: Core.Strapi): void => {
  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.account],
    async afterUpdate(event) {
      const { params, result } = event as unknown as LifecycleEvent;
      const account = result?.documentId;
      const names = Object.keys(params.data ?? {});
      const hasField = settableNames(strapi).some((name) => names.includes(name));
      if (!hasField || account === undefined || !isEdit(strapi)) {
        return;
      }
      await neverThrows(strapi, 'a change of account fields', async (trx) => {
        const row = await query(strapi, UIDS.identity).where({ account }).first('user_id');
        if (!row?.user_id) {
          return;
        }
        await table(strapi, trx, UIDS.user)
          .where({ id: row.user_id })
          .update({ updated_at: new Date() })
          .increment('revision', 1);
        await getService(strapi, 'event-publisher').profileChanged(trx, Number(row.user_id));
      });
    },
  });
};
