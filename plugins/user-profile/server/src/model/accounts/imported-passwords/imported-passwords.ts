import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { insertMany } from '../../../runtime/database/insert-many';
import { systemColumns, table, tableName, type Row } from '../../../runtime/database/rows';
import { ARGON2_MISSING, loadArgon2 } from './argon2-library';
import { describeParameters } from './describe-parameters';
import { PasswordHashError, type ImportedHash, type PasswordRead } from './imported-hash';
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

type StoredPassword = Exclude<PasswordRead, { kind: 'none' }>;

/** Rows that one statement looks at. */
const PAGE = 5000;

/**
 * Password hashes of other systems, until their users log in for the first time. While a hash is in use, the
 * password column of its account contains a reference to it.
 */
export const createImportedPasswords = ({ strapi }: { strapi: Core.Strapi }) => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const hashes = tableName(strapi, UIDS.importedPassword);
  const rows = (trx: Knex.Transaction) => table(strapi, trx, UIDS.importedPassword);

  /** An UPDATE or INSERT of an account and its hash are one transaction, so a hash in use is never visible alone. */
  const unused = (trx: Knex.Transaction) =>
    rows(trx).whereNotExists(
      table(strapi, trx, STRAPI_UIDS.account)
        .select('id')
        .whereRaw('?? = ??', [`${accounts}.document_id`, `${hashes}.account`])
        .whereRaw('?? = ??', [`${accounts}.password`, `${hashes}.reference`])
    );

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

    /**
     * Replaces the password of an existing account by one of a file, unless the account has another one now.
     *
     * @param present the password of the account when it was read
     * @returns the new value of the password column; null if the account keeps its password
     */
    async replace(
      trx: Knex.Transaction,
      accountDocumentId: string,
      present: string | null,
      given: StoredPassword
    ): Promise<string | null> {
      const password = given.kind === 'bcrypt' ? given.hash : newReference(accountDocumentId);
      const replaced: number = await table(strapi, trx, STRAPI_UIDS.account)
        .where({ document_id: accountDocumentId, password: present })
        .update({ password });
      if (replaced === 0) {
        return null;
      }
      await this.removeUnused(trx, [accountDocumentId]);
      if (given.kind === 'imported') {
        await this.insertMany(trx, [{ reference: password, hash: given.hash }]);
      }
      return password;
    },

    /** @returns null if the password is no reference, or the hash is gone */
    async find(password: string | null | undefined): Promise<ImportedHash | null> {
      if (!isReference(password)) {
        return null;
      }
      // By Strapi's query engine, which joins a transaction of other code.
      const row: { hash: ImportedHash } | null = await strapi.db
        .query(UIDS.importedPassword)
        .findOne({ select: ['hash'], where: { reference: password } });
      return row?.hash ?? null;
    },

    /**
     * Removes the hashes of accounts that do not use them: they have another password, or were deleted. A write of
     * the account that kept the password keeps its hash.
     */
    async removeUnused(
      trx: Knex.Transaction,
      accountDocumentIds: readonly string[]
    ): Promise<void> {
      if (accountDocumentIds.length > 0) {
        await unused(trx).whereIn('account', accountDocumentIds).delete();
      }
    },

    /**
     * Removes the hashes of the next page that no account uses, e.g. after a password was set with raw SQL.
     *
     * @param after the id of the last row of the previous page; 0 for the first page
     * @returns the id of the last row of the page; null after the last page
     */
    async sweep(trx: Knex.Transaction, after: number): Promise<number | null> {
      const end: Row | undefined = await rows(trx)
        .where('id', '>', after)
        .orderBy('id')
        .offset(PAGE - 1)
        .first('id');
      const page = unused(trx).where('id', '>', after);
      const found: Row[] = await (end ? page.where('id', '<=', end.id) : page).select('id');
      if (found.length > 0) {
        const ids = found.map(({ id }) => id);
        await unused(trx).whereIn('id', ids).delete();
      }
      return end?.id ?? null;
    },

    /**
     * Hashes are checked when their users log in, which is too late to find that a library is missing.
     *
     * @throws PasswordHashError
     */
    async requireSupport({ algorithm }: ImportedHash, path: string[]): Promise<void> {
      if (algorithm === 'argon2' && !(await loadArgon2())) {
        throw new PasswordHashError(path, ARGON2_MISSING);
      }
    },
  };
};
