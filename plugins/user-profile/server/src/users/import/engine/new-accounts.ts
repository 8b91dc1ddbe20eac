import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { JsonObject } from '../../../../../shared/contracts/json';
import { AccountFieldsError, checkRequestedFields } from '../../../model/accounts/account-fields';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import { ownFields, type OwnField } from '../../../model/accounts/own-fields';
import { newReference } from '../../../model/accounts/imported-passwords/reference';
import { accountNameFor, userIdFor } from '../../../model/connections/source-profile';
import type { NewImportedPassword } from '../../../model/accounts/imported-passwords/imported-passwords';
import type { NewRow } from '../../../runtime/database/insert-many';
import { columnOf, systemColumns } from '../../../runtime/database/rows';
import type { Candidate } from './candidate';
import type { LineProblem } from '../records/import-user';
import { claimedFields } from '../../../model/accounts/own-fields';

/** The account of a new user, as it is inserted. */
export interface NewAccount {
  candidate: Candidate;
  row: NewRow;
  imported: NewImportedPassword | null;
}

interface Settings {
  /** Whether Users & Permissions rejects logins of accounts that are not confirmed. */
  requiresConfirmation: boolean;
}

const FIELD_TYPES_OF_DATES = ['datetime', 'timestamp'];

/** A value in the form in which Strapi stores it (@strapi/database 5.54.0, fields). */
const storedValue = (strapi: Core.Strapi, { type }: OwnField, value: unknown): unknown => {
  if (FIELD_TYPES_OF_DATES.includes(type ?? '') && typeof value === 'string') {
    return new Date(value);
  }
  const isJson = type === 'json' || type === 'blocks';
  return isJson && strapi.db.dialect.client !== 'postgres' ? JSON.stringify(value) : value;
};

const defaultOf = ({ attribute: { default: value } }: OwnField): unknown =>
  typeof value === 'function' ? value() : value;

/** Builds the accounts of new users. */
export const createAccountBuilder = (strapi: Core.Strapi, settings: Settings) => {
  const fields = ownFields(strapi);
  const hasUnique = fields.some(({ attribute }) => attribute.unique);
  /** The fields of users for whom the file has none: the same for all of them. */
  let ofDefaults: Promise<JsonObject> | undefined;

  const valuesFor = ({ user, target }: Candidate): Promise<JsonObject> => {
    const claimed = claimedFields(
      strapi,
      target.connection.options.account_fields,
      user.source.data
    );
    const given = { ...claimed, ...user.accountFields };
    if (Object.keys(given).length > 0 || hasUnique) {
      return checkRequestedFields(strapi, given);
    }
    ofDefaults ??= checkRequestedFields(strapi, {});
    return ofDefaults;
  };

  const columnsOf = (values: JsonObject): Record<string, unknown> =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const column = columnOf(strapi, STRAPI_UIDS.account, field.name);
        const value = values[field.name] ?? defaultOf(field);
        return column === undefined || value === undefined || value === null
          ? []
          : [[column, storedValue(strapi, field, value)]];
      })
    );

  const passwordOf = (
    { user: { password }, target }: Candidate,
    documentId: string
  ): Pick<NewAccount, 'imported'> & { password: string | null } => {
    if (!target.storesPasswords || password.kind === 'none') {
      return { password: null, imported: null };
    }
    if (password.kind === 'bcrypt') {
      return { password: password.hash, imported: null };
    }
    const reference = newReference(documentId);
    return { password: reference, imported: { reference, hash: password.hash } };
  };

  const build = async (candidate: Candidate): Promise<NewAccount> => {
    const { user, target, ids, email, accountName } = candidate;
    const { connection, isNative } = target;
    const now = new Date();
    const system = systemColumns(strapi, STRAPI_UIDS.account, now);
    const documentId = ids.documentId ?? system.document_id;
    const { password, imported } = passwordOf(candidate, documentId);
    const own = columnsOf(fields.length > 0 ? await valuesFor(candidate) : {});
    const isConfirmed =
      connection.name !== LOCAL_CONNECTION ||
      !settings.requiresConfirmation ||
      user.source.emailVerified;
    const row = {
      ...system,
      document_id: documentId,
      created_at: user.createdAt ?? now,
      email,
      username: isNative
        ? accountName
        : accountNameFor(userIdFor(connection.strategy, connection.name, ids.externalId)),
      provider: connection.name,
      password,
      confirmed: isConfirmed,
      blocked: user.blocked ?? false,
      ...own,
    };
    return { candidate, row, imported };
  };

  return {
    /** @returns the accounts, and a problem for each field of the site that is missing or invalid */
    async buildAll(
      candidates: Candidate[]
    ): Promise<{ accounts: NewAccount[]; problems: LineProblem[] }> {
      const accounts: NewAccount[] = [];
      const problems: LineProblem[] = [];
      for (const candidate of candidates) {
        try {
          accounts.push(await build(candidate));
        } catch (error) {
          if (!(error instanceof AccountFieldsError)) {
            throw error;
          }
          const { line } = candidate.user;
          const { errors = [] } = error.details as {
            errors?: { path: string[]; message: string }[];
          };
          problems.push(
            ...errors.map(({ path, message }) => ({ line, field: path.join('.'), reason: message }))
          );
        }
      }
      return { accounts, problems };
    },
  };
};

export type AccountBuilder = ReturnType<typeof createAccountBuilder>;
