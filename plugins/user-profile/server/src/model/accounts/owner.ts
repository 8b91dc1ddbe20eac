import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { hold, type Purpose } from '../../runtime/database/locks';
import { asBoolean, on, type Row } from '../../runtime/database/rows';

export type Identity = Row & { user_id: number };

/**
 * Holds the user whom an identity belongs to, until the end of the transaction: linking and unlinking
 * hold users too, so that whoever reads the identity afterwards reads what stays true.
 *
 * @param where what finds the identity: its key, or its account
 * @param purpose what both rows are held for
 * @returns the identity as it is once its user is held; undefined where there is none
 */
export const holdIdentity = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  where: { identity_key: string } | { account: string },
  purpose: Purpose
): Promise<Identity | undefined> => {
  const identity = () => on(strapi, trx, UIDS.identity).where(where);
  let found: Identity | undefined = await identity().first('user_id');
  while (found) {
    const owner = found.user_id;
    await hold(strapi, on(strapi, trx, UIDS.user).where({ id: owner }), purpose).first('id');
    // A read that locks sees what others committed meanwhile, on MariaDB too.
    found = await hold(strapi, identity(), purpose).first();
    if (found?.user_id === owner) {
      break;
    }
  }
  return found;
};

/**
 * The account that a person signs in as, whichever identity is used: that of the primary one or, where
 * that is gone, of the oldest that has one.
 */
export const accountOfPerson = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number
): Promise<{ id: number; blocked: boolean } | null> => {
  const [accounts, identities] = [STRAPI_UIDS.account, UIDS.identity].map(
    (uid) => strapi.db.metadata.get(uid).tableName
  );
  const account: Row | undefined = await on(strapi, trx, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .where(`${identities}.user_id`, userId)
    .orderBy([
      { column: `${identities}.is_primary`, order: 'desc' },
      { column: `${identities}.id` },
    ])
    .first(`${accounts}.id`, `${accounts}.blocked`);
  return account ? { id: account.id, blocked: asBoolean(account.blocked) } : null;
};
