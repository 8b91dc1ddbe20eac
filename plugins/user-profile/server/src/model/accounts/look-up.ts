import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { asText, on, type Row } from '../../runtime/database/rows';
import { ACCOUNT_COLUMNS, accountOf, type Account } from './account';
import { refOf, type ProfileRef } from './profile-ref';

/** From an account to its identity and its profile, within a transaction. */
export const createLookUp = (strapi: Core.Strapi) => {
  const findProfile = async (
    trx: Knex.Transaction,
    id: number,
    identity: string | null
  ): Promise<ProfileRef | null> => {
    const row = await on(strapi, trx, UIDS.user)
      .where({ id })
      .first('id', 'document_id', 'user_id', 'name', 'connection');
    return row ? refOf(row, identity) : null;
  };

  return {
    findProfile,

    async readAccount(trx: Knex.Transaction, id: number): Promise<Account | null> {
      const row = await on(strapi, trx, STRAPI_UIDS.account).where({ id }).first(ACCOUNT_COLUMNS);
      return row ? accountOf(row) : null;
    },

    findIdentity: (trx: Knex.Transaction, account: string): Promise<Row | undefined> =>
      on(strapi, trx, UIDS.identity)
        .where({ account })
        .first('id', 'user_id', 'is_primary', 'identity_key', 'profile_data'),

    /** @returns the profile that has one of the identities; null where none has */
    async findByIdentity(trx: Knex.Transaction, keys: string[]): Promise<ProfileRef | null> {
      const identity: Row | undefined = await on(strapi, trx, UIDS.identity)
        .whereIn('identity_key', keys)
        .first('user_id', 'identity_key');
      return identity
        ? findProfile(trx, Number(identity.user_id), asText(identity.identity_key))
        : null;
    },
  };
};

export type LookUp = ReturnType<typeof createLookUp>;
