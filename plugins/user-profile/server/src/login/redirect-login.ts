import { createHash, randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { connectQuery, redirectLogin } from '../../../shared/contracts/login';
import type { JsonObject } from '../../../shared/contracts/users';
import { callbackUrl } from '../connections/redirects';
import type { ConnectionRow } from '../model/connections/connection-store';
import { InvalidCredentialsError, SourceError } from '../model/connections/errors';
import type { SourceProfile } from '../model/connections/source-profile';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'redirect-login': ReturnType<typeof createRedirectLogin>;
  }
}

const MINUTE_MS = 60_000;
/** As long as somebody may take to sign in at the source. */
const REDIRECT_TTL_MS = 10 * MINUTE_MS;
/** As long as a page needs to trade the code that it was opened with. */
const LOGIN_TTL_MS = MINUTE_MS;

const COOKIE = 'user-profile-connect';

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');

const withQuery = (address: string, query: Record<string, string>): string => {
  const url = new URL(address);
  for (const [key, value] of Object.entries(query)) {
    url.searchParams.set(key, value);
  }
  return url.href;
};

/** Where a browser goes on to, and what its page wants to find there again. */
interface RedirectTarget {
  redirect: string;
  state: string | null;
}

const targetIn = ({ redirect, client_state: state }: JsonObject): RedirectTarget | null =>
  typeof redirect === 'string'
    ? { redirect, state: typeof state === 'string' ? state : null }
    : null;

const urlOf = ({ redirect, state }: RedirectTarget, query: Record<string, string>): string =>
  withQuery(redirect, { ...query, ...(state === null ? {} : { state }) });

/** Only what is meant for people is told to the page; a fault of the site is not. */
const described = (error: unknown) =>
  error instanceof errors.ApplicationError
    ? { error: error.name, error_description: error.message }
    : { error: 'InternalServerError', error_description: 'The login failed' };

/** Signing in at a source that the browser is sent to. */
export const createRedirectLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const tickets = () => getService(strapi, 'one-time-tokens');
  const login = () => getService(strapi, 'login');

  const redirectOf = ({ options, name }: ConnectionRow, asked: string | undefined) => {
    const allowed = Array.isArray(options.redirect_urls) ? options.redirect_urls.map(String) : [];
    if (asked === undefined) {
      return allowed[0] ?? null;
    }
    if (allowed.includes(asked)) {
      return asked;
    }
    const message = `redirect must be one of the redirect_urls of the connection "${name}"`;
    throw validationError([problem(['redirect'], message)]);
  };

  /** The browser that starts is the one that must come back: otherwise a stranger's login could be slipped in. */
  const markBrowser = (ctx: KoaContext): string => {
    const mark = ctx.cookies.get(COOKIE) ?? randomBytes(24).toString('base64url');
    ctx.cookies.set(COOKIE, mark, {
      httpOnly: true,
      sameSite: 'lax',
      secure: ctx.secure,
      maxAge: REDIRECT_TTL_MS,
      overwrite: true,
    });
    return hashed(mark);
  };

  const redeemState = async (ctx: KoaContext, name: string): Promise<JsonObject> => {
    const { state } = ctx.query;
    const data = typeof state === 'string' ? await tickets().redeem('redirect', state) : null;
    const browser = hashed(ctx.cookies.get(COOKIE) ?? '');
    if (data && data.connection === name && data.browser === browser) {
      return data;
    }
    throw new SourceError(
      'state_invalid',
      'This login was not begun in this browser, or it is too old. Please begin again.'
    );
  };

  return {
    /** Sends the browser to the source. @throws ValidationError, SourceError */
    async start(ctx: KoaContext, name: string, query: z.output<typeof connectQuery>) {
      const { connection, strategy } = await login().requireConnection(name, 'redirect');
      const redirect = redirectOf(connection, query.redirect);
      await login().attempt({ ctx, connection, identifier: null }, async () => {
        login().requireEnabled(connection);
        const state = tickets().newSecret();
        const redirectUri = callbackUrl(strapi, name);
        const { url, memory } = await strategy.redirect(connection, { redirectUri, state });
        const data = {
          connection: name,
          redirect,
          client_state: query.state ?? null,
          memory,
          browser: markBrowser(ctx),
        };
        await tickets().issue('redirect', data, REDIRECT_TTL_MS, state);
        ctx.redirect(url);
      });
    },

    /** The browser is back from the source: it goes on to the site with a code, or gets its tokens. */
    async callback(ctx: KoaContext, name: string) {
      const { connection, strategy } = await login().requireConnection(name, 'finishRedirect');
      const call = { ctx, connection, identifier: null };
      let target: RedirectTarget | null = null;
      try {
        await login().attempt(call, async () => {
          const begun = await redeemState(ctx, name);
          target = targetIn(begun);
          login().requireEnabled(connection);
          const callback = new URL(callbackUrl(strapi, name));
          callback.search = ctx.search;
          const memory = begun.memory as JsonObject;
          const source = await strategy.finishRedirect(connection, callback, memory);
          if (target === null) {
            ctx.body = await login().issueLogin(call, source);
            return;
          }
          const { localCredentials: _apart, ...sourceProfile } = source;
          const data = { connection: name, source: sourceProfile };
          const code = await tickets().issue('login', data, LOGIN_TTL_MS);
          ctx.redirect(urlOf(target, { connection: name, code }));
        });
      } catch (error) {
        if (target === null) {
          throw error;
        }
        if (!(error instanceof errors.ApplicationError)) {
          strapi.log.error(error);
        }
        ctx.redirect(urlOf(target, { connection: name, ...described(error) }));
      }
    },

    /** Trades the code that the browser came back with. */
    async finish(ctx: KoaContext, { connection: name, code }: z.output<typeof redirectLogin>) {
      const { connection } = await login().requireConnection(name, 'finishRedirect');
      await login().run({ ctx, connection, identifier: null }, async () => {
        const data = await tickets().redeem('login', code);
        if (!data || data.connection !== name) {
          throw new InvalidCredentialsError('wrong_code');
        }
        return data.source as unknown as SourceProfile;
      });
    },
  };
};
