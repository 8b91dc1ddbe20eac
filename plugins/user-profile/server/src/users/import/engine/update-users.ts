import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import { setBlocked } from '../../../login/set-blocked';
import { changeAccountFields } from '../../../model/accounts/account-fields';
import { importedDigest } from '../../../model/accounts/imported-passwords/imported-digest';
import { endInvitations, isInvited } from '../../../model/accounts/invitations';
import type { UserRow } from '../../../model/users/user-row';
import { table } from '../../../runtime/database/rows';
import { reasonIn } from '../../../utils/errors';
import { getService } from '../../../utils/service';
import { lineProblem, problemsIn, type ImportUser, type LineProblem } from '../records/import-user';
import { hasChanges, type Compared, type ExistingUser } from './compare-user';
import type { FoundAccount } from './find-existing';

const asColumns = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !(value instanceof Date)
        ? JSON.stringify(value)
        : value,
    ])
  );

/** The password of an invited user ends the invitation and confirms the account, as one that an admin sets does. */
const acceptInvitation = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  row: UserRow,
  account: FoundAccount
): Promise<void> => {
  const wasInvited = row.invitation_expires_at !== null || row.invitation_revoked_at !== null;
  if (wasInvited && (await isInvited(strapi, account.id))) {
    await table(strapi, trx, STRAPI_UIDS.account)
      .where({ id: account.id })
      .update({ confirmed: true });
    await endInvitations(strapi, trx, [account.id], { hasPassword: true });
  }
};

/** @returns false if the account got another password in the meantime, which stays */
const storePassword = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { row, identity, account }: ExistingUser,
  password: ImportUser['password']
): Promise<boolean> => {
  if (!identity || !account || password.kind === 'none') {
    return false;
  }
  const stored = await getService(strapi, 'imported-passwords').replace(
    trx,
    account.documentId,
    account.password,
    password
  );
  if (stored === null) {
    return false;
  }
  await table(strapi, trx, UIDS.identity)
    .where({ id: identity.id })
    .update({ imported_digest: importedDigest(stored) });
  await acceptInvitation(strapi, trx, row, account);
  return true;
};

/** @returns the problems of the line, if code of the site rejects the values */
const storeFields = async (
  strapi: Core.Strapi,
  { subject: { candidate, account }, changes: { accountFields } }: Compared
): Promise<LineProblem[]> => {
  if (!accountFields || !account) {
    return [];
  }
  try {
    await changeAccountFields(strapi, account.documentId, accountFields);
    return [];
  } catch (error) {
    const { line } = candidate.user;
    if (error instanceof errors.ValidationError) {
      const found = problemsIn(line, error);
      return found.length > 0 ? found : [lineProblem(line, null, reasonIn(error))];
    }
    if (error instanceof errors.ApplicationError) {
      return [lineProblem(line, 'account_fields', reasonIn(error))];
    }
    throw error;
  }
};

/**
 * Stores what differs. Listeners of the event hub learn of blocks only, which end sessions.
 *
 * @returns the problems of users who stay as they were, and how many others do because their passwords changed in
 * the meantime
 */
export const updateImportedUsers = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  compared: Compared[]
): Promise<{ problems: LineProblem[]; unchanged: number }> => {
  const problems: LineProblem[] = [];
  const stored: Compared[] = [];
  let unchanged = 0;
  for (const each of compared) {
    const { subject, changes } = each;
    const { row, identity } = subject;
    // First: what the site rejects leaves the user as it was.
    const rejected = await storeFields(strapi, each);
    if (rejected.length > 0) {
      problems.push(...rejected);
      continue;
    }
    if (changes.password) {
      const isStored = await storePassword(strapi, trx, subject, changes.password);
      if (!isStored && !hasChanges({ ...changes, password: undefined })) {
        unchanged += 1;
        continue;
      }
    }
    stored.push(each);
    if (identity && Object.keys(changes.identity).length > 0) {
      await table(strapi, trx, UIDS.identity)
        .where({ id: identity.id })
        .update({ ...asColumns(changes.identity), updated_at: new Date() });
    }
    await table(strapi, trx, UIDS.user)
      .where({ id: row.id })
      .update({ ...asColumns(changes.user), updated_at: new Date() })
      .increment('revision', 1);
  }
  for (const blocked of [true, false]) {
    const ids = stored
      .filter(({ changes }) => changes.blocked === blocked)
      .map(({ subject }) => subject.row.document_id);
    if (ids.length > 0) {
      await setBlocked(strapi, ids, blocked);
    }
  }
  return { problems, unchanged };
};
