import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { HOUR_MS } from '../../../../shared/durations';
import { findIdentity } from '../../model/accounts/identities';
import { findUser } from '../../model/users/find-user';
import type { UserRow } from '../../model/users/user-row';
import { asBoolean, asText, query, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { sha256 } from '../../utils/sha256';

/** What a code is stored with. It outlives an erased user, so it contains no email address. */
interface ResetToken extends Record<string, string> {
  connection: string;
  /** The `documentId` of the account. */
  account: string;
  profile: string;
  /** Identifies email address and password of the account: a newer one of either voids the code. */
  mark: string;
  /** When the code expires. */
  until: string;
}

interface ResetAccount {
  id: number;
  documentId: string;
  email: string | null;
  passwordHash: string | null;
  blocked: boolean;
}

const toResetAccount = (row: Row): ResetAccount => ({
  id: row.id,
  documentId: String(row.document_id),
  email: asText(row.email),
  passwordHash: asText(row.password),
  blocked: asBoolean(row.blocked),
});

/** Changes with another email address, with a new password, and with a revoked invitation. */
const markOf = (
  { email, passwordHash }: ResetAccount,
  { last_password_reset: date, invitation_revoked_at: revoked }: UserRow
) =>
  sha256(
    String(email),
    String(passwordHash),
    date?.toISOString() ?? 'null',
    ...(revoked ? [revoked.toISOString()] : [])
  );

/** Codes that can be used for one password reset. */
export const createResetCodes = (strapi: Core.Strapi) => {
  const oneTimeTokens = () => getService(strapi, 'one-time-tokens');

  const findUserOf = async ({ documentId }: ResetAccount): Promise<UserRow | null> => {
    const identity = await findIdentity(strapi, { account: documentId });
    return identity && findUser(strapi, identity.user_id);
  };

  const findResetAccount = async (where: Record<string, unknown>): Promise<ResetAccount | null> => {
    const row: Row | undefined = await query(strapi, STRAPI_UIDS.account)
      .where(where)
      .first('id', 'document_id', 'email', 'password', 'blocked');
    return row ? toResetAccount(row) : null;
  };

  return {
    findResetAccount,

    /**
     * @param isOwnRequest false if an admin sends the code
     * @returns the code and its recipient; null if the account has no email address, or if users request a code
     * themselves whose invitation was revoked
     */
    async issue(
      connection: string,
      id: number,
      { isOwnRequest }: { isOwnRequest: boolean }
    ): Promise<{ code: string; email: string } | null> {
      const account = await findResetAccount({ id });
      const user = account && (await findUserOf(account));
      if (!user || account.email === null) {
        return null;
      }
      if (isOwnRequest && account.passwordHash === null && user.invitation_revoked_at !== null) {
        return null;
      }
      const { email } = account;
      const data: ResetToken = {
        connection,
        account: account.documentId,
        profile: user.document_id,
        mark: markOf(account, user),
        until: new Date(Date.now() + HOUR_MS).toISOString(),
      };
      return { email, code: await oneTimeTokens().issue('password-reset', data, HOUR_MS) };
    },

    /** The account and user of a valid code; null for any other code. */
    async find(code: string) {
      const data = (await oneTimeTokens().inspect('password-reset', code)) as ResetToken | null;
      if (!data) {
        return null;
      }
      const account = await findResetAccount({
        provider: data.connection,
        document_id: data.account,
      });
      const user = account && (await findUserOf(account));
      if (!user || user.document_id !== data.profile || account.blocked || account.email === null) {
        return null;
      }
      const { email } = account;
      return markOf(account, user) === data.mark ? { data, account, email, user } : null;
    },

    /** @returns false if the code is invalid or used */
    consume: async (code: string): Promise<boolean> =>
      (await oneTimeTokens().consume('password-reset', code)) !== null,

    /** Makes a consumed code valid again, until it would have expired. */
    async reissue(code: string, data: ResetToken): Promise<void> {
      const left = new Date(data.until).getTime() - Date.now();
      await oneTimeTokens().issue('password-reset', data, left, code);
    },
  };
};

export type ResetCodes = ReturnType<typeof createResetCodes>;
export type FoundReset = NonNullable<Awaited<ReturnType<ResetCodes['find']>>>;
