import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { asText, on, type Row, read, asBoolean } from '../../runtime/database/rows';
import { ACCOUNT_COLUMNS, accountOf, type Account, LOCAL_CONNECTION } from './account';
import { hold, type Purpose } from '../../runtime/database/locks';
/** From an account to its identity and its profile, within a transaction. */
export const createLookUp = (strapi: Core.Strapi) => {
  const findProfile = async (
    trx: Knex.Transaction,
    id: number,
    identity: string | null
  ): Promise<ProfileRef | null> => {
    const row = await on(strapi, trx, UIDS.user)
      .where({ id })
      .first('id', 'document_id', 'user_id', 'name', 'connection');
    return row ? refOf(row, identity) : null;
  };

  return {
    findProfile,

    async readAccount(trx: Knex.Transaction, id: number): Promise<Account | null> {
      const row = await on(strapi, trx, STRAPI_UIDS.account).where({ id }).first(ACCOUNT_COLUMNS);
      return row ? accountOf(row) : null;
    },

    findIdentity: (trx: Knex.Transaction, account: string): Promise<Row | undefined> =>
      on(strapi, trx, UIDS.identity)
        .where({ account })
        .first('id', 'user_id', 'is_primary', 'identity_key', 'profile_data'),

    /** @returns the profile that has one of the identities; null where none has */
    async findByIdentity(trx: Knex.Transaction, keys: string[]): Promise<ProfileRef | null> {
      const identity: Row | undefined = await on(strapi, trx, UIDS.identity)
        .whereIn('identity_key', keys)
        .first('user_id', 'identity_key');
      return identity
        ? findProfile(trx, Number(identity.user_id), asText(identity.identity_key))
        : null;
    },
  };
};

export type LookUp = ReturnType<typeof createLookUp>;

/** Whose account it is that somebody names, as far as anybody has it. */
export const createAccountFinders = (strapi: Core.Strapi) => ({
  /** The account that a login with this identifier is for, by the rule of Users & Permissions. */
  async findByIdentifier(identifier: string): Promise<number | null> {
    const account = await strapi.db.query(STRAPI_UIDS.account).findOne({
      select: ['id'],
      where: {
        provider: LOCAL_CONNECTION,
        $or: [{ email: identifier.toLowerCase() }, { username: identifier }],
      },
    });
    return account?.id ?? null;
  },

  /** The account that a login of a connection with this email or username is for. */
  async findInConnection(connection: string, identifier: string): Promise<number | null> {
    const name = identifier.toLowerCase();
    const accounts = () => read(strapi, STRAPI_UIDS.account).where({ provider: connection });
    const ofIdentity = async (found: Row | undefined): Promise<Row | undefined> =>
      found?.account ? accounts().where({ document_id: found.account }).first('id') : undefined;
    const identities = () => read(strapi, UIDS.identity).where({ connection });
    // One look-up after the other, each by an index: together they would read the whole connection.
    const byEmail: Row | undefined = await accounts().where({ email: name }).first('id');
    if (byEmail) {
      return byEmail.id;
    }
    const byName = await ofIdentity(
      await identities().where({ login_name: name }).first('account')
    );
    if (byName) {
      return byName.id;
    }
    const named = read(strapi, UIDS.user).where({ username: identifier }).select('id');
    const byUsername = await ofIdentity(
      await identities().whereIn('user_id', named).first('account')
    );
    return byUsername?.id ?? null;
  },

  /** The account with an email that Users & Permissions or one of its providers made. */
  async findNativeByEmail(email: string): Promise<number | null> {
    const rows: Row[] = await read(strapi, STRAPI_UIDS.account)
      .where({ email: email.toLowerCase() })
      .limit(100)
      .select(...ACCOUNT_COLUMNS);
    return rows.map(accountOf).find(({ isNative }) => isNative)?.id ?? null;
  },

  async findBy(where: Record<string, unknown>): Promise<number | null> {
    const account = await strapi.db.query(STRAPI_UIDS.account).findOne({ select: ['id'], where });
    return account?.id ?? null;
  },
});

export type Identity = Row & { user_id: number };

/**
 * Holds the user whom an identity belongs to, until the end of the transaction: linking and unlinking
 * hold users too, so that whoever reads the identity afterwards reads what stays true.
 *
 * @param where what finds the identity: its key, or its account
 * @param purpose what both rows are held for
 * @returns the identity as it is once its user is held; undefined where there is none
 */
export const holdIdentity = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  where: { identity_key: string } | { account: string },
  purpose: Purpose
): Promise<Identity | undefined> => {
  const identity = () => on(strapi, trx, UIDS.identity).where(where);
  let found: Identity | undefined = await identity().first('user_id');
  while (found) {
    const owner = found.user_id;
    await hold(strapi, on(strapi, trx, UIDS.user).where({ id: owner }), purpose).first('id');
    // A read that locks sees what others committed meanwhile, on MariaDB too.
    found = await hold(strapi, identity(), purpose).first();
    if (found?.user_id === owner) {
      break;
    }
  }
  return found;
};

/**
 * The account that a person signs in as, whichever identity is used: that of the primary one or, where
 * that is gone, of the oldest that has one.
 */
export const accountOfPerson = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number
): Promise<{ id: number; blocked: boolean } | null> => {
  const [accounts, identities] = [STRAPI_UIDS.account, UIDS.identity].map(
    (uid) => strapi.db.metadata.get(uid).tableName
  );
  const account: Row | undefined = await on(strapi, trx, UIDS.identity)
    .join(accounts, `${accounts}.document_id`, `${identities}.account`)
    .where(`${identities}.user_id`, userId)
    .orderBy([
      { column: `${identities}.is_primary`, order: 'desc' },
      { column: `${identities}.id` },
    ])
    .first(`${accounts}.id`, `${accounts}.blocked`);
  return account ? { id: account.id, blocked: asBoolean(account.blocked) } : null;
};

/** What capture needs to know of the profile behind an account. */
export interface ProfileRef {
  id: number;
  documentId: string;
  userId: string;
  name: string | null;
  connection: string;
  /** The identity by which it was found; null where it was found otherwise. */
  identityKey: string | null;
}

/**
 * @param row of the users table
 * @param identity the key of the identity by which it was found
 */
export const refOf = (row: Row, identity: string | null): ProfileRef => ({
  id: Number(row.id),
  documentId: String(row.document_id),
  userId: String(row.user_id),
  name: asText(row.name),
  connection: asText(row.connection) ?? LOCAL_CONNECTION,
  identityKey: identity,
});
