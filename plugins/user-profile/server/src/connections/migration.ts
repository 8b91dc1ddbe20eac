import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { identityKey } from '../model/accounts/identities';
import { userIdFor } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { asText, table, type Row } from '../runtime/database/rows';
import { createConflicts } from '../utils/errors';
import { getService } from '../utils/service';
import { identityBatches } from './identity-batches';

/** A user as the target of the move would have it. */
interface Mover {
  userId: string;
  newUserId: string;
  newKey: string;
  /** Lowercase. */
  email: string | null;
  loginName: string | null;
}

/** What the target has already. Whoever signs in may name email or username: one is not the other's. */
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

const moversOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  identities: Row[],
  { from, to }: { from: ConnectionRef; to: ConnectionRef }
): Promise<Mover[]> => {
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
  movers: Mover[],
  to: string
): Promise<Taken> => {
  const names = movers
    .flatMap(({ email, loginName }) => [email, loginName])
    .filter((name) => name !== null);
  const identities = () => table(strapi, trx, UIDS.identity).where({ connection: to });
  const byKey: Row[] = await identities()
    .whereIn(
      'identity_key',
      movers.map(({ newKey }) => newKey)
    )
    .select('identity_key');
  const byUserId: Row[] = await table(strapi, trx, UIDS.user)
    .whereIn(
      'user_id',
      movers.map(({ newUserId }) => newUserId)
    )
    .select('user_id');
  const byName: Row[] = await identities().whereIn('login_name', names).select('login_name');
  const byEmail: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
    .where({ provider: to })
    // The list must not be empty; nobody has an empty address.
    .whereRaw(`lower(email) in (?${', ?'.repeat(names.length)})`, ['', ...names])
    .select('email');
  const taken = [...byName.map((row) => row.login_name), ...byEmail.map((row) => row.email)];
  return {
    keys: new Set(byKey.map((row) => String(row.identity_key))),
    userIds: new Set(byUserId.map((row) => String(row.user_id))),
    names: new Set(taken.map((name) => String(name).toLowerCase())),
  };
};

const collisionsOf = ({ email, loginName, ...ids }: Mover, taken: Taken): string[] => [
  ...(taken.keys.has(ids.newKey) || taken.userIds.has(ids.newUserId)
    ? ['A user of the target has this id']
    : []),
  ...(email !== null && taken.names.has(email)
    ? [`A user of the target has the email ${email}`]
    : []),
  ...(loginName !== null && taken.names.has(loginName)
    ? [`A user of the target has the username "${loginName}"`]
    : []),
];

/**
 * Whether a connection can take all users of another: their names meet its rules, and are nobody's
 * there. The caller holds the turn of new accounts, so that what is found stays true.
 *
 * @throws ConflictError that lists every problem, up to a number
 */
export const requireMovable = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  from: ConnectionRef,
  to: ConnectionRef
): Promise<void> => {
  const strategy = getService(strapi, 'strategies').get(to.strategy);
  const conflicts = createConflicts(['to']);
  for await (const batch of identityBatches(strapi, trx, from.name)) {
    const movers = await moversOf(strapi, trx, batch, { from, to });
    const taken = await takenOf(strapi, trx, movers, to.name);
    for (const mover of movers) {
      const found = [
        ...(strategy.refuseUsername?.(to, mover.loginName) ?? []),
        ...collisionsOf(mover, taken),
      ];
      for (const message of found) {
        conflicts.add(`${mover.userId}: ${message}`);
      }
    }
  }
  conflicts.requireNone();
};
