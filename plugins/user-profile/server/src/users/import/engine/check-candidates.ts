import type { Core } from '@strapi/types';

import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import { PasswordHashError } from '../../../model/accounts/imported-passwords/imported-hash';
import { coded, codedInput, type CodedText, type Reason } from '../../../utils/errors';
import { foldCase } from '../../../utils/fold-text';
import { getService } from '../../../utils/service';
import { lineProblem, type ImportUser, type LineProblem } from '../records/import-user';
import { loginNameOf, type Candidate } from './candidate';
import type { SeenKeys } from './seen-keys';
import { idsFor, type Targets } from './targets';

const problemOf = ({ line }: ImportUser, field: string | null, text: Reason): LineProblem =>
  lineProblem(line, field, text);

/** What keeps a user out of the connection, whatever the site has. */
const targetProblems = (candidate: Candidate): LineProblem[] => {
  const { user, target, email } = candidate;
  const { connection, strategy } = target;
  const { username } = user.attributes;
  const problems: LineProblem[] = [];
  const needsEmail = target.isNative || ['database', 'email'].includes(strategy.name);
  if (email === null && needsEmail) {
    problems.push(problemOf(user, 'email', codedInput('is required', 'input_required')));
  }
  const name = user.userId ?? email ?? '';
  for (const reason of strategy.refuseUsername?.(connection, username ?? null, name) ?? []) {
    const text = typeof reason === 'string' ? { message: reason } : reason;
    problems.push(problemOf(user, 'username', text));
  }
  if (
    target.isNative &&
    connection.name !== LOCAL_CONNECTION &&
    candidate.accountName?.includes('|')
  ) {
    problems.push(problemOf(user, 'username', coded('import_username_bar')));
  }
  return problems;
};

/** A hash that this server could not check at a login. */
const passwordProblems = async (
  strapi: Core.Strapi,
  { user, target }: Candidate
): Promise<LineProblem[]> => {
  const { password } = user;
  if (password.kind !== 'imported' || !target.storesPasswords) {
    return [];
  }
  try {
    await getService(strapi, 'imported-passwords').requireSupport(password.hash, ['password_hash']);
    return [];
  } catch (error) {
    if (!(error instanceof PasswordHashError)) {
      throw error;
    }
    return [problemOf(user, error.path.join('.'), error.text)];
  }
};

/** Finds the connections of users, and problems that the site's data does not matter for. */
export const findCandidates = async (
  strapi: Core.Strapi,
  users: ImportUser[],
  targets: Targets
): Promise<{ candidates: Candidate[]; problems: LineProblem[] }> => {
  const candidates: Candidate[] = [];
  const problems: LineProblem[] = [];
  for (const user of users) {
    const name = targets.nameFor(user);
    const target = name === null ? null : await targets.get(name);
    if (name === null || !target) {
      const reason =
        name === null
          ? coded('import_connection_missing')
          : coded('import_connection_unknown', { name });
      problems.push(problemOf(user, 'connection', reason));
      continue;
    }
    const ids = idsFor(target, user);
    if (!ids) {
      problems.push(problemOf(user, 'user_id', coded('import_id_required')));
      continue;
    }
    const { email = null, username } = user.attributes;
    const candidate: Candidate = {
      user,
      target,
      ids,
      email,
      accountName: target.isNative ? (username ?? email) : null,
    };
    const own = [...targetProblems(candidate), ...(await passwordProblems(strapi, candidate))];
    problems.push(...own);
    if (own.length === 0) {
      candidates.push(candidate);
    }
  }
  return { candidates, problems };
};

/** By what two users of the file are the same user, or cannot both exist. */
const keysOf = (
  candidate: Candidate,
  uniqueEmail: boolean,
  uniqueFields: readonly string[]
): [field: string, key: string][] => {
  const { user, target, ids, email, accountName } = candidate;
  const { name } = target.connection;
  const keys: [string, string][] = [];
  if (user.userId !== null || user.externalId !== null) {
    keys.push(['user_id', `id:${name}:${ids.userId || (ids.documentId ?? user.userId ?? '')}`]);
  }
  if (email !== null) {
    keys.push(['email', `email:${uniqueEmail ? '' : name}:${email}`]);
  }
  if (email !== null && name === LOCAL_CONNECTION) {
    // A password login accepts both.
    keys.push(['email', `name:${email}`]);
  }
  if (accountName !== null && (accountName !== email || name !== LOCAL_CONNECTION)) {
    keys.push(['username', `name:${foldCase(accountName)}`]);
  }
  const loginName = loginNameOf(candidate);
  if (loginName !== null) {
    keys.push(['username', `login:${name}:${loginName}`]);
  }
  for (const field of uniqueFields) {
    const value = user.accountFields?.[field] ?? null;
    if (value !== null) {
      keys.push([`account_fields.${field}`, `field:${field}:${String(value)}`]);
    }
  }
  return keys;
};

const REPEATED = {
  user_id: 'import_repeated_id',
  email: 'import_repeated_email',
  username: 'import_repeated_username',
} as const;

const repeated = (field: string, line: number): CodedText =>
  coded(
    Object.hasOwn(REPEATED, field)
      ? REPEATED[field as keyof typeof REPEATED]
      : 'import_repeated_value',
    { line }
  );

/**
 * Rejects users whose id, email address, username or unique account field an earlier line of the file has.
 *
 * @param uniqueFields the names of account fields that two users cannot share
 */
export const rejectRepeated = (
  candidates: Candidate[],
  seen: SeenKeys,
  uniqueEmail: boolean,
  uniqueFields: readonly string[]
): { fresh: Candidate[]; problems: LineProblem[] } => {
  const problems: LineProblem[] = [];
  const fresh = candidates.filter((candidate) => {
    const { user } = candidate;
    let isFresh = true;
    for (const [field, key] of keysOf(candidate, uniqueEmail, uniqueFields)) {
      const line = seen.add(key, user.line);
      if (line !== null && isFresh) {
        isFresh = false;
        problems.push(problemOf(user, field, repeated(field, line)));
      }
    }
    return isFresh;
  });
  return { fresh, problems };
};
