import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { query, table, tableName, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

/** The columns of a user who is not invited. */
export const NO_INVITATION = {
  invitation_expires_at: null,
  invitation_sent_at: null,
  invitation_key: null,
} as const;

/** Restricts a query of users to those whose primary identity is one of the accounts, and who were invited. */
const invitedAs = (
  strapi: Core.Strapi,
  users: Knex.QueryBuilder,
  accountIds: number[]
): Knex.QueryBuilder => {
  const documentIds = query(strapi, STRAPI_UIDS.account)
    .whereIn('id', accountIds)
    .select('document_id');
  const owners = query(strapi, UIDS.identity)
    .where({ is_primary: true })
    .whereIn('account', documentIds)
    .select('user_id');
  return users
    .whereIn('id', owners)
    .where((row) =>
      row.whereNotNull('invitation_expires_at').orWhereNotNull('invitation_revoked_at')
    );
};

/** Whether the user of an account was invited and has not accepted yet. */
export const isInvited = async (strapi: Core.Strapi, accountId: number): Promise<boolean> => {
  const row: Row | undefined = await invitedAs(strapi, query(strapi, UIDS.user), [accountId]).first(
    'id'
  );
  return row !== undefined;
};

/**
 * Ends the invitations of the users of accounts: their links stop working.
 *
 * @param options `hasPassword`: the accounts have a password now, so earlier invitations no longer matter
 */
export const endInvitations = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[],
  { hasPassword }: { hasPassword: boolean }
): Promise<void> => {
  const rows: Row[] = await invitedAs(strapi, table(strapi, trx, UIDS.user), accountIds).select(
    'id',
    'invitation_key'
  );
  for (const { id, invitation_key: key } of rows) {
    if (key) {
      await getService(strapi, 'one-time-tokens').discard(String(key));
    }
    await table(strapi, trx, UIDS.user)
      .where({ id })
      .update({ ...NO_INVITATION, ...(hasPassword ? { invitation_revoked_at: null } : {}) });
  }
};

/** Those of the accounts whose user had an invitation that was revoked. They may not request a password reset. */
export const findRevoked = async (
  strapi: Core.Strapi,
  accountIds: number[]
): Promise<Set<number>> => {
  if (accountIds.length === 0) {
    return new Set();
  }
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const users = tableName(strapi, UIDS.user);
  const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
    .join(identities, `${identities}.account`, `${accounts}.document_id`)
    .join(users, `${users}.id`, `${identities}.user_id`)
    .whereIn(`${accounts}.id`, accountIds)
    .where(`${identities}.is_primary`, true)
    .whereNotNull(`${users}.invitation_revoked_at`)
    .select(`${accounts}.id`);
  return new Set(rows.map(({ id }) => Number(id)));
};
