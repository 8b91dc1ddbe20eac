import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { JOB_UID } from '../../runtime/database/plain-models';
import { inTransaction, query, table, type Row } from '../../runtime/database/rows';
import { ConflictError, coded } from '../../utils/errors';
import { foldCase } from '../../utils/fold-text';
import { providerOf, WHERE_LOCAL } from '../../utils/provider-of';
import { ACCOUNT_COLUMNS, accountOf, LOCAL_CONNECTION, type Account } from '../accounts/account';
import { foldedFor } from '../users/folded-columns';
import { usersPermissionsSettings } from './users-permissions-settings';

const LOCK_NAME = 'unique-accounts';

/**
 * Locks one row until the end of the transaction, so checks for a free email address run one after the
 * other. U&P's accounts have no unique constraint.
 */
export const lockUniqueAccounts = (strapi: Core.Strapi): Promise<void> =>
  inTransaction(strapi, async (trx) => {
    const row = () => table(strapi, trx, JOB_UID).where({ name: LOCK_NAME });
    // Inserted only once: an INSERT that ignores a conflict takes a shared lock on MariaDB, and two
    // transactions that have one cannot both lock the row.
    if (await row().forUpdate().first('id')) {
      return;
    }
    await table(strapi, trx, JOB_UID).insert({ name: LOCK_NAME }).onConflict('name').ignore();
    await row().forUpdate().first('id');
  });

/** More accounts than this share a name only if something else is wrong. */
const MAX_ACCOUNTS = 100;

/** How an account that is older than the plugin may spell a text. */
const spellingsOf = (text: string): string[] => [
  ...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];

/**
 * The accounts of Users & Permissions and its providers whose username equals this one, apart from letter case
 * and Unicode composition. They are found by the folded username of their profile. An account that has no profile
 * yet, or is linked to another user, is found in the same letter case only.
 */
const accountsNamed = async (strapi: Core.Strapi, username: string): Promise<Account[]> => {
  const folded = foldedFor('username', username);
  const users = query(strapi, UIDS.user).where({ folded_username: folded }).select('id');
  const identities = query(strapi, UIDS.identity).whereIn('user_id', users);
  const accounts = () => query(strapi, STRAPI_UIDS.account).limit(MAX_ACCOUNTS);
  const rows: Row[] = [
    ...(await accounts().whereIn('username', spellingsOf(username)).select(ACCOUNT_COLUMNS)),
    ...(await accounts()
      .whereIn('document_id', identities.whereNotNull('account').select('account'))
      .select(ACCOUNT_COLUMNS)),
  ];
  const wanted = foldCase(username);
  return rows
    .map(accountOf)
    .filter(({ ownUsername }) => ownUsername !== null && foldCase(ownUsername) === wanted);
};

/** A password login accepts both, so an email address must not be the username of another user. */
const isUsername = async (
  strapi: Core.Strapi,
  email: string,
  except: number | undefined
): Promise<boolean> => {
  const named = await accountsNamed(strapi, email);
  return named.some(({ id, provider }) => provider === LOCAL_CONNECTION && id !== except);
};

/**
 * Rejects an email address that another account has: in the same connection always, in others if U&P's
 * setting "one account per email address" is on.
 *
 * @throws ConflictError whose message says which of the two applies
 */
export const requireFreeEmail = async (
  strapi: Core.Strapi,
  email: string,
  provider: string,
  except?: number
): Promise<void> => {
  await lockUniqueAccounts(strapi);
  const others: { id: number; provider: string | null }[] = await strapi.db
    .query(STRAPI_UIDS.account)
    .findMany({
      select: ['id', 'provider'],
      where: { email: { $in: spellingsOf(email) } },
      limit: MAX_ACCOUNTS,
    });
  const taken = others.filter(({ id }) => id !== except);
  if (taken.some((other) => providerOf(other.provider) === provider)) {
    throw new ConflictError(coded('email_taken'), ['email']);
  }
  if (taken.length > 0 && (await usersPermissionsSettings(strapi)).unique_email) {
    throw new ConflictError(coded('email_taken_on_site'), ['email']);
  }
  if (provider === LOCAL_CONNECTION && (await isUsername(strapi, email, except))) {
    throw new ConflictError(coded('email_taken_as_username'), ['email']);
  }
};

/** The result stays valid until the end of the transaction. */
export const isFreeEmail = async (
  strapi: Core.Strapi,
  email: string,
  provider: string
): Promise<boolean> => {
  try {
    await requireFreeEmail(strapi, email, provider);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) {
      return false;
    }
    throw error;
  }
};

/**
 * Usernames are unique across all connections of Users & Permissions, whatever their letter case and
 * composition.
 *
 * @throws ConflictError
 */
export const requireFreeUsername = async (strapi: Core.Strapi, username: string): Promise<void> => {
  await lockUniqueAccounts(strapi);
  const asEmail = await strapi.db.query(STRAPI_UIDS.account).count({
    where: { ...WHERE_LOCAL, email: { $in: spellingsOf(foldIdentifier(username)) } },
  });
  if (asEmail > 0 || (await accountsNamed(strapi, username)).length > 0) {
    throw new ConflictError(coded('username_taken'), ['username']);
  }
};

/**
 * Whether another account logs in with the email address or the username of an account without a provider.
 * Then it cannot become `local`: Users & Permissions would find one of the two for both.
 */
export const hasTakenLoginName = async (
  strapi: Core.Strapi,
  { id, email, username }: { id: number; email?: string | null; username?: string | null }
): Promise<boolean> => {
  const names = [email, username].filter((name) => typeof name === 'string' && name !== '');
  const found = await strapi.db.query(STRAPI_UIDS.account).count({
    where: {
      provider: LOCAL_CONNECTION,
      id: { $ne: id },
      $or: [{ email: { $in: names } }, { username: { $in: names } }],
    },
  });
  return found > 0;
};

/** The role of new users in U&P's settings. */
export const defaultRoleId = async (strapi: Core.Strapi): Promise<number | undefined> => {
  const { default_role: type } = await usersPermissionsSettings(strapi);
  const role = await strapi.db.query(STRAPI_UIDS.role).findOne({ where: { type } });
  return role?.id;
};
