import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../shared/constants';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { findIdentity, lockIdentity } from '../model/accounts/identities';
import {
  findAccount,
  findLoginStates,
  findProfile,
  rememberedProfile,
  rememberProfile,
  type FoundLoginStates,
  type ProfileRef,
} from '../model/accounts/look-up';
import { InvalidCredentialsError, LoginRejectedError } from '../model/connections/errors';
import {
  currentAttempt,
  markApart,
  markLogged,
  recordIdentity,
  UNKNOWN_SUBJECT,
  type CapturedSession,
  type Subject,
} from '../request/attempt';
import { AUTH_ACTIONS } from '../request/auth-action-events';
import { inTransaction, query } from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';
import { sessionEndedError, sessionTable } from '../sessions/session-rows';
import { getService } from '../utils/service';
import { writeAttempt } from './attempt-recorder';
import { issueTokens, type TokenResponse } from './issue-tokens';

/** The actions of which a success is nothing but a login. Others write another event first. */
const FINISHED_ACTIONS: ReadonlySet<string> = new Set(['callback', 'login']);

/**
 * The key of the identity that logs in as this account; null if the account has none. Linking does not change
 * it, so the profile that the attempt remembers is as good as a look-up.
 */
export const keyOfAccount = async (
  strapi: Core.Strapi,
  accountId: number
): Promise<string | null> => {
  const attempt = currentAttempt();
  const remembered = rememberedProfile(attempt, accountId);
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
    rememberProfile(attempt, accountId, profile);
    return identity.identity_key;
  });
};

/**
 * A source that was asked before the password was changed may have compared the old one, and nothing but the time
 * says so: the account has no hash, or one that is left from the import mode. A time in the future was imported.
 */
const requireNoNewPassword = (
  strapi: Core.Strapi,
  { passwordChangedAt }: FoundLoginStates
): void => {
  const askedAt = currentAttempt()?.askedAt ?? null;
  const changedAt = passwordChangedAt?.getTime() ?? null;
  if (askedAt === null || changedAt === null) {
    return;
  }
  if (changedAt >= askedAt && changedAt <= sharedNow(strapi)) {
    throw new InvalidCredentialsError('wrong_password');
  }
};

/**
 * U&P reads the account before it compares the password, and the change may have been committed since.
 * The error of a wrong password says enough.
 */
const requireSamePassword = async (
  strapi: Core.Strapi,
  { accountId, passwordHash }: Subject,
  found: FoundLoginStates
): Promise<void> => {
  const comparedHash = currentAttempt()?.comparedHash ?? null;
  if (accountId === null || passwordHash === null || comparedHash === null) {
    requireNoNewPassword(strapi, found);
  }
  if (accountId === null || passwordHash === null) {
    return;
  }
  // A source may have named another user than the identifier did.
  const current =
    found.states.find(({ id }) => id === accountId)?.passwordHash ??
    (await query(strapi, STRAPI_UIDS.account).where({ id: accountId }).first('password'))?.password;
  if (!current || (current !== passwordHash && current !== comparedHash)) {
    throw new InvalidCredentialsError('wrong_password');
  }
};

/** A login whose session was ended, e.g. by unlinking its device, must not succeed. */
const sessionToCheck = (): CapturedSession | null => {
  const attempt = currentAttempt();
  return attempt && FINISHED_ACTIONS.has(attempt.action) ? attempt.session : null;
};

/**
 * Blocks, deletions, new passwords and unlinked devices of the time since the credentials were checked apply:
 * what ends sessions locks the user first, so it either ends the session of this login later or is committed
 * before this reads.
 *
 * @param found as read after the user was locked
 * @returns the id of the account that the user logs in as
 */
const checkLogin = async (
  strapi: Core.Strapi,
  session: CapturedSession | null,
  found: FoundLoginStates
): Promise<number> => {
  const [primary] = found.states;
  if (!primary) {
    throw new LoginRejectedError('blocked', 'This user was deleted during the login');
  }
  if (primary.blocked) {
    throw new LoginRejectedError('blocked', 'Your account has been blocked by an administrator');
  }
  await requireSamePassword(strapi, currentAttempt()?.subject ?? UNKNOWN_SUBJECT, found);
  if (session && !found.hasSession) {
    throw sessionEndedError();
  }
  return primary.id;
};

/** Which user has the identity is read again after each wait for a lock. */
const lockPrimaryAccount = (
  strapi: Core.Strapi,
  identityKey: string,
  knownUserId: number | undefined
): Promise<number> =>
  inTransaction(strapi, async (trx) => {
    const selector = { identity_key: identityKey };
    const session = sessionToCheck();
    const identity = await lockIdentity(strapi, trx, selector, 'share', knownUserId);
    const found = identity
      ? await findLoginStates(strapi, trx, identity.user_id, session?.sessionId)
      : { states: [], passwordChangedAt: null, hasSession: false };
    return checkLogin(strapi, session, found);
  });

/**
 * Checks a login and, if the account is that of the primary identity, records it with its device in the same
 * transaction. A login then costs two commits: that of its session and this one.
 *
 * @returns what `lockPrimaryAccount` does; null if the caller must use that, and the end of the attempt
 * records the login
 * @throws LoginRejectedError, InvalidCredentialsError or ApplicationError if the check fails
 */
const finishLogin = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  identityKey: string,
  accountId: number,
  profile: ProfileRef | null
): Promise<number | null> => {
  const attempt = currentAttempt();
  if (!attempt || !profile || !FINISHED_ACTIONS.has(attempt.action)) {
    return null;
  }
  try {
    const { wanted, isWritten } = await inTransaction(strapi, async (trx) => {
      const subject = { type: LOGIN_EVENT, profile, accountId };
      const user = await getService(strapi, 'event-writer').lockUser(trx, subject);
      const session = sessionToCheck();
      const found = await findLoginStates(strapi, trx, profile.id, session?.sessionId);
      const hasMoved = !found.states.some((state) => state.identityKey === identityKey);
      if (!user?.history || user.profile.id !== profile.id || hasMoved) {
        return { wanted: null, isWritten: false };
      }
      const primary = await checkLogin(strapi, session, found);
      const isRight = primary === accountId;
      return {
        wanted: primary,
        isWritten:
          isRight && (await writeAttempt(strapi, trx, AUTH_ACTIONS.callback, attempt, ctx, user)),
      };
    });
    if (isWritten) {
      markLogged(attempt);
    }
    return wanted;
  } catch (error) {
    if (error instanceof errors.ApplicationError) {
      throw error;
    }
    markApart(attempt);
    return null;
  }
};

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
 * Lets the hooks of the site reject the login. Its session then ends before the response is sent.
 *
 * @param accountId the account whose tokens were just issued
 * @throws LoginRejectedError
 */
export const admitLogin = async (strapi: Core.Strapi, accountId: number): Promise<void> => {
  try {
    await getService(strapi, 'login-hooks').beforeLogin(accountId);
  } catch (error) {
    await endSession(strapi, currentAttempt()?.session);
    throw error;
  }
};

/**
 * Makes sure that a user is logged in as the primary account, whichever identity was used. Tokens of
 * another account are ended before the response is sent, and replaced. Linking or unlinking may happen
 * between the check and the new tokens, so the check is repeated after each.
 *
 * @param accountId the account whose tokens were just issued
 * @returns the response to send instead; null if the tokens are the right ones
 * @throws LoginRejectedError if the user was blocked or deleted during the login, or a hook rejects it
 * @throws InvalidCredentialsError if the password was changed during the login
 */
export const reissueForPrimary = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  accountId: number
): Promise<TokenResponse | null> => {
  const attempt = currentAttempt();
  await admitLogin(strapi, accountId);
  const key = attempt?.identity ?? (await keyOfAccount(strapi, accountId));
  if (!key) {
    return null;
  }
  const known = rememberedProfile(attempt, accountId);
  let response: TokenResponse | null = null;
  for (let current = accountId; ;) {
    const session = attempt?.session;
    let wanted: number;
    try {
      wanted =
        (await finishLogin(strapi, ctx, key, current, known)) ??
        (await lockPrimaryAccount(strapi, key, known?.id));
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
    // Without a session, the response says which account and device the event is about.
    ctx.body = response;
    current = wanted;
  }
};
