import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { table } from '../runtime/database/rows';
import type { SingleJob } from '../runtime/jobs';
import { getService } from '../utils/service';

export const ERASURE = 'erase-history';

/** The erasure of a deleted user's history. @param profile the `documentId` of the user */
export const erasureOf = (profile: string): SingleJob => ({ kind: ERASURE, id: profile });

/**
 * Whether the history of a deleted user is erased, or about to be. The erasure is planned with the deletion and
 * also erases the event of that, so afterwards neither is found.
 */
export const isHistoryErased = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  profile: string
): Promise<boolean> => {
  if (await getService(strapi, 'jobs').isPlanned(trx, erasureOf(profile))) {
    return true;
  }
  const deletion = await table(strapi, trx, UIDS.event).where({ profile, type: 'sdu' }).first('id');
  return deletion === undefined;
};
