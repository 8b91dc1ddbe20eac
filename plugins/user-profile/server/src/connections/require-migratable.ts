import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { identityKey } from '../model/accounts/identities';
import { userIdFor } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { asText, table, type Row } from '../runtime/database/rows';
import { createConflicts, type CodedText, coded } from '../utils/errors';
import { getService } from '../utils/service';
import { identityBatches } from './identity-batches';

/** A user as the target connection would have it. */
interface MigratingUser {
  userId: string;
  newUserId: string;
  newKey: string;
  /** In lower case. */
  email: string | null;
  loginName: string | null;
}

/** What the target already uses. Users log in by email or username, so both share one set of names. */
interface Taken {
  keys: Set<string>;
  userIds: Set<string>;
  names: Set<string>;
}

const emailsOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identities: Row[]
): Promise<Map<unknown, string>> => {
  const rows: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
    .whereIn(
      'document_id',
      identities.map(({ account }) => String(account))
    )
    .whereNotNull('email')
    .select('document_id', 'email');
  return new Map(rows.map((row) => [row.document_id, String(row.email).toLowerCase()]));
};

const migratingUsersOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identities: Row[],
  { from, to }: { from: ConnectionRef; to: ConnectionRef }
): Promise<MigratingUser[]> => {
  const emails = await emailsOf(strapi, trx, identities);
  return identities.map(({ external_id: id, account, login_name: loginName }) => ({
    userId: userIdFor(from.strategy, from.name, String(id)),
    newUserId: userIdFor(to.strategy, to.name, String(id)),
    newKey: identityKey(to.name, String(id)),
    email: emails.get(account) ?? null,
    loginName: asText(loginName),
  }));
};

const takenOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  users: MigratingUser[],
  to: string
): Promise<Taken> => {
  const names = users
    .flatMap(({ email, loginName }) => [email, loginName])
    .filter((name) => name !== null);
  const identities = () => table(strapi, trx, UIDS.identity).where({ connection: to });
  const byKey: Row[] = await identities()
    .whereIn(
      'identity_key',
      users.map(({ newKey }) => newKey)
    )
    .select('identity_key');
  const byUserId: Row[] = await table(strapi, trx, UIDS.user)
    .whereIn(
      'user_id',
      users.map(({ newUserId }) => newUserId)
    )
    .select('user_id');
  const byName: Row[] = await identities().whereIn('login_name', names).select('login_name');
  const byEmail: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
    .where({ provider: to })
    // SQL needs at least one value in the list; no account has an empty email address.
    .whereRaw(`lower(email) in (?${', ?'.repeat(names.length)})`, ['', ...names])
    .select('email');
  const taken = [...byName.map((row) => row.login_name), ...byEmail.map((row) => row.email)];
  return {
    keys: new Set(byKey.map((row) => String(row.identity_key))),
    userIds: new Set(byUserId.map((row) => String(row.user_id))),
    names: new Set(taken.map((name) => String(name).toLowerCase())),
  };
};

const collisionsOf = (
  { email, loginName, userId: user, ...ids }: MigratingUser,
  taken: Taken
): CodedText[] => [
  ...(taken.keys.has(ids.newKey) || taken.userIds.has(ids.newUserId)
    ? [coded('target_id_taken', { user })]
    : []),
  ...(email !== null && taken.names.has(email)
    ? [coded('target_email_taken', { user, email })]
    : []),
  ...(loginName !== null && taken.names.has(loginName)
    ? [coded('target_username_taken', { user, username: loginName })]
    : []),
];

/**
 * Checks that a connection can take all users of another one: their usernames meet its rules, and no id,
 * email address or username is taken there. The caller must hold the lock on new accounts;
 * otherwise the result could be outdated before the users are moved.
 *
 * @throws ConflictError that lists the first problems and counts all of them
 */
export const requireMigratable = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  from: ConnectionRef,
  to: ConnectionRef
): Promise<void> => {
  const strategy = getService(strapi, 'strategies').get(to.strategy);
  const conflicts = createConflicts(['to']);
  for await (const batch of identityBatches(strapi, trx, from.name)) {
    const users = await migratingUsersOf(strapi, trx, batch, { from, to });
    const taken = await takenOf(strapi, trx, users, to.name);
    for (const user of users) {
      const found = [
        ...(strategy.rejectUsername?.(to, user.loginName, user.userId) ?? []),
        ...collisionsOf(user, taken),
      ];
      for (const text of found) {
        conflicts.add(typeof text === 'string' ? `${user.userId}: ${text}` : text);
      }
    }
  }
  conflicts.requireNone();
};
