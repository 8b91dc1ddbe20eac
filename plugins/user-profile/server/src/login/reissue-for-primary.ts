import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { findIdentity, lockIdentity } from '../model/accounts/identities';
import {
  findAccount,
  findLoginState,
  findPrimaryAccount,
  findProfile,
  type LoginState,
} from '../model/accounts/look-up';
import { InvalidCredentialsError, LoginRefusedError } from '../model/connections/errors';
import {
  currentAttempt,
  recordIdentity,
  UNKNOWN_SUBJECT,
  type CapturedSession,
  type Subject,
} from '../request/attempt';
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
 * U&P reads the account before it compares the password, and the change may have been committed since.
 * The error of a wrong password says enough.
 */
const requireSamePassword = async (
  strapi: Core.Strapi,
  { accountId, passwordHash }: Subject,
  primary: LoginState
): Promise<void> => {
  if (accountId === null || passwordHash === null) {
    return;
  }
  const account = accountId === primary.id ? primary : await findLoginState(strapi, accountId);
  if (account?.passwordHash !== passwordHash) {
    throw new InvalidCredentialsError('wrong_password');
  }
};

/**
 * The account that a user logs in as with this identity. Blocks, deletions and new passwords of the time
 * since the credentials were checked apply: what ends the sessions of a user locks the user first, so it
 * either ends the session of this login or is committed before this reads.
 *
 * @param knownUserId the row of the user, if the attempt remembers it
 * @throws LoginRefusedError if the user was blocked or deleted
 * @throws InvalidCredentialsError if the password was changed
 */
const requirePrimaryAccount = (
  strapi: Core.Strapi,
  identityKey: string,
  knownUserId: number | undefined
): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const selector = { identity_key: identityKey };
    const identity = await lockIdentity(strapi, trx, selector, 'share', knownUserId);
    const account = identity ? await findPrimaryAccount(strapi, trx, identity.user_id) : null;
    if (!account) {
      throw new LoginRefusedError('blocked', 'This user was deleted during the login');
    }
    if (account.blocked) {
      throw new LoginRefusedError('blocked', 'Your account has been blocked by an administrator');
    }
    await requireSamePassword(strapi, currentAttempt()?.subject ?? UNKNOWN_SUBJECT, account);
    return account.id;
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
 * @throws LoginRefusedError if the user was blocked or deleted during the login
 * @throws InvalidCredentialsError if the password was changed during the login
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
  const known = getService(strapi, 'accounts').rememberedProfile(attempt, accountId);
  let response: TokenResponse | null = null;
  for (let current = accountId; ;) {
    const session = attempt?.session;
    let wanted: number;
    try {
      wanted = await requirePrimaryAccount(strapi, key, known?.id);
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
