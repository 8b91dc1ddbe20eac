import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { Context as KoaContext } from 'koa';

import { LOGIN_EVENT } from '../../../shared/event-types';
import type { EventUser } from '../events/event-user';
import type { NewEvent } from '../events/row';
import { rememberedProfile, rememberProfile, type ProfileRef } from '../model/accounts/look-up';
import { newAttempt, runAttempt, type Attempt, type Subject } from '../request/attempt';
import { AUTH_ACTIONS, type AuthAction } from '../request/auth-action-events';
import { clientDeviceId, legacyDeviceId } from '../request/device-id';
import { inSavepoint } from '../runtime/database/savepoint';
import { touchDevice, useDevice, type DeviceUse } from '../sessions/touch-device';
import { getService } from '../utils/service';
import { describeFailure } from './failure-reason';

const bodyOf = (ctx: KoaContext): Record<string, unknown> => {
  const { body } = ctx.request;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
};

export interface CallDescription {
  /** What the attempt is called: an action of U&P's auth controller, or one of the plugin's own. */
  action: string;
  /** What is recorded. */
  events: AuthAction;
  connection: string | null;
  subject: Subject;
  /** The profile of the subject's account, if it was read with the account. */
  profile?: ProfileRef | null;
}

/** What is known of a call before it is handled. Replaces a device id in the body by its stored form. */
const startAttempt = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  { action, connection, subject, profile = null }: CallDescription
): Attempt => {
  const body = bodyOf(ctx);
  const deviceId = clientDeviceId(body.deviceId);
  if (deviceId) {
    body.deviceId = deviceId;
  }
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  const attempt = newAttempt({ action, connection, subject, facts, clientDeviceId: deviceId });
  if (subject.accountId !== null) {
    rememberProfile(attempt, subject.accountId, profile);
  }
  return attempt;
};

/** In `legacy-support` mode there is no session, so only the response says who logged in. */
const accountInResponse = (ctx: KoaContext): number | null => {
  const body = ctx.body as { user?: { id?: unknown } } | undefined;
  const id = Number(body?.user?.id);
  return Number.isInteger(id) && id > 0 ? id : null;
};

const hasToken = (ctx: KoaContext): boolean =>
  Boolean((ctx.body as { jwt?: unknown } | undefined)?.jwt);

/** Actions whose tokens mean a login; the new tokens after a password change do not. */
const LOGIN_ACTIONS: ReadonlySet<string> = new Set([
  'callback',
  'register',
  'emailConfirmation',
  'login',
]);

const isLogin = (attempt: Attempt, ctx: KoaContext): boolean => {
  if (!LOGIN_ACTIONS.has(attempt.action) || attempt.hookError) {
    return false;
  }
  return attempt.session
    ? attempt.session.logId !== null
    : hasToken(ctx) && accountInResponse(ctx) !== null;
};

/** What a successful call is recorded as. */
interface Call {
  accountId: number | null;
  device: DeviceUse | null;
  events: NewEvent[];
}

/**
 * In `legacy-support` mode a device is recorded for each token, also that of a new password: unlinking the device
 * is the only way to end it.
 *
 * @param tokenAccount the account that the token of the response was issued to
 */
const deviceOf = (
  { session, facts, identity, clientDeviceId, action, hookError }: Attempt,
  tokenAccount: number | null
): DeviceUse | null => {
  if (hookError) {
    return null;
  }
  if (session) {
    const { accountId, deviceId, identityKey } = session;
    return { accountId, deviceId, identityKey, facts, mayLink: action !== 'refresh' };
  }
  // A repeated refresh returns the token of a session that exists.
  if (tokenAccount === null || action === 'refresh') {
    return null;
  }
  const deviceId = clientDeviceId ?? legacyDeviceId(tokenAccount, facts);
  return { accountId: tokenAccount, deviceId, identityKey: identity, facts, mayLink: true };
};

const describeCall = ({ success }: AuthAction, attempt: Attempt, ctx: KoaContext): Call => {
  const { facts, connection, identity, subject, session, tokenUser, dropped, hooks } = attempt;
  const by = attempt.hookError ? tokenUser : (session ?? tokenUser);
  const inResponse = by?.accountId ?? accountInResponse(ctx);
  const loggedIn = isLogin(attempt, ctx) ? inResponse : null;
  const device = deviceOf(attempt, hasToken(ctx) ? inResponse : null);
  const accountId = inResponse ?? subject.accountId;
  const known = { facts, connection, identity, accountId };
  const events: NewEvent[] = [];
  if (success !== LOGIN_EVENT) {
    const details = loggedIn === null ? { ...hooks } : {};
    events.push({ ...known, type: success, deviceId: by?.deviceId ?? null, details });
  }
  if (loggedIn !== null) {
    events.push({
      ...known,
      type: LOGIN_EVENT,
      deviceId: device?.deviceId,
      logId: session?.logId ?? undefined,
      details: { ...(dropped.length > 0 ? { dropped: [...dropped] } : {}), ...hooks },
    });
  }
  return { accountId, device, events };
};

const writeCall = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { device, events }: Call,
  user: EventUser | null
): Promise<void> => {
  const isNewDevice =
    device && user?.history ? await useDevice(strapi, trx, user.profile, device) : false;
  for (const event of events) {
    await getService(strapi, 'event-writer').writeLocked(trx, { ...event, isNewDevice }, user);
  }
};

/**
 * Writes device and events of a call that succeeds, in the transaction in which `lockUser` of the event writer has
 * locked its user. The caller marks the attempt as logged after the commit.
 *
 * @returns false if there is neither a session nor a response yet that says who logged in
 */
export const writeAttempt = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  action: AuthAction,
  attempt: Attempt,
  ctx: KoaContext,
  user: EventUser | null
): Promise<boolean> => {
  const call = describeCall(action, attempt, ctx);
  await writeCall(strapi, trx, call, user);
  return call.events.length > 0;
};

/** Device and events in one transaction; if that fails, one by one, so one failure loses one of them only. */
const recordSuccess = async (
  strapi: Core.Strapi,
  action: AuthAction,
  attempt: Attempt,
  ctx: KoaContext
): Promise<void> => {
  if (attempt.isLogged) {
    return;
  }
  const call = describeCall(action, attempt, ctx);
  const { accountId, device, events } = call;
  const [type] = events.map((event) => event.type).sort((one) => (one === LOGIN_EVENT ? -1 : 0));
  if (type === undefined) {
    return;
  }
  const writer = getService(strapi, 'event-writer');
  const profile = rememberedProfile(attempt, accountId);
  const writeTogether = () =>
    inSavepoint(strapi, async (trx) =>
      writeCall(strapi, trx, call, await writer.lockUser(trx, { type, profile, accountId }))
    );
  const isWritten =
    !attempt.isApart &&
    (await writeTogether()
      .then(() => true)
      .catch(() => false));
  if (isWritten) {
    return;
  }
  const isNewDevice = device ? await touchDevice(strapi, attempt, device) : false;
  for (const event of events) {
    await writer.record({
      ...event,
      profile,
      isNewDevice,
      // Without a session, the device is known only if it could be recorded.
      deviceId: attempt.session || isNewDevice !== undefined ? event.deviceId : null,
    });
  }
};

/** An event that cannot be recorded must not change the response. */
const withoutEffect = async (strapi: Core.Strapi, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    getService(strapi, 'capture-errors').add('an event', error);
  }
};

/**
 * Runs the handler of a call as an attempt, and writes its events before the response is sent.
 *
 * @returns what the handler returns
 * @throws what the handler throws
 */
export const captureCall = async <T>(
  strapi: Core.Strapi,
  ctx: KoaContext,
  call: CallDescription,
  handle: (attempt: Attempt) => Promise<T>
): Promise<T> => {
  const { events } = call;
  const attempt = startAttempt(strapi, ctx, call);
  const recordFailureOf = (failed: AuthAction, error: unknown) =>
    withoutEffect(strapi, async () => {
      if (attempt.isLogged) {
        return;
      }
      const event = await describeFailure(strapi, failed, attempt, error);
      const profile = rememberedProfile(attempt, event.accountId);
      await getService(strapi, 'event-writer').record({ ...event, profile });
    });
  const succeed = () => withoutEffect(strapi, () => recordSuccess(strapi, events, attempt, ctx));
  const recordFailure = async (error: unknown): Promise<void> => {
    const { hookError } = attempt;
    if (!hookError?.isLogin || events.success === LOGIN_EVENT) {
      return recordFailureOf(events, error);
    }
    // The sign-up, confirmation or reset succeeded; only the login that follows it failed.
    await succeed();
    return recordFailureOf(AUTH_ACTIONS.callback, hookError);
  };
  try {
    const result = await runAttempt(ctx, attempt, () => handle(attempt));
    if (attempt.hookError) {
      await recordFailure(attempt.hookError);
    } else if (ctx.status < 400) {
      await succeed();
      if (hasToken(ctx)) {
        const accountId = attempt.session?.accountId ?? accountInResponse(ctx);
        getService(strapi, 'login-hooks').afterLogin(attempt, accountId);
      }
    } else if (ctx.status !== 404) {
      await recordFailure(ctx.body);
    }
    return result;
  } catch (error) {
    const cause = attempt.cause ?? error;
    await recordFailure(cause);
    throw cause;
  }
};
