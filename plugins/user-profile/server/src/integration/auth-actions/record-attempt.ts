import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { LOGIN_EVENT } from '../../../../shared/event-types';
import { describeFailure } from '../../login/failure-reason';
import { findSubject, type FoundSubject } from '../../login/subject';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import { runAttempt, type Attempt } from '../../request/attempt';
import { AUTH_ACTIONS, type AuthAction } from '../../request/auth-action-events';
import { clientDeviceId } from '../../request/device-id';
import { guarded } from '../../runtime/never-throws';
import { touchLegacyDevice } from '../../sessions/legacy-device';
import { checkAuthInput } from '../../utils/auth-input';
import { getService } from '../../utils/service';
import { wrapAuthActions, type AuthActionHandler } from './index';

const bodyOf = (ctx: KoaContext): Record<string, unknown> => {
  const { body } = ctx.request;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
};

export interface NewAttempt {
  action: string;
  connection: string | null;
  subject: FoundSubject;
}

/** What is known of a call before it is handled. A device id that the client sent is made plain. */
export const startAttempt = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  { action, connection, subject }: NewAttempt
): Attempt => {
  const body = bodyOf(ctx);
  const deviceId = clientDeviceId(body.deviceId);
  if (deviceId) {
    body.deviceId = deviceId;
  }
  return {
    action,
    connection,
    identity: null,
    facts: getService(strapi, 'request-facts').ofContext(ctx),
    clientDeviceId: deviceId,
    session: null,
    subject,
    owner: null,
    refusal: null,
    isLogged: false,
  };
};

/** Without sessions (legacy-support) the answer alone tells who logged in. */
const accountInAnswer = (ctx: KoaContext): number | null => {
  const body = ctx.body as { user?: { id?: unknown } } | undefined;
  const id = Number(body?.user?.id);
  return Number.isInteger(id) && id > 0 ? id : null;
};

const hasToken = (ctx: KoaContext): boolean =>
  Boolean((ctx.body as { jwt?: unknown } | undefined)?.jwt);

/** The tokens of these answers log somebody in; new tokens after a password change do not. */
const SIGNING_IN: ReadonlySet<string> = new Set([
  'callback',
  'register',
  'emailConfirmation',
  'login',
]);

const loginOf = async (strapi: Core.Strapi, attempt: Attempt, ctx: KoaContext) => {
  const { session } = attempt;
  if (session) {
    return session.logId === null ? null : session;
  }
  const accountId = accountInAnswer(ctx);
  if (!accountId || !hasToken(ctx) || !SIGNING_IN.has(attempt.action)) {
    return null;
  }
  const device = await touchLegacyDevice(strapi, accountId, attempt);
  return { accountId, ...device, logId: undefined };
};

/** The address is proven: whoever used the link reads the mail. */
const markVerified = async (strapi: Core.Strapi, accountId: number): Promise<void> => {
  await guarded(strapi, 'a verified email', async (trx) => {
    await getService(strapi, 'accounts').ensureProfile(trx, accountId);
    await getService(strapi, 'accounts').markVerified(trx, accountId);
  });
};

const recordSuccess = async (
  strapi: Core.Strapi,
  { success }: AuthAction,
  attempt: Attempt,
  ctx: KoaContext
): Promise<void> => {
  const writer = getService(strapi, 'event-writer');
  const { facts, connection, identity, subject } = attempt;
  const by = attempt.session ?? attempt.owner;
  if (success !== LOGIN_EVENT) {
    const accountId = by?.accountId ?? accountInAnswer(ctx) ?? subject.accountId;
    const deviceId = by?.deviceId ?? null;
    await writer.record({ type: success, facts, connection, identity, accountId, deviceId });
  }
  if (success === 'sv' && subject.accountId) {
    await markVerified(strapi, subject.accountId);
  }
  const login = await loginOf(strapi, attempt, ctx);
  if (!login) {
    return;
  }
  const { accountId, deviceId, isNewDevice, logId } = login;
  await writer.record({
    type: LOGIN_EVENT,
    facts,
    connection,
    identity,
    accountId,
    deviceId,
    isNewDevice,
    logId: logId ?? undefined,
  });
};

/** What cannot be recorded must not change the answer. */
const unnoticed = async (strapi: Core.Strapi, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    getService(strapi, 'capture-errors').add('an event', error);
  }
};

/**
 * Runs what handles a call, and writes its event before the answer leaves.
 *
 * @returns what the work returns; what it throws is thrown on
 */
export const captureCall = async <T>(
  strapi: Core.Strapi,
  action: AuthAction,
  attempt: Attempt,
  ctx: KoaContext,
  work: () => Promise<T>
): Promise<T> => {
  const fail = (error: unknown) =>
    unnoticed(strapi, async () => {
      if (attempt.isLogged) {
        return;
      }
      const event = await describeFailure(strapi, action, attempt, error);
      await getService(strapi, 'event-writer').record(event);
    });
  try {
    const result = await runAttempt(attempt, work);
    if (ctx.status < 400) {
      await unnoticed(strapi, () => recordSuccess(strapi, action, attempt, ctx));
    } else if (ctx.status !== 404) {
      await fail(ctx.body);
    }
    return result;
  } catch (error) {
    await fail(error);
    throw error;
  }
};

const wrap = (
  strapi: Core.Strapi,
  name: string,
  action: AuthAction,
  original: AuthActionHandler
): AuthActionHandler =>
  async function captured(ctx, next, ...rest) {
    checkAuthInput(bodyOf(ctx), ctx.query);
    const provider: unknown = ctx.params?.provider;
    const attempt = startAttempt(strapi, ctx, {
      action: name,
      connection: typeof provider === 'string' ? provider : LOCAL_CONNECTION,
      subject: await findSubject(strapi, action.subject, ctx),
    });
    return captureCall(strapi, action, attempt, ctx, () => original.call(this, ctx, next, ...rest));
  };

/**
 * Sees every call of Users & Permissions' auth controller, over REST and GraphQL alike. The events are
 * written before the answer leaves, so that no answered login lacks its event.
 */
export const watchAuthController = (strapi: Core.Strapi): void =>
  wrapAuthActions(strapi, Object.keys(AUTH_ACTIONS), (name, original) =>
    wrap(strapi, name, AUTH_ACTIONS[name], original)
  );
