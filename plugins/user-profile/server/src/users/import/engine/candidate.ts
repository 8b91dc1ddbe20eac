import type { Core } from '@strapi/types';

import type { JsonObject } from '../../../../../shared/contracts/json';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import { identityKey } from '../../../model/accounts/identities';
import { claimedFields } from '../../../model/accounts/own-fields';
import type { ImportUser, LinkedUser } from '../records/import-user';
import { idsFor, type NewIds, type Target } from './targets';

/** A user of the file with the connection that it is imported into. */
export interface Candidate<User extends ImportUser = ImportUser> {
  user: User;
  target: Target;
  ids: NewIds;
  /** The connection whose users have ids like that of the user, who therefore cannot be created. */
  idOwner: string | null;
  email: string | null;
  /** The username of the account, if it is a native one. Null for that of a linked account that has none. */
  accountName: string | null;
  /** The further identities of the user, each with an account. */
  linked: LinkedCandidate[];
}

export type LinkedCandidate = Candidate<LinkedUser>;

/** @returns null if the user has no id, and the connection cannot give one */
export const candidateFor = <User extends ImportUser>(
  user: User,
  target: Target
): Candidate<User> | null => {
  const ids = idsFor(target, user);
  const { email = null, username } = user.attributes;
  const accountName = target.isNative ? (username ?? email) : null;
  return ids && { user, target, ids, idOwner: null, email, accountName, linked: [] };
};

/** The key of the identity that the user of the file has; null if any account of the connection may be it. */
export const ownKeyOf = ({ target, ids }: Candidate): string | null => {
  if (!target.isNative) {
    return identityKey(target.connection.name, ids.externalId);
  }
  return ids.documentId === null ? null : identityKey(target.connection.name, ids.documentId);
};

/** The account fields of the file, which take precedence over those in the claims of the source. */
export const accountFieldsOf = (strapi: Core.Strapi, { user, target }: Candidate): JsonObject => ({
  ...claimedFields(strapi, target.connection.options.account_fields, user.source.data),
  ...user.accountFields,
});

/** The username to log in with, of a connection that stores passwords in the plugin. */
export const loginNameOf = ({ target, user }: Candidate): string | null =>
  target.connection.strategy === 'database'
    ? (user.attributes.username?.toLowerCase() ?? null)
    : null;

/** Whether the accounts of a connection are found by their email address. */
export const needsEmail = ({ target: { isNative, strategy } }: Candidate): boolean =>
  isNative || ['database', 'email'].includes(strategy.name);

/**
 * A linked identity without an attribute that another account has. U&P finds the accounts of its providers by the
 * email address, and those of `local` by that or the username.
 *
 * @returns null if no login would find it any more
 */
export const withoutTaken = (linked: LinkedCandidate, field: string): LinkedCandidate | null => {
  if (field === 'username' && linked.accountName !== null) {
    return { ...linked, accountName: null };
  }
  return field === 'email' && !needsEmail(linked) ? { ...linked, email: null } : null;
};

/** How the report counts an identity that is not imported. */
export const ignoredIdentity = ({ connection, field }: LinkedUser): string =>
  `identities.${connection ?? field}`;

/** How it counts the password of an identity, which may be that of the line. */
export const ignoredPassword = ({ user: { password } }: LinkedCandidate): string[] =>
  password.kind === 'none' ? [] : ['password_hash'];

export const ignoredParts = (linked: LinkedCandidate): string[] => [
  ignoredIdentity(linked.user),
  ...ignoredPassword(linked),
];

export const isLocal = ({ target }: Candidate): boolean =>
  target.connection.name === LOCAL_CONNECTION;
