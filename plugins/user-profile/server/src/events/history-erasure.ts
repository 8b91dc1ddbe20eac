import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { isUserActor } from '../request/actor';
import type { SingleJob } from '../runtime/jobs';
import { getService } from '../utils/service';
import type { EventRow } from './row';

export const ERASURE = 'erase-history';

/** The kind of an erasure that has ended. It is remembered, because events of the user may still be in flight. */
export const ERASED = 'erased-history';

/** The columns of an event that identify a person. `actor` is handled apart, since it may be an admin. */
export const PERSONAL_COLUMNS = {
  profile: null,
  // A hash of connection and id, so it would tell who knows or guesses these whose event it was.
  identity: null,
  user_id: null,
  user_name: null,
  ip: null,
  user_agent: null,
  device_id: null,
  region_name: null,
  city_name: null,
  latitude: null,
  longitude: null,
  details: '{}',
};

/** An event of a user whose history is erased. */
export const erasedRow = (row: EventRow): EventRow => ({
  ...row,
  ...PERSONAL_COLUMNS,
  actor: row.actor !== null && isUserActor(row.actor) ? null : row.actor,
});

/**
 * The erasure of a deleted user's history.
 * @param profile the `documentId` of the user
 */
export const erasureOf = (profile: string): SingleJob => ({ kind: ERASURE, id: profile });

/**
 * Whether the history of a deleted user is erased, or about to be. The erasure is planned in the transaction of
 * the deletion.
 */
export const isHistoryErased = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  profile: string
): Promise<boolean> => getService(strapi, 'jobs').isPlanned(trx, erasureOf(profile));
