import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { insertMany } from '../../../runtime/database/insert-many';
import { asJson, query, systemColumns, table, type Row } from '../../../runtime/database/rows';
import type { ImportedHash } from './imported-hash';
import { describeParameters } from './describe-parameters';
import { accountOfReference, isReference, newReference } from './reference';

declare module '../../../utils/service' {
  interface Services {
    'imported-passwords': ReturnType<typeof createImportedPasswords>;
  }
}

export interface NewImportedPassword {
  /** The value of the account's password column, from `newReference`. */
  reference: string;
  hash: ImportedHash;
}

/**
 * Password hashes of other systems, until their users log in for the first time. While a hash is in use, the
 * password column of its account contains a reference to it.
 */
export const createImportedPasswords = ({ strapi }: { strapi: Core.Strapi }) => {
  const rows = (trx: Knex.Transaction) => table(strapi, trx, UIDS.importedPassword);

  return {
    /** For code that writes the password column of an account itself, in the same transaction. */
    newReference,

    /** Adds the hashes of accounts whose password column contains the references. */
    async insertMany(
      trx: Knex.Transaction,
      passwords: readonly NewImportedPassword[]
    ): Promise<void> {
      const now = new Date();
      await insertMany(
        strapi,
        trx,
        UIDS.importedPassword,
        passwords.map(({ reference, hash }) => ({
          ...systemColumns(strapi, UIDS.importedPassword, now),
          reference,
          account: accountOfReference(reference),
          parameters: describeParameters(hash),
          hash,
        }))
      );
    },

    /** Makes a hash the password of an existing account, instead of the one it has. */
    async set(
      trx: Knex.Transaction,
      accountDocumentId: string,
      hash: ImportedHash
    ): Promise<void> {
      const reference = newReference(accountDocumentId);
      await table(strapi, trx, STRAPI_UIDS.account)
        .where({ document_id: accountDocumentId })
        .update({ password: reference });
      await this.remove(trx, [accountDocumentId]);
      await this.insertMany(trx, [{ reference, hash }]);
    },

    /** @returns null if the password is no reference, or the hash is gone */
    async find(password: string | null | undefined): Promise<ImportedHash | null> {
      if (!isReference(password)) {
        return null;
      }
      const row: Row | undefined = await query(strapi, UIDS.importedPassword)
        .where({ reference: password })
        .first('hash');
      return row ? asJson<ImportedHash | null>(row.hash, null) : null;
    },

    /** Removes the hashes of accounts that have another password now, or are deleted. */
    async remove(trx: Knex.Transaction, accountDocumentIds: readonly string[]): Promise<void> {
      if (accountDocumentIds.length > 0) {
        await rows(trx).whereIn('account', accountDocumentIds).delete();
      }
    },
  };
};
