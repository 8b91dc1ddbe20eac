import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { UIDS } from '../../../../../shared/constants';
import type { ImportCounts, ImportOptions } from '../../../../../shared/contracts/imports';
import { identityKey } from '../../../model/accounts/identities';
import { lockUniqueAccounts } from '../../../model/connections/uniqueness';
import { checkAppMetadata } from '../../../model/users/app-metadata';
import type { Role } from '../../../model/users/roles';
import { lockRows, table } from '../../../runtime/database/rows';
import { coded } from '../../../utils/errors';
import { getService } from '../../../utils/service';
import { lineProblem, problemsIn, type LineProblem } from '../records/import-user';
import { ignoredParts, ignoredPassword, type Candidate } from './candidate';
import { compareUser, hasChanges, type Compared } from './compare-user';
import { createImportedUsers } from './create-users';
import { findExisting, type Existing } from './find-existing';
import type { UserBuilder } from './new-users';
import { planBatch, type Plan } from './plan-batch';
import { findGone } from './targets';
import { updateImportedUsers } from './update-users';

/** What holds for all batches of an import. */
export interface BatchContext {
  options: Pick<ImportOptions, 'match_by' | 'mode' | 'dry_run'>;
  /** Whether server code imports, which may set `app_metadata` and roles. */
  isTrusted: boolean;
  /** U&P's setting "one account per email address". */
  uniqueEmail: boolean;
  users: UserBuilder;
  /** The roles of the site by type. */
  roles: Map<string, Role>;
}

export type BatchCounts = Omit<ImportCounts, 'read' | 'failed'>;

export interface BatchResult {
  counts: BatchCounts;
  problems: LineProblem[];
  /** What the file has and users who exist do not get, once for each. */
  ignored: string[];
}

/** Users who exist get no further identities: a file must not open their accounts to other logins. */
const ignoredOf = ({ candidate, row }: Plan['found'][number], { identities }: Existing): string[] =>
  candidate.linked.flatMap((linked) => {
    const { target, ids } = linked;
    const { connection, isNative } = target;
    const isLinked = identities.some(
      (each) =>
        each.userId === row.id &&
        each.connection === connection.name &&
        // The external id of a native account is not that of the file.
        (isNative || each.key === identityKey(connection.name, ids.externalId))
    );
    return isLinked ? ignoredPassword(linked) : ignoredParts(linked);
  });

const metadataProblems = (
  strapi: Core.Strapi,
  { user: { line, userMetadata, appMetadata } }: Candidate,
  isTrusted: boolean
): LineProblem[] => {
  const hasAppMetadata = Object.keys(appMetadata ?? {}).length > 0;
  if (hasAppMetadata && !isTrusted) {
    return [lineProblem(line, 'app_metadata', coded('import_app_metadata'))];
  }
  try {
    if (userMetadata) {
      getService(strapi, 'metadata-schema').check(userMetadata);
    }
    if (hasAppMetadata) {
      checkAppMetadata(appMetadata);
    }
    return [];
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) {
      throw error;
    }
    return problemsIn(line, error);
  }
};

const roleProblem = (
  { user: { line, role } }: Candidate,
  { isTrusted, roles }: BatchContext
): LineProblem[] =>
  isTrusted && role !== null && !roles.has(role)
    ? [lineProblem(line, 'role', coded('import_role_unknown', { role }))]
    : [];

/** What is left of the users once the connections are gone that were deleted while the import runs. */
const withoutGone = async (
  strapi: Core.Strapi,
  candidates: Candidate[]
): Promise<{ present: Candidate[]; problems: LineProblem[]; ignored: string[] }> => {
  const gone = await findGone(
    strapi,
    candidates.flatMap((each) => [each, ...each.linked]).map(({ target }) => target)
  );
  const isGone = ({ target }: Candidate): boolean => gone.has(target.connection.name);
  if (gone.size === 0) {
    return { present: candidates, problems: [], ignored: [] };
  }
  const present = candidates.filter((each) => !isGone(each));
  return {
    present: present.map((each) => ({
      ...each,
      linked: each.linked.filter((linked) => !isGone(linked)),
    })),
    problems: candidates.filter(isGone).map(({ user: { line }, target }) => {
      const { name } = target.connection;
      return lineProblem(line, 'connection', coded('import_connection_unknown', { name }));
    }),
    ignored: present.flatMap(({ linked }) => linked.filter(isGone).flatMap(ignoredParts)),
  };
};

/**
 * Reads what the site has. Users who may be changed are locked first, so the comparison sees what others change until
 * then, and no one changes them before the batch is stored.
 */
const findLocked = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  candidates: Candidate[]
): Promise<Existing> => {
  const { users } = await findExisting(strapi, candidates);
  const rows = table(strapi, trx, UIDS.user).whereIn('id', [...users.keys()]);
  await lockRows(strapi, rows.orderBy('id'), 'update').select('id');
  return findExisting(strapi, candidates);
};

/**
 * Imports some users in the current transaction, or finds out what would happen.
 *
 * @param trx null for a dry run
 * @param onInsert called while the database inserts new users
 */
export const writeBatch = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction | null,
  candidates: Candidate[],
  context: BatchContext,
  onInsert: () => void = () => undefined
): Promise<BatchResult> => {
  const { options, isTrusted, uniqueEmail, users } = context;
  const problems: LineProblem[] = [];
  const counts: BatchCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0 };
  if (trx) {
    // First: on MariaDB, a plain read before the lock hides what others created while this waited.
    await lockUniqueAccounts(strapi);
  }
  const { present, ...left } = trx
    ? await withoutGone(strapi, candidates)
    : { present: candidates, problems: [], ignored: [] };
  problems.push(...left.problems);
  const valid = present.filter((candidate) => {
    const own = [
      ...metadataProblems(strapi, candidate, isTrusted),
      ...roleProblem(candidate, context),
    ];
    problems.push(...own);
    return own.length === 0;
  });
  const existing = await (trx && options.mode !== 'skip'
    ? findLocked(strapi, trx, valid)
    : findExisting(strapi, valid));
  const plan = planBatch(valid, existing, options, uniqueEmail);
  problems.push(...plan.problems);

  const built = await users.buildAll(plan.created);
  problems.push(...built.problems);
  counts.created = built.users.length;
  if (trx) {
    const lost = await createImportedUsers(strapi, trx, built.users, onInsert);
    problems.push(...lost);
    counts.created -= lost.length;
  }

  if (options.mode === 'skip') {
    counts.skipped = plan.found.length;
    return { counts, problems, ignored: [...left.ignored, ...built.ignored] };
  }
  const changed: Compared[] = [];
  for (const found of plan.found) {
    const compared = await compareUser(strapi, found, existing, {
      mode: options.mode,
      withAppMetadata: isTrusted,
    });
    if (Array.isArray(compared)) {
      problems.push(...compared);
    } else if (hasChanges(compared.changes)) {
      changed.push(compared);
    } else {
      counts.unchanged += 1;
    }
  }
  counts.updated = changed.length;
  if (trx) {
    const { problems: rejected, unchanged } = await updateImportedUsers(strapi, trx, changed);
    problems.push(...rejected);
    counts.updated -= unchanged + new Set(rejected.map(({ line }) => line)).size;
    counts.unchanged += unchanged;
  }
  const ignored = [
    ...left.ignored,
    ...built.ignored,
    ...plan.found.flatMap((each) => ignoredOf(each, existing)),
  ];
  return { counts, problems, ignored };
};
