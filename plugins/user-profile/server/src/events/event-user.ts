import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { keysOfUserId } from '../model/accounts/identities';
import { findProfileByIdentity, type ProfileRef } from '../model/accounts/look-up';
import { asJson, lockRows, table, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { isHistoryErased } from './history-erasure';
import type { LoginHistory, NewEvent } from './row';

export interface EventUser {
  profile: ProfileRef;
  /** Null if the user was deleted. The events of the deletion are stored anyway. */
  history: LoginHistory | null;
  /** Whether the user was deleted with the history, so the event must not say whose it is. */
  isErased: boolean;
}

export type EventSubject = Pick<NewEvent, 'type' | 'profile' | 'accountId'>;

/** The user that the event's user was linked to: the identity still exists, with another user. */
const userAfterLink = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { profile, accountId }: EventSubject
): Promise<ProfileRef | null> => {
  if (accountId) {
    return getService(strapi, 'accounts').ensureProfile(trx, accountId);
  }
  if (!profile) {
    return null;
  }
  const keys = profile.identityKey ? [profile.identityKey] : keysOfUserId(profile.userId);
  const found = await findProfileByIdentity(strapi, keys);
  return found && { ...profile, id: found.id, documentId: found.documentId };
};

/**
 * Finds the user of an event and locks the row until the event is written: linking moves all events of a
 * user to another, and would miss one that is being written. Logins are counted on the row.
 *
 * @returns null if the event has no user
 */
export const lockEventUser = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  event: EventSubject
): Promise<EventUser | null> => {
  const lockUser = async ({ id }: ProfileRef): Promise<LoginHistory | null> => {
    const row: Row | undefined = await lockRows(
      strapi,
      table(strapi, trx, UIDS.user).where({ id }),
      event.type === LOGIN_EVENT ? 'update' : 'share'
    ).first('logins_count', 'known_countries');
    return row
      ? {
          logins: Number(row.logins_count ?? 0),
          countries: asJson<string[]>(row.known_countries, []),
        }
      : null;
  };
  const profile =
    event.profile ??
    (event.accountId
      ? await getService(strapi, 'accounts').ensureProfile(trx, event.accountId)
      : null);
  if (!profile) {
    return null;
  }
  const history = await lockUser(profile);
  if (history) {
    return { profile, history, isErased: false };
  }
  const moved =
    event.type === 'sdu' ? null : await userAfterLink(strapi, trx, { ...event, profile });
  if (moved) {
    return { profile: moved, history: await lockUser(moved), isErased: false };
  }
  // The login was in flight while the user was deleted, or the event is that of the deletion.
  const isErased = await isHistoryErased(strapi, trx, profile.documentId);
  return { profile, history, isErased };
};
