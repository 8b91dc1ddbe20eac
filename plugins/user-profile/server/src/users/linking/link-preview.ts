import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { PreviewLink } from '../../../../shared/contracts/identities';
import { inTransaction, table, type Row } from '../../runtime/database/rows';
import { sessionTable } from '../../sessions/session-rows';
import { getService } from '../../utils/service';
import { joinMetadata, loadLinkCandidates } from './link-candidates';

export const createLinkPreview = (strapi: Core.Strapi) => {
  const countSessions = async (trx: Knex.Transaction, userId: number): Promise<number> => {
    const accountIds = await getService(strapi, 'sessions').accountIdsOf(trx, userId);
    const row: Row | undefined = await sessionTable(strapi, trx)
      .whereIn('user_id', accountIds.map(String))
      .where({ status: 'active' })
      .where('expires_at', '>', new Date())
      .count({ count: '*' })
      .first();
    return Number(row?.count ?? 0);
  };

  const countDevices = async (trx: Knex.Transaction, userId: number): Promise<number> => {
    const row: Row | undefined = await table(strapi, trx, UIDS.device)
      .where({ user_id: userId, unlinked_at: null })
      .count({ count: '*' })
      .first();
    return Number(row?.count ?? 0);
  };

  /** What a link would keep, add and drop. Fails if the link would fail. */
  return (id: string, secondaryUser: string): Promise<PreviewLink.Response['data']> =>
    inTransaction(strapi, async (trx) => {
      const candidates = await loadLinkCandidates(strapi, trx, { id, secondaryUser, lock: false });
      const { primary, secondary } = candidates;
      const serialize = getService(strapi, 'user-reader').serialize;
      const [user, linked] = await serialize([primary.row, secondary.row]);
      const { merged, conflicts } = joinMetadata(candidates);
      const summaryOf = ({ documentId, user_id, name, email }: typeof user) => ({
        documentId,
        user_id,
        name,
        email,
      });
      return {
        user: summaryOf(user),
        linked: summaryOf(linked),
        identities: [...user.identities, ...linked.identities],
        user_metadata: { other: linked.user_metadata, merged, conflicts },
        app_metadata_dropped: Object.keys(linked.app_metadata).length > 0,
        logins_count: linked.logins_count ?? 0,
        devices: await countDevices(trx, secondary.row.id),
        sessions_ended: await countSessions(trx, secondary.row.id),
      };
    });
};
