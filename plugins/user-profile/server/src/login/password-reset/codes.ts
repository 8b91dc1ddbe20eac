import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { asBoolean, asIso, asText, query, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';

/** Whose password a code is for, and which password it was: a newer one makes it void. */
interface ResetOf extends Record<string, string> {
  connection: string;
  profile: string;
  email: string;
  password: string;
  /** How long the code is good. */
  until: string;
}

/** Codes that are good for one new password. */
export const createResetCodes = (strapi: Core.Strapi) => {
  const tickets = () => getService(strapi, 'one-time-tokens');

  const markOf = async (account: Row, user: Row): Promise<string> =>
    createHash('sha256')
      .update(`${String(account.password)}\0${asIso(user.last_password_reset)}`)
      .digest('hex');

  const findIdentity = ({ document_id: account }: Row): Promise<Row | undefined> =>
    query(strapi, UIDS.identity).where({ account }).first('user_id', 'external_id');

  const findUser = async (account: Row): Promise<Row | undefined> => {
    const identity = await findIdentity(account);
    return identity && query(strapi, UIDS.user).where({ id: identity.user_id }).first();
  };

  const findAccount = (where: Record<string, unknown>): Promise<Row | undefined> =>
    query(strapi, STRAPI_UIDS.account)
      .where(where)
      .first('id', 'document_id', 'email', 'password', 'provider', 'blocked');

  return {
    findAccount,
    findIdentity,

    /** @returns the code and where it is to be mailed; null where there is nobody to mail it to */
    async issue(connection: string, id: number): Promise<{ code: string; email: string } | null> {
      const account = await findAccount({ id });
      const user = account && (await findUser(account));
      const email = asText(account?.email);
      if (!account || !user || email === null) {
        return null;
      }
      const data: ResetOf = {
        connection,
        profile: String(user.document_id),
        email,
        password: await markOf(account, user),
        until: new Date(Date.now() + HOUR_MS).toISOString(),
      };
      return { email, code: await tickets().issue('password-reset', data, HOUR_MS) };
    },

    /** What a code is for, as long as it is still good for it. */
    async find(code: string) {
      const data = (await tickets().peek('password-reset', code)) as ResetOf | null;
      if (!data) {
        return null;
      }
      const account = await findAccount({ provider: data.connection, email: data.email });
      const user = account && (await findUser(account));
      if (!account || user?.document_id !== data.profile || asBoolean(account.blocked)) {
        return null;
      }
      if ((await markOf(account, user)) !== data.password) {
        return null;
      }
      return { data, account, user };
    },

    redeem: async (code: string): Promise<boolean> =>
      (await tickets().redeem('password-reset', code)) !== null,

    /** Makes a code good again for as long as it was to be. */
    async giveBack(code: string, data: ResetOf): Promise<void> {
      const left = new Date(data.until).getTime() - Date.now();
      await tickets().issue('password-reset', data, left, code);
    },
  };
};

export type ResetCodes = ReturnType<typeof createResetCodes>;
export type Found = NonNullable<Awaited<ReturnType<ResetCodes['find']>>>;

export const HOUR_MS = 60 * 60_000;
