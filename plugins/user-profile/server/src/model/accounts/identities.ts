import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import { on } from '../../runtime/database/rows';
import { identityKey } from './account';
import type { Identity } from './look-up';

/** What a path names an identity by: `<connection>|<id at the source>`; no name of a connection has a bar. */
export const identityIdOf = (identity: Identity): string =>
  `${String(identity.connection)}|${String(identity.external_id)}`;

/** The key of the identity that is named `<connection>|<id at the source>`; null where it is no such name. */
export const keyOfIdentityId = (id: string): string | null => {
  const bar = id.indexOf('|');
  return bar < 1 ? null : identityKey(id.slice(0, bar), id.slice(bar + 1));
};

/** The keys that the identity of a `user_id` can have: a strategy may stand in front of the connection. */
export const keysOfUserId = (userId: string): string[] => {
  const withoutStrategy = userId.slice(userId.indexOf('|') + 1);
  return [keyOfIdentityId(userId), keyOfIdentityId(withoutStrategy)].filter((key) => key !== null);
};

/** The primary one first. */
export const identitiesOf = (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number
): Promise<Identity[]> =>
  on(strapi, trx, UIDS.identity)
    .where({ user_id: userId })
    .orderBy([{ column: 'is_primary', order: 'desc' }, { column: 'id' }]);
