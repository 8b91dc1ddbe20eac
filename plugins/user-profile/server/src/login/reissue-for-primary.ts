import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { findIdentity, lockIdentity } from '../model/accounts/identities';
import { findAccount, findPrimaryAccount, findProfile } from '../model/accounts/look-up';
import { LoginRefusedError } from '../model/connections/errors';
import { currentAttempt, recordIdentity, type CapturedSession } from '../request/attempt';
import { inTransaction } from '../runtime/database/rows';
import { sessionTable } from '../sessions/session-rows';
import { getService } from '../utils/service';
import { issueTokens, type TokenResponse } from './issue-tokens';

/**
 * The key of the identity that logs in as this account; null if the account has none. Linking does not change
 * it, so the profile that the attempt remembers is as good as a look-up.
 */
export const keyOfAccount = async (
  strapi: Core.Strapi,
  accountId: number
): Promise<string | null> => {
  const attempt = currentAttempt();
  const accounts = getService(strapi, 'accounts');
  const remembered = accounts.rememberedProfile(attempt, accountId);
  if (remembered?.identityKey) {
    return remembered.identityKey;
  }
  return inTransaction(strapi, async () => {
    const account = await findAccount(strapi, { id: accountId });
    const identity = account && (await findIdentity(strapi, { account: account.documentId }));
    if (!identity) {
      return null;
    }
    const profile = await findProfile(strapi, identity.user_id, identity.identity_key);
    accounts.rememberProfile(attempt, accountId, profile);
    return identity.identity_key;
  });
};

/**
 * The account that a user logs in as with this identity.
 *
 * @param current the account whose tokens were just issued: its block was checked before
 * @throws LoginRefusedError if the user was deleted, or if another account is needed and it is blocked
 */
const requirePrimaryAccount = (
  strapi: Core.Strapi,
  identityKey: string,
  current: number
): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const identity = await lockIdentity(strapi, trx, { identity_key: identityKey }, 'share');
    const account = identity ? await findPrimaryAccount(strapi, trx, identity.user_id) : null;
    if (!account) {
      throw new LoginRefusedError('blocked', 'This user was deleted during the login');
    }
    if (account.id === current || !account.blocked) {
      return account.id;
    }
    throw new LoginRefusedError('blocked', 'Your account has been blocked by an administrator');
  });

const endSession = async (
  strapi: Core.Strapi,
  session: CapturedSession | null | undefined
): Promise<void> => {
  if (!session?.sessionId) {
    return;
  }
  await inTransaction(strapi, (trx) =>
    sessionTable(strapi, trx).where({ session_id: session.sessionId }).delete()
  );
};

/**
 * Makes sure that a user is logged in as the primary account, whichever identity was used. Tokens of
 * another account are ended before the response is sent, and replaced. Linking or unlinking may happen
 * between the check and the new tokens, so the check is repeated after each.
 *
 * @param accountId the account whose tokens were just issued
 * @returns the response to send instead; null if the tokens are the right ones
 * @throws LoginRefusedError
 */
export const reissueForPrimary = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<TokenResponse | null> => {
  const attempt = currentAttempt();
  const key = attempt?.identity ?? (await keyOfAccount(strapi, accountId));
  if (!key) {
    return null;
  }
  let response: TokenResponse | null = null;
  for (let current = accountId; ;) {
    const session = attempt?.session;
    let wanted: number;
    try {
      wanted = await requirePrimaryAccount(strapi, key, current);
    } catch (error) {
      await endSession(strapi, session);
      throw error;
    }
    if (wanted === current) {
      return response;
    }
    await endSession(strapi, session);
    recordIdentity(attempt, key);
    response = await issueTokens(strapi, ctx, wanted);
    if (attempt?.session && session?.isNewDevice) {
      attempt.session.isNewDevice = true;
    }
    current = wanted;
  }
};
