import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import { createAsyncContext } from '../utils/async-context';
import { providerOf } from '../utils/provider-of';

/** The admin, user or token on whose behalf the server acts. */
const context = createAsyncContext<string>('actor');

export const actingAs = <T>(actor: string, work: () => Promise<T>): Promise<T> =>
  context.run(actor, work);

export const currentActor = (): string | null => context.get() ?? null;

interface Caller {
  email?: string;
  name?: string;
  id?: number | string;
  documentId?: string;
  provider?: string | null;
}

interface State {
  user?: Caller;
  auth?: { credentials?: Caller; strategy?: { name?: string } };
  userProfileActor?: string;
}

const USER_PREFIX = 'user ';

/** A LIKE pattern that matches the actors that are users of the site. */
export const USER_ACTORS = `${USER_PREFIX}%`;

/** The id of the user who is the actor; null for admins and tokens. */
export const userIdOfActor = (actor: string): string | null =>
  actor.startsWith(USER_PREFIX) ? actor.slice(USER_PREFIX.length) : null;

export const isUserActor = (actor: string): boolean => userIdOfActor(actor) !== null;

const nameOfAdminToken = (email: string, token = ''): string => `${email} (token ${token})`;

/** Makes the user the actor of the request, whichever of the user's accounts is logged in. */
export const actAsUser = (ctx: KoaContext, userId: string): void => {
  (ctx.state as State).userProfileActor = USER_PREFIX + userId;
};

/** Makes the owner of an admin token the actor of the request, and names the token. */
export const actAsAdminToken = (ctx: KoaContext, email: string, token?: string): void => {
  (ctx.state as State).userProfileActor = nameOfAdminToken(email, token);
};

/**
 * The name of the caller in the log: the email of an admin, followed by the name of the admin token if it was
 * used; the name of an API token; the id of a user of the site. It contains no other data of users, because events
 * outlive an erasure.
 */
export const actorOf = (ctx: KoaContext): string => {
  const { user, auth, userProfileActor } = ctx.state as State;
  if (userProfileActor) {
    return userProfileActor;
  }
  if (user && auth?.strategy?.name === 'users-permissions') {
    return `${USER_PREFIX}${providerOf(user.provider)}|${user.documentId}`;
  }
  const token = auth?.credentials;
  if (user?.email) {
    return auth?.strategy?.name === 'admin-token'
      ? nameOfAdminToken(user.email, token?.name)
      : user.email;
  }
  return token?.name ? `token ${token.name}` : `user ${user?.id ?? token?.id ?? ''}`.trim();
};

/** The admin, user or token of the request; null outside of a request. */
export const actorOfRequest = (strapi: Core.Strapi): string | null => {
  const ctx = strapi.requestContext.get();
  return ctx?.state?.user || ctx?.state?.auth?.credentials ? actorOf(ctx) : null;
};
