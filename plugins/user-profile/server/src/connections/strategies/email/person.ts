import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../../shared/constants';
import {
  findIdentity,
  identitiesOf,
  identityKey,
  type IdentityRow,
} from '../../../model/accounts/identities';
import { findAccount } from '../../../model/accounts/look-up';
import { isEmailSetHere } from '../../../model/connections/followed-email';
import { attributeIn } from '../../../model/connections/source-attributes';
import {
  asBoolean,
  asText,
  inTransaction,
  table,
  tableName,
  type Row,
} from '../../../runtime/database/rows';
import { sha256 } from '../../../utils/sha256';

const ID_LENGTH = 24;

const idOf = (...parts: string[]): string => sha256(...parts).slice(0, ID_LENGTH);

export interface Person {
  id: string;
  isKnown: boolean;
}

/** An identity whose account has no email address, so that of its user counts. */
interface LinkedIdentity {
  externalId: string;
  userId: number;
  userEmail: string | null;
  isVerified: boolean;
}

/**
 * Finds the person who logs in with a code sent to an email address. The id is a hash of that email
 * address at the first login and stays when the email address changes. Another person who gets the old
 * email address later therefore gets another id.
 */
export const createPeople = (strapi: Core.Strapi) => {
  const byAccount = async (
    trx: Knex.Transaction,
    connection: string,
    email: string
  ): Promise<string | null> => {
    const account = tableName(strapi, STRAPI_UIDS.account);
    const identity = tableName(strapi, UIDS.identity);
    const rows: Row[] = await table(strapi, trx, UIDS.identity)
      .join(account, `${account}.document_id`, `${identity}.account`)
      .where({ [`${account}.provider`]: connection, [`${account}.email`]: email })
      .select(`${identity}.external_id`, `${account}.email`);
    // MariaDB compares text without accents.
    const row = rows.find((found) => found.email === email);
    return row ? String(row.external_id) : null;
  };

  /** The account of a linked identity has no email address if another account of the user has the same one. */
  const linkedWithUserEmail = async (
    trx: Knex.Transaction,
    connection: string,
    email: string
  ): Promise<LinkedIdentity[]> => {
    const account = tableName(strapi, STRAPI_UIDS.account);
    const identity = tableName(strapi, UIDS.identity);
    const user = tableName(strapi, UIDS.user);
    const rows: Row[] = await table(strapi, trx, UIDS.identity)
      .join(user, `${user}.id`, `${identity}.user_id`)
      .leftJoin(account, `${account}.document_id`, `${identity}.account`)
      .where({ [`${identity}.connection`]: connection, [`${user}.email`]: email })
      .whereNull(`${account}.email`)
      .select(
        `${identity}.external_id`,
        `${user}.id as user_id`,
        `${user}.email as user_email`,
        `${user}.email_verified`
      );
    return rows
      .map((row) => ({
        externalId: String(row.external_id),
        userId: Number(row.user_id),
        userEmail: asText(row.user_email),
        isVerified: asBoolean(row.email_verified),
      }))
      .filter(({ userEmail }) => userEmail === email);
  };

  const isTrusted = async ({ isVerified, userId }: LinkedIdentity): Promise<boolean> => {
    if (isVerified) {
      return true;
    }
    const [primary] = await identitiesOf(strapi, userId);
    return primary !== undefined && isEmailSetHere(strapi, primary.connection);
  };

  /** The identity that follows the email address of its user, who may have got this one later. */
  const byUser = async (
    trx: Knex.Transaction,
    connection: string,
    email: string
  ): Promise<string | null> => {
    const linked = await linkedWithUserEmail(trx, connection, email);
    const first = linked.find(({ externalId }) => externalId === idOf(email));
    if (first) {
      return first.externalId;
    }
    const [only, ...others] = linked;
    const isOne = only && others.length === 0;
    return isOne && (await isTrusted(only)) ? only.externalId : null;
  };

  /**
   * Whether the identity that this email address created has no other one: neither its account nor its user, and no
   * login since then.
   */
  const hasNoOtherEmail = async (
    trx: Knex.Transaction,
    identity: IdentityRow,
    email: string
  ): Promise<boolean> => {
    if (attributeIn(identity.profile_data, 'email') !== email) {
      return false;
    }
    const account = await findAccount(strapi, { document_id: identity.account });
    // Without its account, a linked identity has no address but that of the user.
    if (account && (account.email !== null || !identity.is_primary)) {
      return false;
    }
    const user: Row | undefined = await table(strapi, trx, UIDS.user)
      .where({ id: identity.user_id })
      .first('email');
    return asText(user?.email) === null;
  };

  return {
    find: (connection: string, email: string): Promise<Person> =>
      inTransaction(strapi, async (trx) => {
        const owner =
          (await byAccount(trx, connection, email)) ?? (await byUser(trx, connection, email));
        if (owner !== null) {
          return { id: owner, isKnown: true };
        }
        const id = idOf(email);
        const first = await findIdentity(strapi, { identity_key: identityKey(connection, id) });
        if (!first) {
          return { id, isKnown: false };
        }
        if (await hasNoOtherEmail(trx, first, email)) {
          return { id, isKnown: true };
        }
        return { id: idOf(email, randomBytes(16).toString('hex')), isKnown: false };
      }),
  };
};
