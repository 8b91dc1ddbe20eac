import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { captureCall, startAttempt } from '../../login/attempt-recorder';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import type { ProfileRef } from '../../model/accounts/look-up';
import { UNKNOWN_SUBJECT, type Subject } from '../../request/attempt';
import { AUTH_ACTIONS, type SubjectSource } from '../../request/auth-action-events';
import { checkAuthInput } from '../../utils/auth-input';
import { getService } from '../../utils/service';
import { normalizeAuthInput } from './normalize-input';
import type { AuthActionWrapper } from './wrapper';

const textIn = (source: unknown, key: string): string | null => {
  if (typeof source !== 'object' || source === null) {
    return null;
  }
  const value = (source as Record<string, unknown>)[key];
  return typeof value === 'string' && value !== '' ? value : null;
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
  const accounts = getService(strapi, 'accounts');
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
        (await accounts.findByIdentifier(identifier)) ?? {};
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
      const accountId = await accounts.findNativeByEmail(email);
      return { subject: { ...UNKNOWN_SUBJECT, identifier: email, accountId } };
    }
    case 'confirmation': {
      const confirmationToken = textIn(ctx.query, 'confirmation');
      if (!confirmationToken) {
        return UNKNOWN;
      }
      const account = await accounts.findByToken('confirmation_token', confirmationToken);
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
 * Records every call as an attempt. Its events are written before the response is sent, so no successful
 * login lacks its event.
 */
export const recordAttempt: AuthActionWrapper = {
  actions: Object.keys(AUTH_ACTIONS),

  wrap: (strapi, name, original) =>
    async function recorded(ctx, next, ...rest) {
      checkAuthInput(ctx.request.body, ctx.query);
      ctx.request.body = await normalizeAuthInput(strapi, name, ctx.request.body);
      const action = AUTH_ACTIONS[name];
      const provider: unknown = ctx.params?.provider;
      const { subject, profile = null } = await findSubject(strapi, action.subject, ctx);
      const attempt = startAttempt(strapi, ctx, {
        action: name,
        connection: typeof provider === 'string' ? provider : LOCAL_CONNECTION,
        subject,
      });
      if (subject.accountId !== null) {
        getService(strapi, 'accounts').rememberProfile(attempt, subject.accountId, profile);
      }
      return captureCall(strapi, action, attempt, ctx, () =>
        original.call(this, ctx, next, ...rest)
      );
    },
};
