import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { LOCAL_CONNECTION } from '../model/accounts/account';
import type { Subject } from '../request/auth-action-events';
import { getService } from '../utils/service';

/** Whose call it is, as far as that can be told before it is handled. */
export interface FoundSubject {
  accountId: number | null;
  /** What the client named, where it names somebody. */
  identifier: string | null;
}

const UNKNOWN: FoundSubject = { accountId: null, identifier: null };

const textIn = (source: unknown, key: string): string | null => {
  if (typeof source !== 'object' || source === null) {
    return null;
  }
  const value = (source as Record<string, unknown>)[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const look = async (
  strapi: Core.Strapi,
  subject: Subject,
  ctx: KoaContext
): Promise<FoundSubject> => {
  const accounts = getService(strapi, 'accounts');
  const { body } = ctx.request;
  switch (subject) {
    case 'caller':
      return { ...UNKNOWN, accountId: ctx.state.user?.id ?? null };
    case 'identifier': {
      const identifier = textIn(body, 'identifier');
      // GraphQL names the provider, REST leaves it out.
      const provider: unknown = ctx.params?.provider ?? LOCAL_CONNECTION;
      if (!identifier || provider !== LOCAL_CONNECTION) {
        return UNKNOWN;
      }
      return { identifier, accountId: await accounts.findByIdentifier(identifier) };
    }
    case 'email': {
      const email = textIn(body, 'email');
      if (!email) {
        return UNKNOWN;
      }
      return { identifier: email, accountId: await accounts.findNativeByEmail(email) };
    }
    case 'confirmation': {
      const confirmationToken = textIn(ctx.query, 'confirmation');
      if (!confirmationToken) {
        return UNKNOWN;
      }
      return { ...UNKNOWN, accountId: await accounts.findBy({ confirmationToken }) };
    }
    case 'none':
      return UNKNOWN;
  }
};

/** Looks up whose call it is; a look-up that fails leaves that unknown and the call undisturbed. */
export const findSubject = async (
  strapi: Core.Strapi,
  subject: Subject,
  ctx: KoaContext
): Promise<FoundSubject> => {
  try {
    return await look(strapi, subject, ctx);
  } catch (error) {
    getService(strapi, 'capture-errors').add('whose call it was', error);
    return UNKNOWN;
  }
};
