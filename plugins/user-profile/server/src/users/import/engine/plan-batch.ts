import type { ImportOptions } from '../../../../../shared/contracts/imports';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import type { UserRow } from '../../../model/users/user-row';
import { coded, type CodedText } from '../../../utils/errors';
import { foldCase } from '../../../utils/fold-text';
import { lineProblem, type LineProblem } from '../records/import-user';
import {
  loginNameOf,
  ownKeyOf,
  withoutTaken,
  type Candidate,
  type LinkedCandidate,
} from './candidate';
import type { Existing } from './find-existing';

/** What keeps a user out. */
interface Conflict {
  field: string;
  text: CodedText;
}

/** What happens to the users of a batch. */
export interface Plan {
  created: Candidate[];
  /** Users who exist, to be compared. */
  found: { candidate: Candidate; row: UserRow }[];
  problems: LineProblem[];
}

const ID_TAKEN: Conflict = { field: 'user_id', text: coded('import_id_taken') };

/** The user who has the ids of the file. */
const matchById = (candidate: Candidate, existing: Existing): UserRow | null => {
  const key = ownKeyOf(candidate);
  const id =
    existing.byUserId.get(candidate.ids.userId) ??
    (key === null ? undefined : existing.byKey.get(key)?.userId);
  return id === undefined ? null : (existing.users.get(id) ?? null);
};

/** The user who has the email address in the connection. */
const matchByEmail = ({ email, target }: Candidate, existing: Existing): UserRow | null => {
  const accounts = email === null ? [] : (existing.byEmail.get(email) ?? []);
  const account = accounts.find(({ provider }) => provider === target.connection.name);
  const id = account && existing.byAccount.get(account.documentId)?.userId;
  return id === undefined ? null : (existing.users.get(id) ?? null);
};

/** Why a new user would be in conflict with the accounts of the site. */
const conflictOf = (
  candidate: Candidate,
  existing: Existing,
  uniqueEmail: boolean
): Conflict | null => {
  const { email, target, accountName, idOwner } = candidate;
  const { name } = target.connection;
  if (idOwner !== null) {
    return { field: 'user_id', text: coded('import_id_of_connection', { name: idOwner }) };
  }
  const sameEmail = email === null ? [] : (existing.byEmail.get(email) ?? []);
  if (sameEmail.some(({ provider }) => provider === name)) {
    return { field: 'email', text: coded('email_taken') };
  }
  if (sameEmail.length > 0 && uniqueEmail) {
    return { field: 'email', text: coded('email_taken_on_site') };
  }
  const named = (text: string) => existing.byUsername.get(foldCase(text)) ?? [];
  const isUsername =
    email !== null && named(email).some(({ provider }) => provider === LOCAL_CONNECTION);
  if (name === LOCAL_CONNECTION && isUsername) {
    return { field: 'email', text: coded('email_taken_as_username') };
  }
  const loginName = loginNameOf(candidate);
  const isTaken =
    loginName !== null &&
    existing.identities.some((each) => each.connection === name && each.loginName === loginName);
  if (isTaken) {
    return { field: 'username', text: coded('username_taken') };
  }
  if (accountName === null) {
    return null;
  }
  const asEmail = existing.byEmail.get(accountName.toLowerCase()) ?? [];
  const isEmail = asEmail.some(({ provider }) => provider === LOCAL_CONNECTION);
  return named(accountName).length > 0 || isEmail
    ? { field: 'username', text: coded('username_taken') }
    : null;
};

const isTaken = (candidate: Candidate, existing: Existing): boolean => {
  const { documentId } = candidate.ids;
  return (
    matchById(candidate, existing) !== null ||
    (documentId !== null && existing.accounts.has(documentId))
  );
};

/** The identity as it can be linked beside the accounts of the site, or why it cannot. */
const fitLinked = (
  given: LinkedCandidate,
  existing: Existing,
  uniqueEmail: boolean
): LinkedCandidate | LineProblem => {
  const { line, field } = given.user;
  if (isTaken(given, existing)) {
    return lineProblem(line, field, coded('import_identity_taken'));
  }
  let linked = given;
  for (;;) {
    const conflict = conflictOf(linked, existing, uniqueEmail);
    const without: LinkedCandidate | null = conflict && withoutTaken(linked, conflict.field);
    if (!conflict) {
      return linked;
    }
    if (!without) {
      return lineProblem(line, `${field}.${conflict.field}`, conflict.text);
    }
    linked = without;
  }
};

/** A new user, with the identities that are linked. */
const planNew = (
  candidate: Candidate,
  existing: Existing,
  uniqueEmail: boolean
): { created: Candidate } | { problems: LineProblem[] } => {
  const { line } = candidate.user;
  const conflict = isTaken(candidate, existing)
    ? ID_TAKEN
    : conflictOf(candidate, existing, uniqueEmail);
  if (conflict) {
    return { problems: [lineProblem(line, conflict.field, conflict.text)] };
  }
  if (candidate.linked.length === 0) {
    return { created: candidate };
  }
  const linked: LinkedCandidate[] = [];
  const problems: LineProblem[] = [];
  for (const each of candidate.linked) {
    const fitted = fitLinked(each, existing, uniqueEmail);
    if ('reason' in fitted) {
      problems.push(fitted);
    } else {
      linked.push(fitted);
    }
  }
  if (problems.length > 0) {
    return { problems };
  }
  // The same object keeps what was prepared for it.
  const isSame = linked.every((each, index) => each === candidate.linked[index]);
  return { created: isSame ? candidate : { ...candidate, linked } };
};

/** Decides what happens to each user, from what the site has. */
export const planBatch = (
  candidates: Candidate[],
  existing: Existing,
  { match_by: matchBy }: Pick<ImportOptions, 'match_by'>,
  uniqueEmail: boolean
): Plan => {
  const plan: Plan = { created: [], found: [], problems: [] };
  const match = matchBy === 'email' ? matchByEmail : matchById;
  for (const candidate of candidates) {
    const row = match(candidate, existing);
    if (row) {
      plan.found.push({ candidate, row });
      continue;
    }
    const planned = planNew(candidate, existing, uniqueEmail);
    if ('created' in planned) {
      plan.created.push(planned.created);
    } else {
      plan.problems.push(...planned.problems);
    }
  }
  return plan;
};
