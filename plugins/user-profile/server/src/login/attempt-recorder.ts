import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { LOGIN_EVENT } from '../../../shared/event-types';
import { newAttempt, runAttempt, type Attempt, type Subject } from '../request/attempt';
import type { AuthAction } from '../request/auth-action-events';
import { clientDeviceId } from '../request/device-id';
import { touchLegacyDevice } from '../sessions/legacy-device';
import { getService } from '../utils/service';
import { describeFailure } from './failure-reason';

const bodyOf = (ctx: KoaContext): Record<string, unknown> => {
  const { body } = ctx.request;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
};

export interface CallDescription {
  action: string;
  connection: string | null;
  subject: Subject;
}

/** What is known of a call before it is handled. Replaces a device id in the body by its stored form. */
export const startAttempt = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  call: CallDescription
): Attempt => {
  const body = bodyOf(ctx);
  const deviceId = clientDeviceId(body.deviceId);
  if (deviceId) {
    body.deviceId = deviceId;
  }
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  return newAttempt({ ...call, facts, clientDeviceId: deviceId });
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

const loginOf = async (strapi: Core.Strapi, attempt: Attempt, ctx: KoaContext) => {
  const { session } = attempt;
  if (session) {
    return session.logId === null ? null : session;
  }
  const accountId = accountInResponse(ctx);
  if (!accountId || !hasToken(ctx) || !LOGIN_ACTIONS.has(attempt.action)) {
    return null;
  }
  const device = await touchLegacyDevice(strapi, accountId, attempt);
  return { accountId, ...device, logId: undefined };
};

const recordSuccess = async (
  strapi: Core.Strapi,
  { success }: AuthAction,
  attempt: Attempt,
  ctx: KoaContext
): Promise<void> => {
  const writer = getService(strapi, 'event-writer');
  const { rememberedProfile } = getService(strapi, 'accounts');
  const { facts, connection, identity, subject, session, tokenUser, dropped } = attempt;
  const known = { facts, connection, identity };
  if (success !== LOGIN_EVENT) {
    const by = session ?? tokenUser;
    const accountId = by?.accountId ?? accountInResponse(ctx) ?? subject.accountId;
    const deviceId = by?.deviceId ?? null;
    const profile = rememberedProfile(attempt, accountId);
    await writer.record({ ...known, type: success, profile, accountId, deviceId });
  }
  const login = await loginOf(strapi, attempt, ctx);
  if (!login) {
    return;
  }
  const { accountId, deviceId, isNewDevice, logId } = login;
  await writer.record({
    ...known,
    type: LOGIN_EVENT,
    profile: rememberedProfile(attempt, accountId),
    accountId,
    deviceId,
    isNewDevice,
    logId: logId ?? undefined,
    details: dropped.length > 0 ? { dropped: [...dropped] } : {},
  });
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
 * Runs the handler of a call and writes its event before the response is sent.
 *
 * @returns what the handler returns
 * @throws what the handler throws
 */
export const captureCall = async <T>(
  strapi: Core.Strapi,
  action: AuthAction,
  attempt: Attempt,
  ctx: KoaContext,
  handle: () => Promise<T>
): Promise<T> => {
  const recordFailure = (error: unknown) =>
    withoutEffect(strapi, async () => {
      if (attempt.isLogged) {
        return;
      }
      const event = await describeFailure(strapi, action, attempt, error);
      const profile = getService(strapi, 'accounts').rememberedProfile(attempt, event.accountId);
      await getService(strapi, 'event-writer').record({ ...event, profile });
    });
  try {
    const result = await runAttempt(ctx, attempt, handle);
    if (ctx.status < 400) {
      await withoutEffect(strapi, () => recordSuccess(strapi, action, attempt, ctx));
    } else if (ctx.status !== 404) {
      await recordFailure(ctx.body);
    }
    return result;
  } catch (error) {
    await recordFailure(error);
    throw error;
  }
};
