import { createHash, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';
import type { z } from '@strapi/utils';
import type { connectQuery, redirectLogin } from '../../../shared/contracts/login';
import type { JsonObject } from '../../../shared/contracts/users';
import { InvalidCredentialsError, SourceError } from '../connections/errors';
import { callbackUrl } from '../connections/redirect-uri';
import type { SourceProfile } from '../connections/source-profile';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';
import type { ConnectionRow } from './connections/store';

const MINUTE_MS = 60_000;
/** As long as somebody may take to sign in at the source. */
const REDIRECT_TTL_MS = 10 * MINUTE_MS;
/** As long as a page needs to trade the code that it was opened with. */
const LOGIN_TTL_MS = MINUTE_MS;

const COOKIE = 'user-profile-connect';

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');

const withQuery = (address: string, query: Record<string, string>): string => {
  const url = new URL(address);
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url.href;
};

/** Signing in at a source that the browser is sent to. */
export const createRedirectLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const tickets = () => getService(strapi, 'tickets');
  const login = () => getService(strapi, 'login');

  const redirectOf = ({ options, name }: ConnectionRow, asked: string | undefined) => {
    const allowed = Array.isArray(options.redirect_urls) ? options.redirect_urls.map(String) : [];
    if (asked === undefined) return allowed[0] ?? null;
    if (allowed.includes(asked)) return asked;
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
    if (data && data.connection === name && data.browser === browser) return data;
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
        const data = { connection: name, redirect, memory, browser: markBrowser(ctx) };
        await tickets().issue('redirect', data, REDIRECT_TTL_MS, state);
        ctx.redirect(url);
      });
    },

    /** The browser is back from the source: it goes on to the site with a code, or gets its tokens. */
    async callback(ctx: KoaContext, name: string) {
      const { connection, strategy } = await login().requireConnection(name, 'finishRedirect');
      const call = { ctx, connection, identifier: null };
      let redirect: string | null = null;
      const prove = async (): Promise<SourceProfile> => {
        const { redirect: target, memory } = await redeemState(ctx, name);
        redirect = typeof target === 'string' ? target : null;
        const callback = new URL(callbackUrl(strapi, name));
        callback.search = ctx.search;
        return strategy.finishRedirect(connection, callback, memory as JsonObject);
      };
      try {
        await login().attempt(call, async () => {
          login().requireEnabled(connection);
          const source = await prove();
          if (redirect === null) {
            ctx.body = await login().signIn(call, source);
            return;
          }
          const { keep: _apart, ...said } = source;
          const data = { connection: name, source: said };
          const code = await tickets().issue('login', data, LOGIN_TTL_MS);
          ctx.redirect(withQuery(redirect, { connection: name, code }));
        });
      } catch (error) {
        if (redirect === null || !(error instanceof Error)) throw error;
        ctx.redirect(
          withQuery(redirect, {
            connection: name,
            error: error.name,
            error_description: error.message,
          })
        );
      }
    },

    /** Trades the code that the browser came back with. */
    async finish(ctx: KoaContext, { connection: name, code }: z.output<typeof redirectLogin>) {
      const { connection } = await login().requireConnection(name, 'finishRedirect');
      await login().run({ ctx, connection, identifier: null }, async () => {
        const data = await tickets().redeem('login', code);
        if (!data || data.connection !== name) throw new InvalidCredentialsError('wrong_code');
        return data.source as unknown as SourceProfile;
      });
    },
  };
};
