import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { canonicalEmail } from '../../../../shared/email';
import { normalizeText } from '../../../../shared/storable-text';
import { captureCall } from '../../login/attempt-recorder';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import {
  findByIdentifier,
  findByToken,
  findNativeByEmail,
} from '../../model/accounts/account-finders';
import type { ProfileRef } from '../../model/accounts/look-up';
import { UNKNOWN_SUBJECT, type Subject } from '../../request/attempt';
import { AUTH_ACTIONS, type SubjectSource } from '../../request/auth-action-events';
import { checkAuthInput, textIn } from '../../utils/auth-input';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** An account that is older than the plugin may be stored with exactly this text. */
const isStored = async (strapi: Core.Strapi, key: string, text: string): Promise<boolean> => {
  const email = text.toLowerCase();
  const where =
    key === 'identifier'
      ? { provider: LOCAL_CONNECTION, $or: [{ email }, { username: text }] }
      : { email };
  return (await strapi.db.query(STRAPI_UIDS.account).count({ where })) > 0;
};

const storedForm = (key: string, text: string): string =>
  (key === 'username' ? null : canonicalEmail(text)) ?? normalizeText(text);

/**
 * The body of an auth action with usernames, email addresses and identifiers in the form in which they are
 * stored. Users & Permissions compares them byte by byte, apart from the letter case of email addresses, and
 * rejects internationalized domains.
 */
const normalizeAuthInput = async (
  strapi: Core.Strapi,
  action: string,
  body: unknown
): Promise<unknown> => {
  if (typeof body !== 'object' || body === null) {
    return body;
  }
  const normalized: Record<string, unknown> = { ...body };
  for (const key of ['identifier', 'username', 'email']) {
    const text = normalized[key];
    if (typeof text !== 'string') {
      continue;
    }
    const stored = storedForm(key, text);
    const isEqual = stored === text || stored === text.toLowerCase();
    if (!isEqual && (action === 'register' || !(await isStored(strapi, key, text)))) {
      normalized[key] = stored;
    }
  }
  return normalized;
};

/** The user whom a call is for; the profile only if it is known without another query. */
interface Named {
  subject: Subject;
  profile?: ProfileRef | null;
}

const UNKNOWN: Named = { subject: UNKNOWN_SUBJECT };

const readSubject = async (
  strapi: Core.Strapi,
  source: SubjectSource,
  ctx: KoaContext
): Promise<Named> => {
  const { body } = ctx.request;
  switch (source) {
    case 'caller':
      return { subject: { ...UNKNOWN_SUBJECT, accountId: ctx.state.user?.id ?? null } };
    case 'identifier': {
      const identifier = textIn(body, 'identifier');
      // GraphQL names the provider, REST leaves it out.
      const provider: unknown = ctx.params?.provider ?? LOCAL_CONNECTION;
      if (!identifier || provider !== LOCAL_CONNECTION) {
        return UNKNOWN;
      }
      const { profile, hasEndedBlock, ...found } =
        (await findByIdentifier(strapi, identifier)) ?? {};
      if (profile && hasEndedBlock) {
        await getService(strapi, 'block-ends').lift(profile.documentId);
      }
      return { subject: { ...UNKNOWN_SUBJECT, identifier, ...found }, profile };
    }
    case 'email': {
      const email = textIn(body, 'email');
      if (!email) {
        return UNKNOWN;
      }
      const accountId = await findNativeByEmail(strapi, email);
      return { subject: { ...UNKNOWN_SUBJECT, identifier: email, accountId } };
    }
    case 'confirmation': {
      const confirmationToken = textIn(ctx.query, 'confirmation');
      if (!confirmationToken) {
        return UNKNOWN;
      }
      const account = await findByToken(strapi, 'confirmation_token', confirmationToken);
      return { subject: { ...UNKNOWN_SUBJECT, accountId: account?.id ?? null } };
    }
    case 'none':
      return UNKNOWN;
  }
};

/** Finds the user whom a call is for. If the look-up fails, the user stays unknown and the call goes on. */
const findSubject = async (
  strapi: Core.Strapi,
  source: SubjectSource,
  ctx: KoaContext
): Promise<Named> => {
  try {
    return await readSubject(strapi, source, ctx);
  } catch (error) {
    getService(strapi, 'capture-errors').add('the user of a call', error);
    return UNKNOWN;
  }
};

/**
 * Users & Permissions leaves what a provider returned in the session cookie (@strapi/plugin-users-permissions
 * 5.54.0, controllers/auth.js), so the same login could be repeated after a logout for as long as the cookie is
 * valid. A `Secure` cookie cannot be replaced over HTTP, where koa-session would fail.
 */
const forgetProviderResponse = ({ session, sessionOptions, secure }: KoaContext): void => {
  const { grant } = (session ?? {}) as { grant?: { response?: unknown } };
  if (grant?.response !== undefined && (secure || !sessionOptions?.secure)) {
    delete grant.response;
  }
};

/**
 * Records every call as an attempt. Its events are written before the response is sent, so no successful
 * login lacks its event.
 */
export const recordAttempt: AuthActionWrapper = {
  actions: Object.keys(AUTH_ACTIONS),

  wrap: (strapi, name, original) =>
    async function recorded(ctx, next, ...rest) {
      checkAuthInput(ctx.request.body, ctx.query);
      ctx.request.body = await normalizeAuthInput(strapi, name, ctx.request.body);
      const events = AUTH_ACTIONS[name];
      const provider: unknown = ctx.params?.provider;
      const call = {
        action: name,
        events,
        connection: typeof provider === 'string' ? provider : LOCAL_CONNECTION,
        ...(await findSubject(strapi, events.subject, ctx)),
      };
      return captureCall(strapi, ctx, call, async () => {
        try {
          return await original.call(this, ctx, next, ...rest);
        } finally {
          if (call.connection !== LOCAL_CONNECTION) {
            forgetProviderResponse(ctx);
          }
        }
      });
    },
};
