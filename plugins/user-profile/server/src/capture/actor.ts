import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context as KoaContext } from 'koa';

/** The admin or token in whose name the server acts; null where users act for themselves. */
const storage = new AsyncLocalStorage<string>();

export const actingAs = <T>(actor: string, work: () => Promise<T>): Promise<T> =>
  storage.run(actor, work);

export const currentActor = (): string | null => storage.getStore() ?? null;

interface Caller {
  email?: string;
  name?: string;
  id?: number | string;
}

/** How the log names who called a route: an admin by email, a token by its name. */
export const actorOf = (ctx: KoaContext): string => {
  const { user, auth } = ctx.state as { user?: Caller; auth?: { credentials?: Caller } };
  if (user?.email) return user.email;
  const token = auth?.credentials;
  return token?.name ? `token ${token.name}` : `user ${user?.id ?? token?.id ?? ''}`.trim();
};
