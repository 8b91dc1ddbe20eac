import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import { wrapAuthActions, type AuthActionHandler } from '../integration/auth-actions';
import { accountOfPerson, holdIdentity } from '../model/accounts/look-up';
import { LoginRefusedError } from '../model/connections/errors';
import { currentAttempt, type CapturedSession } from '../request/attempt';
import { inTransaction, on, type Row } from '../runtime/database/rows';
import { sessionTable } from '../sessions/session-rows';
import { getService } from '../utils/service';
import { issueTokens, type TokenAnswer } from './issue-tokens';

/** The actions of U&P's auth controller that may answer with tokens. */
const ISSUING_ACTIONS = ['callback', 'resetPassword', 'changePassword', 'emailConfirmation'];

/** After these, whatever was signed in by the old password must end. */
const PASSWORD_ACTIONS = new Set(['resetPassword', 'changePassword']);

const keyOfAccount = (strapi: Core.Strapi, accountId: number): Promise<string | null> =>
  inTransaction(strapi, async (trx) => {
    const identity: Row | undefined = await on(strapi, trx, UIDS.identity)
      .whereIn(
        'account',
        on(strapi, trx, STRAPI_UIDS.account).where({ id: accountId }).select('document_id')
      )
      .first('identity_key');
    return identity ? String(identity.identity_key) : null;
  });

/**
 * @param current whose tokens were just issued: whether that account may have them was asked before
 * @throws LoginRefusedError where the person may not sign in, or is gone
 */
const accountToUse = (strapi: Core.Strapi, identityKey: string, current: number): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const identity = await holdIdentity(strapi, trx, { identity_key: identityKey }, 'use');
    const account = identity ? await accountOfPerson(strapi, trx, identity.user_id) : null;
    if (!account) {
      throw new LoginRefusedError('blocked', 'This user was deleted meanwhile');
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
 * Sees to it that a person is signed in as one account, whichever identity was used: tokens of another
 * account are ended before anybody has them, and replaced. Linking and unlinking may come between the
 * look and the tokens, so that it looks again after each.
 *
 * @param accountId whose the tokens are that were just issued
 * @returns the answer to give instead; null where the tokens are the right ones
 */
export const signInAsPerson = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<TokenAnswer | null> => {
  const attempt = currentAttempt();
  const key = attempt?.identity ?? (await keyOfAccount(strapi, accountId));
  if (!key) {
    return null;
  }
  let answer: TokenAnswer | null = null;
  for (let current = accountId; ;) {
    const session = attempt?.session;
    let wanted: number;
    try {
      wanted = await accountToUse(strapi, key, current);
    } catch (error) {
      await endSession(strapi, session);
      throw error;
    }
    if (wanted === current) {
      return answer;
    }
    await endSession(strapi, session);
    if (attempt) {
      attempt.identity = key;
    }
    answer = await issueTokens(strapi, ctx, wanted);
    if (attempt?.session && session?.isNewDevice) {
      attempt.session.isNewDevice = true;
    }
    current = wanted;
  }
};

/** Whose tokens an answer holds; null where it holds none. */
const answeredAccount = async (ctx: KoaContext): Promise<number | null> => {
  const body = ctx.body as { jwt?: unknown; user?: { id?: unknown } } | undefined;
  // In one place U&P does not wait for the token, nor for the session that is made with it.
  if (ctx.status >= 400 || !(await body?.jwt)) {
    return null;
  }
  const id = currentAttempt()?.session?.accountId ?? Number(body?.user?.id);
  return Number.isInteger(id) && id > 0 ? id : null;
};

const asOnePerson = (
  strapi: Core.Strapi,
  name: string,
  action: AuthActionHandler
): AuthActionHandler =>
  async function answeredAsPerson(ctx, next, ...rest) {
    const result = await action.call(this, ctx, next, ...rest);
    const accountId = await answeredAccount(ctx);
    if (accountId === null) {
      return result;
    }
    const key = PASSWORD_ACTIONS.has(name) ? await keyOfAccount(strapi, accountId) : null;
    if (key) {
      await getService(strapi, 'sessions').endMadeBy('identity_key', [key]);
    }
    const answer = await signInAsPerson(strapi, ctx, accountId);
    if (answer) {
      ctx.body = answer;
    }
    return result;
  };

/**
 * A user who is linked has several accounts of Users & Permissions, and signs in as one of them: so roles,
 * permissions and content stay the same whichever way in is taken.
 */
export const signInAsOnePerson = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, ISSUING_ACTIONS, (name, action) => asOnePerson(strapi, name, action));
