import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { read, type Row } from '../../runtime/database/rows';
import { ACCOUNT_COLUMNS, accountOf } from './account';
import { LOCAL_CONNECTION } from './attributes';

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
