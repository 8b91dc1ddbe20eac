import { isDeepStrictEqual } from 'node:util';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { ImportOptions } from '../../../../../shared/contracts/imports';
import type { JsonObject } from '../../../../../shared/contracts/json';
import { ROOT_FIELDS } from '../../../../../shared/user-fields';
import { checkChangedFields } from '../../../model/accounts/account-fields';
import { importedDigest } from '../../../model/accounts/imported-passwords/imported-digest';
import { isReference } from '../../../model/accounts/imported-passwords/reference';
import { ownFields, typesOf } from '../../../model/accounts/own-fields';
import { usernameIn } from '../../../model/connections/source-profile';
import { mergeMetadata } from '../../../model/users/metadata-rules';
import { phoneChange, type UserRow } from '../../../model/users/user-row';
import { columnOf } from '../../../runtime/database/rows';
import { coded } from '../../../utils/errors';
import { foldCase } from '../../../utils/fold-text';
import { getService } from '../../../utils/service';
import { changedMetadata } from '../../user-metadata';
import { lineProblem, problemsIn, type ImportUser, type LineProblem } from '../records/import-user';
import { loginNameOf, ownKeyOf, type Candidate } from './candidate';
import type { Existing, FoundAccount, FoundIdentity } from './find-existing';
import { hasValue } from './has-value';
import { rowsFor } from './rows-for';

/** A user who exists, with the identity and the account that the file is about. */
export interface ExistingUser {
  candidate: Candidate;
  row: UserRow;
  identity: FoundIdentity | null;
  account: FoundAccount | null;
}

interface Changes {
  user: Record<string, unknown>;
  identity: Record<string, unknown>;
  /** The password that replaces the present one; undefined for none. */
  password?: ImportUser['password'];
  blocked?: boolean;
  accountFields?: JsonObject;
}

type Mode = ImportOptions['mode'];

const subjectOf = (candidate: Candidate, row: UserRow, existing: Existing): ExistingUser => {
  const own = existing.identities.filter(({ userId }) => userId === row.id);
  const key = ownKeyOf(candidate);
  const ofConnection = own.filter(
    ({ connection }) => connection === candidate.target.connection.name
  );
  // The user may have several accounts in the connection, each with its password.
  const identity =
    ofConnection.find((each) => each.key === key) ??
    ofConnection.find(({ isPrimary }) => isPrimary) ??
    ofConnection[0] ??
    own.find(({ isPrimary }) => isPrimary) ??
    null;
  return {
    candidate,
    row,
    identity,
    account: identity?.account ? (existing.accounts.get(identity.account) ?? null) : null,
  };
};

const ofRow = (row: UserRow): ImportUser['attributes'] =>
  Object.fromEntries(
    ROOT_FIELDS.flatMap((field) => {
      const value = row[field];
      return value === null ? [] : [[field, value]];
    })
  );

/** What is known about the source after the import, and the attributes that follow. */
const attributeChanges = (
  strapi: Core.Strapi,
  { candidate: { user, ids, target }, row, identity, account }: ExistingUser,
  mode: Mode
): Pick<Changes, 'user' | 'identity'> => {
  if (!account || !identity?.isPrimary) {
    return { user: {}, identity: {} };
  }
  const { email_verified: _apart, ...given } = user.source.data;
  const { email_verified: verified, ...before } = identity.claims;
  const known = mode === 'replace' ? given : { ...before, ...given };
  const data = {
    ...known,
    email: account.email,
    ...(account.isNative ? { username: account.username } : {}),
    // The username to log in with stays, also if the file has none.
    ...(identity.loginName !== null && before.username !== undefined
      ? { username: before.username }
      : {}),
    ...(verified === undefined ? {} : { email_verified: verified }),
  };
  const attributes = mode === 'replace' ? user.attributes : { ...ofRow(row), ...user.attributes };
  const { overrides, columns } = rowsFor(strapi, account, row.role, {
    userId: row.user_id,
    externalId: target.isNative ? account.documentId : ids.externalId,
    data,
    emailVerified: row.email_verified,
    loginName: null,
    attributes,
  });
  // That of a native account does not change here.
  const username = account.isNative ? {} : { username: usernameIn(data) };
  const changed = Object.entries<unknown>({ ...columns, ...username }).filter(
    ([field, value]) => value !== (row as unknown as Record<string, unknown>)[field]
  );
  // An edit appends to the list, so its order says nothing.
  if (!isDeepStrictEqual(new Set(overrides), new Set(row.overrides))) {
    changed.push(['overrides', overrides]);
  }
  return {
    user: Object.fromEntries(changed),
    identity: isDeepStrictEqual(data, identity.claims) ? {} : { profile_data: data },
  };
};

const metadataChanges = (
  strapi: Core.Strapi,
  { candidate: { user }, row }: ExistingUser,
  mode: Mode,
  withAppMetadata: boolean
): Record<string, unknown> => {
  const changes: Record<string, unknown> = {};
  const isReplaced = mode === 'replace';
  if (user.userMetadata !== null || isReplaced) {
    const sent = user.userMetadata ?? {};
    // An empty object in a file means that nothing is known, and not that all is to be deleted.
    const isEmpty = Object.keys(sent).length === 0;
    const changed =
      isEmpty && !isReplaced
        ? row.user_metadata
        : changedMetadata(strapi, row.user_metadata, sent, isReplaced ? 'replace' : 'merge');
    if (!isDeepStrictEqual(changed, row.user_metadata)) {
      changes.user_metadata = changed;
    }
  }
  if (withAppMetadata && (user.appMetadata !== null || isReplaced)) {
    const sent = user.appMetadata ?? {};
    const merged =
      Object.keys(sent).length === 0 ? row.app_metadata : mergeMetadata(row.app_metadata, sent);
    const changed = isReplaced ? sent : merged;
    if (!isDeepStrictEqual(changed, row.app_metadata)) {
      changes.app_metadata = changed;
    }
  }
  return changes;
};

/**
 * Whether the account has no password, or that of an import, and no login has used it. Any other password was set
 * here, e.g. before the plugin was added or by an admin, and is newer than that of the file.
 */
const isReplaceable = ({ password }: FoundAccount, identity: FoundIdentity): boolean =>
  !identity.hasLoggedIn &&
  (password === null ||
    isReference(password) ||
    importedDigest(password) === identity.importedDigest);

const passwordChange = async (
  strapi: Core.Strapi,
  subject: ExistingUser
): Promise<Pick<Changes, 'password'>> => {
  const {
    candidate: {
      user: { password },
      target,
    },
    identity,
    account,
  } = subject;
  if (
    !account ||
    !identity ||
    // Without an identity of the connection, the subject is another account of the user.
    account.provider !== target.connection.name ||
    !target.storesPasswords ||
    password.kind === 'none' ||
    !isReplaceable(account, identity)
  ) {
    return {};
  }
  if (password.kind === 'bcrypt') {
    return account.password === password.hash ? {} : { password };
  }
  const stored = await getService(strapi, 'imported-passwords').find(account.password);
  return isDeepStrictEqual(stored, password.hash) ? {} : { password };
};

/** @throws AccountFieldsError for values that the site does not accept */
const fieldChanges = async (
  strapi: Core.Strapi,
  { candidate: { user }, account }: ExistingUser
): Promise<Pick<Changes, 'accountFields'>> => {
  if (!account || !user.accountFields) {
    return {};
  }
  const types = typesOf(ownFields(strapi));
  const given = Object.entries(user.accountFields).filter(([name, value]) => {
    const column = types.has(name) ? columnOf(strapi, STRAPI_UIDS.account, name) : undefined;
    return column === undefined || !hasValue(types.get(name) ?? null, account.row[column], value);
  });
  if (given.length === 0) {
    return {};
  }
  const accountFields = Object.fromEntries(given);
  await checkChangedFields(strapi, account.documentId, accountFields);
  return { accountFields };
};

/** A file that does not mention blocks lifts none. */
const blockChange = ({ candidate: { user }, row }: ExistingUser): Pick<Changes, 'blocked'> => {
  const blocked = user.blocked ?? row.blocked;
  return blocked === row.blocked ? {} : { blocked };
};

/** Users without an account cannot log in, and cannot be blocked. */
const hasAccount = (row: UserRow, { identities, accounts }: Existing): boolean =>
  identities.some(
    ({ userId, account }) => userId === row.id && account !== null && accounts.has(account)
  );

const verifiedChange = ({
  candidate: { user, email },
  row,
}: ExistingUser): Record<string, unknown> =>
  user.mentionsVerified && email === row.email && user.source.emailVerified !== row.email_verified
    ? { email_verified: user.source.emailVerified }
    : {};

const phoneVerifiedChange = (
  { candidate: { user }, row }: ExistingUser,
  changed: Record<string, unknown>
): Record<string, unknown> => {
  const number = 'phone_number' in changed ? changed.phone_number : row.phone_number;
  // The file may be about a number that the user does not get.
  const isStated = user.phoneVerified !== null && user.attributes.phone_number === number;
  if (!isStated) {
    return phoneChange(row, changed);
  }
  return user.phoneVerified === row.phone_verified ? {} : { phone_verified: user.phoneVerified };
};

/** Whether the file has another username to log in with than the user, which an import does not change. */
const hasOtherUsername = ({ candidate, identity, account }: ExistingUser): boolean => {
  const { user, target } = candidate;
  const { username } = user.attributes;
  if (username === undefined || identity?.connection !== target.connection.name) {
    return false;
  }
  if (target.isNative) {
    return account?.username != null && foldCase(account.username) !== foldCase(username);
  }
  const loginName = loginNameOf(candidate);
  return loginName !== null && loginName !== identity.loginName;
};

export const hasChanges = ({
  user,
  identity,
  password,
  blocked,
  accountFields,
}: Changes): boolean =>
  Object.keys(user).length + Object.keys(identity).length > 0 ||
  password !== undefined ||
  blocked !== undefined ||
  accountFields !== undefined;

export interface Compared {
  subject: ExistingUser;
  changes: Changes;
}

/**
 * Compares a user who exists with the file.
 *
 * @returns the problems of the line, or what the import changes
 */
export const compareUser = async (
  strapi: Core.Strapi,
  { candidate, row }: { candidate: Candidate; row: UserRow },
  existing: Existing,
  { mode, withAppMetadata }: { mode: Mode; withAppMetadata: boolean }
): Promise<Compared | LineProblem[]> => {
  const { line } = candidate.user;
  if (candidate.email !== null && candidate.email !== row.email) {
    return [lineProblem(line, 'email', coded('import_email_differs'))];
  }
  const subject = subjectOf(candidate, row, existing);
  if (hasOtherUsername(subject)) {
    return [lineProblem(line, 'username', coded('import_username_differs'))];
  }
  const block = blockChange(subject);
  if (block.blocked && !hasAccount(row, existing)) {
    return [lineProblem(line, 'blocked', coded('account_deleted'))];
  }
  try {
    const attributes = attributeChanges(strapi, subject, mode);
    return {
      subject,
      changes: {
        user: {
          ...attributes.user,
          ...verifiedChange(subject),
          ...phoneVerifiedChange(subject, attributes.user),
          ...metadataChanges(strapi, subject, mode, withAppMetadata),
        },
        identity: attributes.identity,
        ...(await passwordChange(strapi, subject)),
        ...block,
        ...(await fieldChanges(strapi, subject)),
      },
    };
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) {
      throw error;
    }
    return problemsIn(line, error);
  }
};
