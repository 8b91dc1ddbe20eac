import type { Context as KoaContext } from 'koa';

import { createAsyncContext } from '../utils/async-context';

/** The admin or token in whose name the server acts. */
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

/** What tells users of the site from admins and tokens among actors, in SQL. */
export const USER_ACTORS = `${USER_PREFIX}%`;

/** Has the log say that users did something themselves, whichever of their accounts they came by. */
export const actAsOneself = (ctx: KoaContext, userId: string): void => {
  (ctx.state as State).userProfileActor = USER_PREFIX + userId;
};

/**
 * How the log names who called a route: an admin by email, a token by its name. A user of the site is
 * named by id alone: the log outlives users, and must not say who an erased one was.
 */
export const actorOf = (ctx: KoaContext): string => {
  const { user, auth, userProfileActor } = ctx.state as State;
  if (userProfileActor) {
    return userProfileActor;
  }
  if (user && auth?.strategy?.name === 'users-permissions') {
    return `${USER_PREFIX}${user.provider ?? 'local'}|${user.documentId}`;
  }
  if (user?.email) {
    return user.email;
  }
  const token = auth?.credentials;
  return token?.name ? `token ${token.name}` : `user ${user?.id ?? token?.id ?? ''}`.trim();
};
