import type { Core } from '@strapi/types';

import type { JsonObject } from '../../../../../shared/contracts/json';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import {
  NO_PASSWORD,
  PasswordHashError,
} from '../../../model/accounts/imported-passwords/imported-hash';
import { coded, codedInput, type CodedText, type Reason } from '../../../utils/errors';
import { foldCase } from '../../../utils/fold-text';
import { getService } from '../../../utils/service';
import { lineProblem, type ImportUser, type LineProblem } from '../records/import-user';
import {
  candidateFor,
  ignoredIdentity,
  ignoredParts,
  isLocal,
  loginNameOf,
  needsEmail,
  withoutTaken,
  type Candidate,
  type LinkedCandidate,
} from './candidate';
import type { SeenKeys } from './seen-keys';
import type { Targets } from './targets';

const problemOf = ({ line }: ImportUser, field: string | null, text: Reason): LineProblem =>
  lineProblem(line, field, text);

/** What keeps a user out of the connection, whatever the site has. */
const targetProblems = (candidate: Candidate): LineProblem[] => {
  const { user, target, email } = candidate;
  const { connection, strategy } = target;
  const { username } = user.attributes;
  const problems: LineProblem[] = [];
  if (email === null && needsEmail(candidate)) {
    problems.push(problemOf(user, 'email', codedInput('is required', 'input_required')));
  }
  const name = user.userId ?? email ?? '';
  for (const reason of strategy.rejectUsername?.(connection, username ?? null, name) ?? []) {
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

/** What holds for the lines of a file. */
export interface FileRules {
  /** Whether server code imports. Requests need more permissions to link an identity than to import a user. */
  isTrusted: boolean;
  /** U&P's setting "one account per email address". */
  uniqueEmail: boolean;
  /** The names of account fields that two users cannot share. */
  uniqueFields: readonly string[];
  /** The account fields of a user, also those in its claims. */
  accountFieldsOf(candidate: Candidate): JsonObject;
}

/** The account fields that all accounts of a user can have. */
const sharedFields = (
  { user: { accountFields } }: Candidate,
  { uniqueFields }: FileRules
): ImportUser['accountFields'] =>
  accountFields &&
  Object.fromEntries(
    Object.entries(accountFields).filter(([name]) => !uniqueFields.includes(name))
  );

/** The identities that can be linked here, with the password of the file if the first one cannot have it. */
const findLinked = async (
  strapi: Core.Strapi,
  owner: Candidate,
  targets: Targets,
  rules: FileRules
): Promise<{ candidate: Candidate; problems: LineProblem[]; ignored: string[] }> => {
  let candidate = owner;
  const problems: LineProblem[] = [];
  if (!rules.isTrusted) {
    return { candidate, problems, ignored: owner.user.linked.map(ignoredIdentity) };
  }
  const accountFields = sharedFields(owner, rules);
  const ignored: string[] = [];
  for (const identity of owner.user.linked) {
    const target = await targets.get(targets.linkedNameFor(identity) ?? '');
    const found = target && candidateFor({ ...identity, accountFields }, target);
    if (!found || targetProblems(found).length > 0) {
      ignored.push(ignoredIdentity(identity));
      continue;
    }
    const { password } = candidate.user;
    const takesPassword =
      found.target.storesPasswords &&
      !candidate.target.storesPasswords &&
      found.user.password.kind === 'none';
    const linked = takesPassword ? { ...found, user: { ...found.user, password } } : found;
    const user = takesPassword ? { ...candidate.user, password: NO_PASSWORD } : candidate.user;
    const own = await passwordProblems(strapi, linked);
    problems.push(...own.map((each) => ({ ...each, field: `${identity.field}.${each.field}` })));
    candidate = { ...candidate, user, linked: [...candidate.linked, linked] };
  }
  return { candidate, problems, ignored };
};

/**
 * Finds the connections of users, and problems that the site's data does not matter for.
 *
 * @returns `ignored` are the identities that cannot be linked here
 */
export const findCandidates = async (
  strapi: Core.Strapi,
  users: ImportUser[],
  targets: Targets,
  rules: FileRules
): Promise<{ candidates: Candidate[]; problems: LineProblem[]; ignored: string[] }> => {
  const candidates: Candidate[] = [];
  const problems: LineProblem[] = [];
  const ignored: string[] = [];
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
    const known = candidateFor(user, target);
    if (!known) {
      problems.push(problemOf(user, 'user_id', coded('import_id_required')));
      continue;
    }
    // A request must not reserve the id of a person who logs in later.
    const idOwner = rules.isTrusted ? null : await targets.idOwnerFor(target, known.ids);
    const candidate = { ...known, idOwner };
    const found = await findLinked(strapi, candidate, targets, rules);
    ignored.push(...found.ignored);
    const own = [
      ...targetProblems(candidate),
      ...(await passwordProblems(strapi, candidate)),
      ...found.problems,
    ];
    problems.push(...own);
    if (own.length === 0) {
      candidates.push(found.candidate);
    }
  }
  return { candidates, problems, ignored };
};

/** By what two users of the file are the same user, or cannot both exist. */
const keysOf = (
  candidate: Candidate,
  { uniqueEmail, uniqueFields, accountFieldsOf }: FileRules
): [field: string, key: string][] => {
  const { user, target, ids, email, accountName } = candidate;
  const { name } = target.connection;
  const keys: [string, string][] = [];
  if (ids.documentId !== null) {
    keys.push(['user_id', `document:${ids.documentId}`]);
  }
  if (user.userId !== null || user.externalId !== null) {
    keys.push(['user_id', `id:${name}:${ids.userId || (ids.documentId ?? user.userId ?? '')}`]);
  }
  if (email !== null) {
    keys.push(['email', `email:${uniqueEmail ? '' : name}:${email}`]);
  }
  if (email !== null && isLocal(candidate)) {
    // A password login accepts both.
    keys.push(['email', `name:${email}`]);
  }
  if (accountName !== null && (accountName !== email || !isLocal(candidate))) {
    keys.push(['username', `name:${foldCase(accountName)}`]);
  }
  const loginName = loginNameOf(candidate);
  if (loginName !== null) {
    keys.push(['username', `login:${name}:${loginName}`]);
  }
  const fields = uniqueFields.length > 0 ? accountFieldsOf(candidate) : {};
  for (const field of uniqueFields) {
    const value = fields[field] ?? null;
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
 * @returns `ignored` are the identities that cannot have an account beside that of the same user
 */
export const rejectRepeated = (
  candidates: Candidate[],
  seen: SeenKeys,
  rules: FileRules
): { fresh: Candidate[]; problems: LineProblem[]; ignored: string[] } => {
  const problems: LineProblem[] = [];
  const ignored: string[] = [];

  /** @returns the identity as it can be linked; null if it cannot */
  const linkedOf = (given: LinkedCandidate): LinkedCandidate | LineProblem | null => {
    const { user } = given;
    let linked: LinkedCandidate = given;
    for (const [field, key] of keysOf(given, rules)) {
      const line = seen.add(key, user.line);
      if (line === null) {
        continue;
      }
      const without = withoutTaken(linked, field);
      if (!without) {
        return line === user.line
          ? null
          : problemOf(user, `${user.field}.${field}`, repeated(field, line));
      }
      linked = without;
    }
    return linked;
  };

  const fresh = candidates.flatMap((candidate) => {
    const { user } = candidate;
    const own: LineProblem[] = [];
    for (const [field, key] of keysOf(candidate, rules)) {
      const line = seen.add(key, user.line);
      if (line !== null) {
        own.push(problemOf(user, field, repeated(field, line)));
      }
    }
    const linked: LinkedCandidate[] = [];
    for (const given of candidate.linked) {
      const found = linkedOf(given);
      if (found === null) {
        ignored.push(...ignoredParts(given));
      } else if ('reason' in found) {
        own.push(found);
      } else {
        linked.push(found);
      }
    }
    problems.push(...own.slice(0, 1));
    return own.length > 0
      ? []
      : [candidate.linked.length > 0 ? { ...candidate, linked } : candidate];
  });
  return { fresh, problems, ignored };
};
