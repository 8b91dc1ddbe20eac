import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { JsonObject } from '../../../../../shared/contracts/json';
import { accountOf, LOCAL_CONNECTION } from '../../../model/accounts/account';
import { AccountFieldsError, checkRequestedFields } from '../../../model/accounts/account-fields';
import { importedDigest } from '../../../model/accounts/imported-passwords/imported-digest';
import type { NewImportedPassword } from '../../../model/accounts/imported-passwords/imported-passwords';
import { newReference } from '../../../model/accounts/imported-passwords/reference';
import { isUnique, ownFields, type OwnField } from '../../../model/accounts/own-fields';
import { accountNameFor, userIdFor } from '../../../model/connections/source-profile';
import { roleKey, type Role } from '../../../model/users/roles';
import type { NewRow } from '../../../runtime/database/insert-many';
import { columnOf, systemColumns } from '../../../runtime/database/rows';
import { problemsIn, type LineProblem } from '../records/import-user';
import { accountFieldsOf, ignoredParts, loginNameOf, type Candidate } from './candidate';
import { rowsFor } from './rows-for';
import { findTaken, withoutUnique } from './unique-fields';

/** The rows of a new user, as they are inserted. The identity lacks `user_id` and `is_primary`. */
export interface NewUserRows {
  candidate: Candidate;
  account: NewRow;
  user: NewRow;
  identity: NewRow;
  role: Role | null;
  password: NewImportedPassword | null;
  /** Of the further identities, whose `user` is not inserted. */
  linked: NewUserRows[];
}

/** New users, with the problems of others and what is left out. */
interface Built {
  users: NewUserRows[];
  problems: LineProblem[];
  ignored: string[];
}

interface Settings {
  /** Whether Users & Permissions rejects logins of accounts that are not confirmed. */
  requiresConfirmation: boolean;
  roleOf(candidate: Candidate): Role | null;
}

/** So other requests wait only briefly. */
const BUILT_TOGETHER = 100;

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

/** Builds the rows of new users. Only a check of unique account fields needs queries, one for each field. */
export const createUserBuilder = (strapi: Core.Strapi, settings: Settings) => {
  const fields = ownFields(strapi);
  const unique = fields.filter(isUnique);
  const checked = withoutUnique(fields);
  const builtAhead = new WeakMap<Candidate, Promise<NewUserRows | LineProblem[]>>();
  /** The fields of users for whom the file has none: the same for all of them. */
  let ofDefaults: Promise<JsonObject> | undefined;

  const check = (given: JsonObject): Promise<JsonObject> =>
    checkRequestedFields(strapi, given, undefined, checked);

  const valuesFor = (candidate: Candidate): Promise<JsonObject> => {
    const given = accountFieldsOf(strapi, candidate);
    if (Object.keys(given).length > 0) {
      return check(given);
    }
    ofDefaults ??= check({});
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
  ): { stored: string | null; imported: NewImportedPassword | null } => {
    if (!target.storesPasswords || password.kind === 'none') {
      return { stored: null, imported: null };
    }
    if (password.kind === 'bcrypt') {
      return { stored: password.hash, imported: null };
    }
    const reference = newReference(documentId);
    return { stored: reference, imported: { reference, hash: password.hash } };
  };

  const accountRowOf = async (
    candidate: Candidate
  ): Promise<{ row: NewRow; imported: NewImportedPassword | null }> => {
    const { user, target, ids, email, accountName } = candidate;
    const { connection, isNative } = target;
    const now = new Date();
    const system = systemColumns(strapi, STRAPI_UIDS.account, now);
    const documentId = ids.documentId ?? system.document_id;
    const { stored, imported } = passwordOf(candidate, documentId);
    const own = fields.length > 0 ? columnsOf(await valuesFor(candidate)) : {};
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
        ? (accountName ?? documentId)
        : accountNameFor(userIdFor(connection.strategy, connection.name, ids.externalId)),
      provider: connection.name,
      password: stored,
      confirmed: isConfirmed,
      blocked: user.blocked ?? false,
      ...own,
    };
    return { row, imported };
  };

  const profileRowsOf = (
    candidate: Candidate,
    accountRow: NewRow,
    role: Role | null
  ): Pick<NewUserRows, 'user' | 'identity'> => {
    const { user, ids, target } = candidate;
    // The id of its row does not exist yet, and matters for none of these columns.
    const account = accountOf({ ...accountRow, id: 0 });
    const rows = rowsFor(strapi, account, role && roleKey(role), {
      userId: ids.userId || `${account.provider}|${account.documentId}`,
      externalId: target.isNative ? account.documentId : ids.externalId,
      data: user.source.data,
      emailVerified: user.source.emailVerified,
      loginName: loginNameOf(candidate),
      attributes: user.attributes,
    });
    return {
      identity: { ...rows.identity, imported_digest: importedDigest(accountRow.password) },
      user: {
        ...rows.user,
        ...rows.columns,
        overrides: rows.overrides,
        created_at: accountRow.created_at,
        user_metadata: user.userMetadata ?? {},
        app_metadata: user.appMetadata ?? {},
        phone_verified: rows.columns.phone_number === null ? null : (user.phoneVerified ?? false),
        logins_count: user.loginsCount ?? 0,
        last_login: user.lastLogin,
        last_ip: user.lastIp,
        last_password_reset: user.lastPasswordReset,
      },
    };
  };

  const build = async (candidate: Candidate): Promise<NewUserRows | LineProblem[]> => {
    try {
      const { row: account, imported } = await accountRowOf(candidate);
      const role = settings.roleOf(candidate);
      const profile = profileRowsOf(candidate, account, role);
      return { candidate, account, ...profile, role, password: imported, linked: [] };
    } catch (error) {
      if (!(error instanceof AccountFieldsError)) {
        throw error;
      }
      return problemsIn(candidate.user.line, error);
    }
  };

  const builtFor = (candidate: Candidate) => builtAhead.get(candidate) ?? build(candidate);

  /**
   * Adds the identities whose accounts can have all fields that the site requires.
   * @returns the others
   */
  const buildLinked = async (user: NewUserRows): Promise<string[]> => {
    const ignored: string[] = [];
    for (const identity of user.candidate.linked) {
      const built = await builtFor(identity);
      if (Array.isArray(built)) {
        ignored.push(...ignoredParts(identity));
      } else {
        user.linked.push(built);
      }
    }
    return ignored;
  };

  /** Leaves out the users and the linked identities with a unique value that an account of the site has. */
  const rejectTaken = async ({ users, problems, ignored }: Built): Promise<Built> => {
    const all = users.flatMap((user) => [user, ...user.linked]);
    const taken = await findTaken(strapi, unique, all);
    const isFree = (user: NewUserRows): boolean => !taken.has(user);
    const takenLinked = users
      .filter(isFree)
      .flatMap(({ candidate, linked }) =>
        candidate.linked.filter((identity) =>
          linked.some((each) => each.candidate === identity && taken.has(each))
        )
      );
    return {
      users: users.filter(isFree).map((user) => ({ ...user, linked: user.linked.filter(isFree) })),
      problems: [...problems, ...users.flatMap((user) => taken.get(user) ?? [])],
      ignored: [...ignored, ...takenLinked.flatMap(ignoredParts)],
    };
  };

  return {
    /** Builds users while the database stores others. Those who exist are not needed. */
    async buildAhead(candidates: Candidate[]): Promise<void> {
      for (const [index, candidate] of candidates.entries()) {
        if (index % BUILT_TOGETHER === 0) {
          await yieldToEventLoop();
        }
        for (const each of [candidate, ...candidate.linked]) {
          const built = build(each);
          builtAhead.set(each, built);
          await built;
        }
      }
    },

    /**
     * Must run in the transaction that inserts the users, if a site has unique account fields.
     *
     * @returns the users, a problem for each field of the site that is missing or invalid, and what is left out
     */
    async buildAll(candidates: Candidate[]): Promise<Built> {
      const users: NewUserRows[] = [];
      const problems: LineProblem[] = [];
      const ignored: string[] = [];
      for (const candidate of candidates) {
        const built = await builtFor(candidate);
        if (Array.isArray(built)) {
          problems.push(...built);
        } else {
          // A batch that is repeated builds them again.
          const user = { ...built, linked: [] };
          ignored.push(...(await buildLinked(user)));
          users.push(user);
        }
      }
      return rejectTaken({ users, problems, ignored });
    },
  };
};

export type UserBuilder = ReturnType<typeof createUserBuilder>;
