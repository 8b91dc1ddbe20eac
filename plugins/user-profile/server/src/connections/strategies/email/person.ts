import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { findIdentity, identityKey } from '../../../model/accounts/identities';
import { findAccount } from '../../../model/accounts/look-up';
import { inTransaction, table, tableName, type Row } from '../../../runtime/database/rows';
import { sha256 } from '../../../utils/sha256';

const ID_LENGTH = 24;

const idOf = (...parts: string[]): string => sha256(...parts).slice(0, ID_LENGTH);

export interface Person {
  id: string;
  isKnown: boolean;
}

/**
 * Finds the person who logs in with a code sent to an email address. The id is a hash of that email
 * address at the first login and stays when the email address changes. Another person who gets the old
 * email address later therefore gets another id.
 */
export const createPeople = (strapi: Core.Strapi) => {
  const byAccount = (
    trx: Knex.Transaction,
    connection: string,
    email: string
  ): Promise<Row | undefined> => {
    const account = tableName(strapi, STRAPI_UIDS.account);
    const identity = tableName(strapi, UIDS.identity);
    return table(strapi, trx, UIDS.identity)
      .join(account, `${account}.document_id`, `${identity}.account`)
      .where({ [`${account}.provider`]: connection, [`${account}.email`]: email })
      .first(`${identity}.external_id as id`);
  };

  /** The account of a linked identity has no email address if another account of the user has the same one. */
  const emailOf = async (
    connection: string,
    id: string
  ): Promise<{ email: string | null } | null> => {
    const identity = await findIdentity(strapi, { identity_key: identityKey(connection, id) });
    if (!identity) {
      return null;
    }
    const account = await findAccount(strapi, { document_id: identity.account });
    return { email: account?.email ?? null };
  };

  return {
    find: (connection: string, email: string): Promise<Person> =>
      inTransaction(strapi, async (trx) => {
        const owner = await byAccount(trx, connection, email);
        if (owner) {
          return { id: String(owner.id), isKnown: true };
        }
        const id = idOf(email);
        const first = await emailOf(connection, id);
        if (!first) {
          return { id, isKnown: false };
        }
        if (first.email === null) {
          return { id, isKnown: true };
        }
        return { id: idOf(email, randomBytes(16).toString('hex')), isKnown: false };
      }),
  };
};
