import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { LOCAL_CONNECTION } from '../model/accounts/account';
import { UNKNOWN_SUBJECT, type Subject } from '../request/attempt';
import type { SubjectSource } from '../request/auth-action-events';
import { getService } from '../utils/service';

const textIn = (source: unknown, key: string): string | null => {
  if (typeof source !== 'object' || source === null) {
    return null;
  }
  const value = (source as Record<string, unknown>)[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const readSubject = async (
  strapi: Core.Strapi,
  source: SubjectSource,
  ctx: KoaContext
): Promise<Subject> => {
  const accounts = getService(strapi, 'accounts');
  const { body } = ctx.request;
  switch (source) {
    case 'caller':
      return { ...UNKNOWN_SUBJECT, accountId: ctx.state.user?.id ?? null };
    case 'identifier': {
      const identifier = textIn(body, 'identifier');
      // GraphQL names the provider, REST leaves it out.
      const provider: unknown = ctx.params?.provider ?? LOCAL_CONNECTION;
      if (!identifier || provider !== LOCAL_CONNECTION) {
        return UNKNOWN_SUBJECT;
      }
      return { ...UNKNOWN_SUBJECT, identifier, ...(await accounts.findByIdentifier(identifier)) };
    }
    case 'email': {
      const email = textIn(body, 'email');
      if (!email) {
        return UNKNOWN_SUBJECT;
      }
      const accountId = await accounts.findNativeByEmail(email);
      return { ...UNKNOWN_SUBJECT, identifier: email, accountId };
    }
    case 'confirmation': {
      const confirmationToken = textIn(ctx.query, 'confirmation');
      if (!confirmationToken) {
        return UNKNOWN_SUBJECT;
      }
      const account = await accounts.findByToken('confirmation_token', confirmationToken);
      return { ...UNKNOWN_SUBJECT, accountId: account?.id ?? null };
    }
    case 'none':
      return UNKNOWN_SUBJECT;
  }
};

/** Finds the user whom a call is for. If the look-up fails, the user stays unknown and the call goes on. */
export const findSubject = async (
  strapi: Core.Strapi,
  source: SubjectSource,
  ctx: KoaContext
): Promise<Subject> => {
  try {
    return await readSubject(strapi, source, ctx);
  } catch (error) {
    getService(strapi, 'capture-errors').add('the user of a call', error);
    return UNKNOWN_SUBJECT;
  }
};
