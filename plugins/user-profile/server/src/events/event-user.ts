import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { keysOfUserId } from '../model/accounts/identities';
import type { ProfileRef } from '../model/accounts/look-up';
import { hold } from '../runtime/database/locks';
import { on, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import type { NewEvent } from './row';

export interface Owner {
  profile: ProfileRef;
  /** Missing where the user is gone, whose last events are kept all the same. */
  row: Row | undefined;
}

type Subject = Pick<NewEvent, 'type' | 'profile' | 'accountId'>;

/** The user that somebody was linked to: the identity is still there, and somebody else's. */
const ownerAfterLink = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { profile, accountId }: Subject
): Promise<ProfileRef | null> => {
  const accounts = getService(strapi, 'accounts');
  if (accountId) {
    return accounts.ensureProfile(trx, accountId);
  }
  if (!profile) {
    return null;
  }
  const keys = profile.identityKey ? [profile.identityKey] : keysOfUserId(profile.userId);
  const found = await accounts.findByIdentity(trx, keys);
  return found && { ...profile, id: found.id, documentId: found.documentId };
};

/**
 * Finds whose event it is, and holds the user until the event is written: linking gives all events of a
 * user to another, and would miss one that is written just then. Logins are counted on the row.
 */
export const holdOwner = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  event: Subject
): Promise<Owner | null> => {
  const holdUser = ({ id }: ProfileRef): Promise<Row | undefined> =>
    hold(
      strapi,
      on(strapi, trx, UIDS.user).where({ id }),
      event.type === LOGIN_EVENT ? 'change' : 'use'
    ).first('id', 'logins_count', 'known_countries');
  const profile =
    event.profile ??
    (event.accountId
      ? await getService(strapi, 'accounts').ensureProfile(trx, event.accountId)
      : null);
  if (!profile) {
    return null;
  }
  const row = await holdUser(profile);
  if (row || event.type === 'sdu') {
    return { profile, row };
  }
  const moved = await ownerAfterLink(strapi, trx, { ...event, profile });
  return moved ? { profile: moved, row: await holdUser(moved) } : { profile, row };
};
